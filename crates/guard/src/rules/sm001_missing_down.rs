use super::{Check, Found, InFolder, Rule};
use crate::{directive::Says, finding::Level};

pub(super) const RULE: Rule = Rule {
    id: "SM001",
    class: "missing-down",
    level: Level::Error,
    why: "A release that fails is rolled back with the down file. Without one, somebody writes it at night, under \
          pressure, against a database that nobody has looked at.",
    fails: "-- 0007_add_coupons.up.sql stands alone\ncreate table coupons (id uuid primary key);",
    help: "Write the down file next to it, or say why there is no way back.",
    instead: "-- 0007_add_coupons.down.sql\ndrop table coupons;\n\n-- or, in the up file, on its first line:\n-- stoa:irreversible the old rows cannot be told apart any more",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (number, migration) in (1..).zip(&folder.folder.migrations) {
        let name = || Some(format!("{}_{}", migration.version, migration.name));
        let irreversible = folder
            .files
            .iter()
            .filter(|file| file.number == number)
            .any(|file| file.directives.iter().any(|d| d.says == Says::Irreversible));
        if migration.down.is_none() && migration.up.is_some() && !irreversible {
            let message = "this migration has no down file";
            found.raise(Level::Error, Some((number, false)), None, name(), message);
        }
        if migration.up.is_none() {
            let message = "this migration has no up file";
            found.raise(Level::Error, Some((number, true)), None, name(), message);
        }
    }
}
