use super::{Check, Found, InFolder, Rule};
use crate::{catalog::KeyKind, finding::Level};

pub(super) const RULE: Rule = Rule {
    id: "SA073",
    class: "nullable-foreign-key",
    level: Level::Info,
    why: "A row without its parent is seldom meant, and joins leave it out silently.",
    fails: "create table orders (id uuid primary key, account_id uuid references accounts (id));",
    help: "Make the column NOT NULL, if every row has a parent.",
    instead: "create table orders (id uuid primary key, account_id uuid not null references accounts (id));",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in folder.new_tables() {
        for key in table.keys.iter().filter(|key| matches!(key.kind, KeyKind::Foreign { .. })) {
            let nullable = key.columns.iter().find(|column| {
                table.column(column).is_some_and(|c| !c.not_null)
            });
            if let Some(column) = nullable {
                let object = name.column(column);
                folder.report(found, Level::Info, key.origin, &object, format!("{object} may be empty"));
            }
        }
    }
}
