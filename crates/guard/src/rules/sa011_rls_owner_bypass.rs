use super::{Check, Found, InFolder, Rule, exposure};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA011",
    class: "rls-owner-bypass",
    level: Level::Error,
    why: "A table's owner passes by its policies unless they are forced. When the application connects as the owner, \
          row-level security is on and guards nothing.",
    fails: "alter table orders enable row level security;\nalter table orders owner to app;",
    help: "Let another role own the table, or FORCE row-level security.",
    instead: "alter table orders enable row level security;\nalter table orders force row level security;\nalter table orders owner to app;",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in &folder.after.tables {
        let Some(owner) = table.owner.as_ref().filter(|role| connects(folder, role)) else {
            continue;
        };
        let old = folder.before.tables.get(name);
        let was = old.is_some_and(|old| old.rls && !old.force && old.owner.as_ref() == Some(owner));
        if table.rls && !table.force && !was {
            let origin = table.rls_origin.max(table.owner_origin);
            folder.report(found, Level::Error, origin, name, format!("{owner} owns {name} and passes by its policies"));
        }
    }
}

/// A client role, or one that can log in.
fn connects(folder: &InFolder<'_>, role: &str) -> bool {
    let logs_in = folder.after.roles.get(role).is_some_and(|options| options.iter().any(|o| o == "login"));
    exposure::is_client(folder.settings.config, role) || logs_in
}
