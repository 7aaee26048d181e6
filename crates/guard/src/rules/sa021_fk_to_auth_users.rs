use super::{Check, Found, InFolder, Rule};
use crate::{catalog::KeyKind, finding::Level};

pub(super) const RULE: Rule = Rule {
    id: "SA021",
    class: "fk-to-auth-users",
    level: Level::Error,
    why: "The key points at the user table of another project. Copies of it in this database are empty or stale, so \
          inserts fail for people who exist.",
    fails: "-- identity_table = \"public.people\"\ncreate table notes (id uuid primary key, user_id uuid references auth.users (id));",
    help: "Keep the id without a key, or point at the one identity table.",
    instead: "create table notes (id uuid primary key, user_id uuid not null references public.people (id));\ncreate index notes_user_idx on notes (user_id);",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    let elsewhere = folder.settings.config.identity_table.as_deref().is_some_and(|named| named != "auth.users");
    let never_here = folder.after.complete
        && folder.after.tables.get(&crate::sql::Name::new("auth", "users")).is_none_or(|t| t.assumed);
    for (name, table) in &folder.after.tables {
        for key in table.keys.iter().filter(|key| key.origin.file > 0) {
            let to_auth = matches!(&key.kind, KeyKind::Foreign { table: to, .. } if to.schema() == "auth" && to.name == "users");
            if to_auth && (elsewhere || never_here) {
                let object = name.column(&key.columns.join(", "));
                folder.report(found, Level::Error, key.origin, &object, format!("{object} points at auth.users, which is not the identity table here"));
            }
        }
    }
}
