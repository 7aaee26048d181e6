use super::{Check, Found, InFolder, Rule, exposure::reachable_by};
use crate::{catalog::TEMPORARY, finding::Level};

pub(super) const RULE: Rule = Rule {
    id: "SA001",
    class: "rls-missing-on-new-table",
    level: Level::Error,
    why: "Without row-level security, a grant opens every row to everybody who has it. In a database that clients reach, \
          the next grant, or one given by default, is enough.",
    fails: "create table notes (id uuid primary key, body text not null);\ngrant select on notes to authenticated;",
    help: "Enable row-level security in the migration that makes the table, with its policies.",
    instead: "create table notes (id uuid primary key, owner_id uuid not null, body text not null);\nalter table notes enable row level security;\ncreate policy notes_own on notes to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));\ngrant select on notes to authenticated;",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in folder.new_tables() {
        if table.rls || !table.policies.is_empty() || table.foreign || name.schema() == TEMPORARY {
            continue;
        }
        let reach = folder.reach_of(name, &table.rights);
        let child = table.partition_of.is_some() && reach.is_none();
        let expected = reach.is_some() || folder.expects_rls(name);
        if !child && (expected || folder.has_clients()) {
            let level = if expected { Level::Error } else { Level::Info };
            let message = format!("{name} has no row-level security; {}", reachable_by(reach.as_deref()));
            folder.report(found, level, table.origin, name, message);
        }
    }
}
