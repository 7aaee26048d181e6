use super::{Check, Found, InFolder, Rule, exposure};
use crate::{catalog::Policy, finding::Level};

pub(super) const RULE: Rule = Rule {
    id: "SA010",
    class: "multiple-permissive-policies",
    level: Level::Warning,
    why: "Each of them is computed for every row, and a row passes when any of them lets it: a policy that was meant to \
          narrow widens.",
    fails: "create policy orders_own on orders for select to authenticated using (account_id = (select auth.uid()));\ncreate policy orders_open on orders for select to authenticated using (state = 'open');",
    help: "Make one policy with OR, or a restrictive one where it is to narrow.",
    instead: "create policy orders_read on orders for select to authenticated\n    using (account_id = (select auth.uid()) or state = 'open');",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table, policy) in folder.new_policies() {
        let twin = table.policies.iter().find(|other| {
            let earlier = (other.origin, &other.is.name) < (policy.origin, &policy.is.name);
            earlier && overlap(other, policy)
        });
        if let Some(twin) = twin {
            let message = format!("{} and {} both open {name} to the same role for the same command", twin.is.name, policy.is.name);
            folder.report_policy(found, Level::Warning, name, policy, message);
        }
    }
}

fn overlap(one: &Policy, other: &Policy) -> bool {
    let commands = one.is.command == other.is.command || one.is.command == "all" || other.is.command == "all";
    let (a, b) = (exposure::roles(&one.is), exposure::roles(&other.is));
    let roles = a.iter().any(|role| b.contains(role) || *role == "public") || b.contains(&"public");
    one.is.permissive && other.is.permissive && commands && roles
}
