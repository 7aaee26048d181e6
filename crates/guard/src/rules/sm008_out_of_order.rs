use super::{Check, Found, InFolder, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SM008",
    class: "out-of-order",
    level: Level::Warning,
    why: "A new file with a lower number than one that has been released runs after it in old databases and before it in \
          new ones. Two orders, two schemas.",
    fails: "-- manifest.lock ends with 0009, and 0007_add_coupons.up.sql is new",
    help: "Give the new file a number above every released one, and all files the same kind of number.",
    instead: "-- 0010_add_coupons.up.sql",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    let newest = folder
        .folder
        .lock
        .as_ref()
        .and_then(|lock| lock.migrations.iter().filter_map(|m| m.version.parse::<u64>().ok()).max());
    let width = folder.folder.migrations.first().map_or(0, |m| m.version.len());
    for (number, migration) in (1..).zip(&folder.folder.migrations) {
        let id = Some((number, migration.up.is_none()));
        let object = Some(migration.version.clone());
        let released = folder.folder.lock.as_ref().is_some_and(|lock| lock.find(&migration.version).is_some());
        if newest.is_some_and(|newest| migration.number() < newest) && !released {
            let message = format!("version {} is new and lower than one that was released", migration.version);
            found.raise(Level::Warning, id, None, object, message);
        } else if migration.version.len() != width {
            let message = "this folder numbers its files in two ways";
            found.raise(Level::Warning, id, None, object, message);
        }
    }
    for stray in &folder.folder.strays {
        let name = stray.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let message = format!("{name} has no place in the order: it is not named NNNN_name.up.sql");
        found.raise(Level::Warning, None, None, Some(name), message);
    }
}
