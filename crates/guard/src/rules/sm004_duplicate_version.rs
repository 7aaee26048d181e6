use super::{Check, Found, InFolder, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SM004",
    class: "duplicate-version",
    level: Level::Error,
    why: "Two branches took the same number. One of the two files runs, the journal says the number is done, and the \
          other is never applied anywhere.",
    fails: "-- 0007_add_coupons.up.sql\n-- 0007_add_refunds.up.sql",
    help: "Give the file that was merged last the next free number.",
    instead: "-- 0007_add_coupons.up.sql\n-- 0008_add_refunds.up.sql",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    let migrations = &folder.folder.migrations;
    for (number, migration) in (1..).zip(migrations) {
        let twin = migrations
            .iter()
            .take(number - 1)
            .find(|other| other.number() == migration.number());
        if let Some(twin) = twin {
            let message = format!(
                "version {} is also {}_{}",
                migration.version, twin.version, twin.name
            );
            let object = Some(migration.version.clone());
            found.raise(Level::Error, Some((number, migration.up.is_none())), None, object, message);
        }
    }
}
