use super::{Check, Found, InFolder, Rule, exposure::reachable_by};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA001",
    class: "rls-disabled-exposed",
    level: Level::Error,
    why: "The table was out of reach, so nobody missed its row-level security. With this grant every row of it is open.",
    fails: "-- salaries has no row-level security\ngrant select on salaries to authenticated;",
    help: "Write policies and enable row-level security before the grant.",
    instead: "create policy salaries_own on salaries to authenticated using (person_id = (select auth.uid()));\nalter table salaries enable row level security;\ngrant select on salaries to authenticated;",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in &folder.after.tables {
        let old = folder.before.tables.get(name);
        if table.rls || table.assumed || old.is_none_or(|old| old.assumed || old.rls) {
            continue;
        }
        let before = old.and_then(|old| super::exposure::reach(folder.settings.config, folder.before, name, &old.rights));
        let reach = folder.reach_of(name, &table.rights);
        if reach.is_some() && reach != before {
            let origin = table.rights.iter().map(|r| r.origin).max().unwrap_or_default();
            let message = format!("{name} has no row-level security and is now {}", reachable_by(reach.as_deref()));
            folder.report(found, Level::Error, origin, name, message);
        }
    }
}
