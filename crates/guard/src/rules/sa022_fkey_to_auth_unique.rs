use super::{Check, Found, InFolder, Rule};
use crate::{catalog::KeyKind, finding::Level};

pub(super) const RULE: Rule = Rule {
    id: "SA022",
    class: "fkey-to-auth-unique",
    level: Level::Error,
    why: "Only the primary key of auth.users is promised to stay. Another unique column of it may go with an update of the \
          platform, and the update then fails on this key.",
    fails: "create table notes (id uuid primary key, owner_email text references auth.users (email));",
    help: "Point at auth.users (id).",
    instead: "create table notes (id uuid primary key, owner_id uuid not null references auth.users (id));\ncreate index notes_owner_idx on notes (owner_id);",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in &folder.after.tables {
        for key in table.keys.iter().filter(|key| key.origin.file > 0 && name.schema() != "auth") {
            let KeyKind::Foreign { table: to, columns } = &key.kind else {
                continue;
            };
            if to.schema() == "auth" && !columns.is_empty() && columns != &["id"] {
                let object = name.column(&key.columns.join(", "));
                folder.report(found, Level::Error, key.origin, &object, format!("{object} points at {} of {to}, which is not its primary key", columns.join(", ")));
            }
        }
    }
}
