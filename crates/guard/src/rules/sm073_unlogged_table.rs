use super::{Check, Found, InFolder, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SM073",
    class: "unlogged-table",
    level: Level::Warning,
    why: "An unlogged table is emptied after a crash, and is empty on every replica and in every backup made from the log.",
    fails: "create unlogged table carts (id uuid primary key);",
    help: "Make it an ordinary table, unless its rows may vanish at any moment.",
    instead: "create table carts (id uuid primary key);",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in &folder.after.tables {
        let before = folder.before.tables.get(name).is_some_and(|old| old.unlogged);
        if table.unlogged && !before {
            let origin = if table.origin.file > 0 { table.origin } else { table.logged_origin };
            folder.report(found, Level::Warning, origin, name, format!("{name} is emptied after a crash"));
        }
    }
}
