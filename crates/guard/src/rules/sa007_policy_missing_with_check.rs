use super::{Check, Found, InFolder, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA007",
    class: "policy-missing-with-check",
    level: Level::Warning,
    why: "USING says which rows may be changed. What they may be changed into is WITH CHECK; left out, the server takes \
          USING for it, and the first who edits the policy does not see that it guards writes too.",
    fails: "create policy orders_own on orders for update to authenticated using (account_id = (select auth.uid()));",
    help: "Write WITH CHECK.",
    instead: "create policy orders_own on orders for update to authenticated\n    using (account_id = (select auth.uid())) with check (account_id = (select auth.uid()));",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, _, policy) in folder.new_policies() {
        let writes = matches!(policy.is.command.as_str(), "update" | "all" | "insert");
        if writes && policy.is.check.is_none() && policy.is.permissive {
            folder.report_policy(found, Level::Warning, name, policy, format!("does not say what rows of {name} may be changed into"));
        }
    }
}
