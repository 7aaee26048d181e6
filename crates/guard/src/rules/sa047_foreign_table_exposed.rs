use super::{Check, Found, InFolder, Rule, exposure::reachable_by};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA047",
    class: "foreign-table-exposed",
    level: Level::Warning,
    why: "A foreign table has no row-level security, and reads the other database with a login of its own.",
    fails: "create foreign table billing_invoices (id uuid, total bigint) server billing;\ngrant select on billing_invoices to authenticated;",
    help: "Keep it in a schema that clients cannot enter.",
    instead: "create foreign table private.billing_invoices (id uuid, total bigint) server billing;",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in folder.after.tables.iter().filter(|(_, table)| table.foreign) {
        let old = folder.before.tables.get(name);
        let was = old.is_some_and(|old| super::exposure::reach(folder.settings.config, folder.before, name, &old.rights).is_some());
        if let Some(role) = folder.reach_of(name, &table.rights).filter(|_| !was) {
            let origin = table.rights.iter().map(|r| r.origin).max().unwrap_or_default().max(table.origin);
            folder.report(found, Level::Warning, origin, name, format!("{name} is {}", reachable_by(Some(&role))));
        }
    }
}
