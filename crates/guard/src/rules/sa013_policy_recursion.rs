use super::{Check, Found, InFolder, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA013",
    class: "policy-recursion",
    level: Level::Error,
    why: "To read the table the policy is asked, which reads the table. Every query fails with \"infinite recursion detected\".",
    fails: "create policy members_team on members for select to authenticated\n    using (team_id in (select team_id from members where user_id = (select auth.uid())));",
    help: "Ask a SECURITY DEFINER function with a fixed search path, or keep what the policy needs in another table.",
    instead: "create policy members_team on members for select to authenticated\n    using (team_id in (select private.teams_of_caller()));",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, _, policy) in folder.new_policies() {
        let reads_itself = [&policy.is.using, &policy.is.check]
            .into_iter()
            .flatten()
            .flat_map(|expr| &expr.tables)
            .any(|table| folder.after.resolve(table) == *name);
        let by_detour = || {
            let read = [&policy.is.using, &policy.is.check].into_iter().flatten().flat_map(|e| &e.tables);
            read.map(|t| folder.after.resolve(t)).any(|other| {
                folder.after.tables.get(&other).is_some_and(|t| {
                    t.rls && t.policies.iter().any(|p| {
                        [&p.is.using, &p.is.check].into_iter().flatten().flat_map(|e| &e.tables).any(|back| folder.after.resolve(back) == *name)
                    })
                })
            })
        };
        if reads_itself || by_detour() {
            folder.report_policy(found, Level::Error, name, policy, format!("asks {name} for permission to read {name}"));
        }
    }
}
