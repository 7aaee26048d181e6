use super::{Check, Found, InFolder, Rule};
use crate::{
    finding::Level,
    sql::Name,
};

pub(super) const RULE: Rule = Rule {
    id: "SA009",
    class: "policy-initplan",
    level: Level::Warning,
    why: "The function is called for every row. A page over 100 000 rows asks 100 000 times who is asking.",
    fails: "create policy orders_own on orders for select to authenticated using (account_id = auth.uid());",
    help: "Wrap the call in a sub-select: it is then called once.",
    instead: "create policy orders_own on orders for select to authenticated using (account_id = (select auth.uid()));",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, _, policy) in folder.new_policies() {
        let calls = [&policy.is.using, &policy.is.check].into_iter().flatten().flat_map(|expr| &expr.calls_per_row);
        let slow = calls.into_iter().find(|call| asks_once(call));
        if let Some(call) = slow {
            folder.report_policy(found, Level::Warning, name, policy, format!("calls {call}() for every row of {name}"));
        }
    }
}

/// Functions whose answer is the same for the whole statement.
fn asks_once(call: &Name) -> bool {
    call.schema() == "auth" || call.name == "current_setting"
}
