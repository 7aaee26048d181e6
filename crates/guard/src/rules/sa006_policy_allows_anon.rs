use super::{Check, Found, InFolder, Rule, exposure};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA006",
    class: "policy-allows-anon",
    level: Level::Error,
    why: "The policy holds for people who have not signed in, and does not ask who they are. The key with which they come \
          is in every browser.",
    fails: "create policy orders_write on orders for update to anon using (state = 'open');",
    help: "Name the role of signed-in people with TO, and ask whose row it is.",
    instead: "create policy orders_write on orders for update to authenticated\n    using (account_id = (select auth.uid())) with check (account_id = (select auth.uid()));",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, _, policy) in folder.new_policies() {
        let roles = exposure::roles(&policy.is);
        let Some(role) = roles.iter().find(|role| exposure::is_stranger(role)) else {
            continue;
        };
        let refuses = [&policy.is.using, &policy.is.check].into_iter().flatten().any(|e| e.truth == Some(false));
        if !policy.is.permissive || refuses || (exposure::asks_who(&policy.is) && *role == "public") {
            continue;
        }
        let explicit = *role != "public" || policy.is.roles.is_some();
        let level = if exposure::writes(&policy.is) || explicit { Level::Error } else { Level::Info };
        let message = format!("lets {} at rows of {name} without asking who they are", exposure::shown(role));
        folder.report_policy(found, level, name, policy, message);
    }
}
