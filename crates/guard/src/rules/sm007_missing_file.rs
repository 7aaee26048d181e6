use super::{Check, Found, InFolder, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SM007",
    class: "missing-migration-file",
    level: Level::Error,
    why: "A version that was released has no file any more. A new database is built without it and differs from every \
          old one.",
    fails: "-- manifest.lock records version 0003, and no file begins with 0003_",
    help: "Bring the file back from the history; what it did is undone by a new migration.",
    instead: "-- git checkout main -- migrations/0003_add_orders.up.sql migrations/0003_add_orders.down.sql",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    let Some(lock) = &folder.folder.lock else {
        return;
    };
    for locked in &lock.migrations {
        let here = folder.folder.migrations.iter().find(|m| m.version == locked.version);
        if here.is_none() {
            let message = format!("version {} ({}) was released and its files are gone", locked.version, locked.name);
            found.raise(Level::Error, None, None, Some(locked.version.clone()), message);
        }
    }
}
