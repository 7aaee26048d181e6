use super::{Check, Found, InFolder, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA008",
    class: "policy-user-metadata",
    level: Level::Error,
    why: "People write their own user_metadata. Who may set `role: admin` on themselves passes a policy that reads it.",
    fails: "create policy orders_admin on orders to authenticated using ((auth.jwt() -> 'user_metadata' ->> 'role') = 'admin');",
    help: "Read app_metadata, which only the server writes, or a table of roles.",
    instead: "create policy orders_admin on orders for select to authenticated\n    using (((select auth.jwt()) -> 'app_metadata' ->> 'role') = 'admin');",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, _, policy) in folder.new_policies() {
        let reads = [&policy.is.using, &policy.is.check].into_iter().flatten().any(|expr| {
            expr.text.contains("user_metadata") || expr.text.contains("raw_user_meta_data")
        });
        if reads {
            folder.report_policy(found, Level::Error, name, policy, format!("decides over {name} by what people write about themselves"));
        }
    }
}
