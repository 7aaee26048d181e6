use super::{Check, Found, InFolder, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA002",
    class: "policy-exists-rls-disabled",
    level: Level::Error,
    why: "Somebody wrote policies and believes they are in force. Without ENABLE ROW LEVEL SECURITY the server never looks \
          at them.",
    fails: "create policy notes_own on notes to authenticated using (owner_id = (select auth.uid()));",
    help: "Enable row-level security on the table.",
    instead: "create policy notes_own on notes to authenticated using (owner_id = (select auth.uid()));\nalter table notes enable row level security;",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in &folder.after.tables {
        let old = folder.before.tables.get(name);
        let was = old.is_some_and(|old| !old.rls && !old.policies.is_empty());
        let unknown = table.assumed && table.rls_origin.file == 0;
        let Some(policy) = table.policies.iter().max_by_key(|p| p.origin) else {
            continue;
        };
        let switched_off = old.is_some_and(|old| old.rls);
        if !table.rls && !was && !unknown && !switched_off {
            folder.report_policy(found, Level::Error, name, policy, format!("{name} has policies, and row-level security is off"));
        }
    }
}
