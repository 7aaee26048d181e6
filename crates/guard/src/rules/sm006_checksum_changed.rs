use super::{Check, Found, InFolder, Rule};
use crate::{finding::Level, folder::SourceText};

pub(super) const RULE: Rule = Rule {
    id: "SM006",
    class: "checksum-changed",
    level: Level::Error,
    why: "This version has been released. Databases that ran it keep the old schema, new ones get the new one, and both \
          say they are at the same version.",
    fails: "-- manifest.lock records another checksum for 0003_add_orders.up.sql",
    help: "Put the file back as it was and write a new migration.",
    instead: "-- 0008_widen_order_number.up.sql\nalter table orders alter column number type text;",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    let Some(lock) = &folder.folder.lock else {
        return;
    };
    for (number, migration) in (1..).zip(&folder.folder.migrations) {
        let Some(locked) = lock.find(&migration.version) else {
            continue;
        };
        for (half, recorded, is_down) in [
            (&migration.up, &locked.up, false),
            (&migration.down, &locked.down, true),
        ] {
            let now = half.as_ref().map(SourceText::checksum).unwrap_or_default();
            if half.is_some() && !recorded.is_empty() && now != *recorded {
                let message = format!("version {} was released and has been edited since", migration.version);
                let object = Some(migration.version.clone());
                found.raise(Level::Error, Some((number, is_down)), None, object, message);
            }
        }
    }
}
