use super::{Check, Found, InFolder, Rule, exposure};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA003",
    class: "rls-enabled-without-policy",
    level: Level::Error,
    why: "With row-level security on and no policy, clients see no rows and write none. Pages that worked are empty, and \
          nothing says why.",
    fails: "-- authenticated reads orders today\nalter table orders enable row level security;",
    help: "Create the policies in the same migration, before ENABLE.",
    instead: "create policy orders_own on orders to authenticated using (account_id = (select auth.uid()));\nalter table orders enable row level security;",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in &folder.after.tables {
        if !table.rls || !table.policies.is_empty() || table.rls_origin.file == 0 {
            continue;
        }
        let old = folder.before.tables.get(name);
        let served = old.and_then(|old| {
            let open = !old.rls || !old.policies.is_empty();
            exposure::reach(folder.settings.config, folder.before, name, &old.rights).filter(|_| open)
        });
        let unknown = table.assumed && folder.base_is_unknown();
        let (level, message) = match served {
            Some(role) => (Level::Error, format!("{role} had the rows of {name}, and no policy gives them any more")),
            None if unknown => (Level::Error, format!("no policy gives anybody the rows of {name} any more")),
            None => (Level::Info, format!("{name} has no policy: nobody but its owner gets rows")),
        };
        folder.report(found, level, table.rls_origin, name, message);
    }
}
