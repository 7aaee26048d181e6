use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SA012",
    class: "enable-before-policy",
    level: Level::Error,
    why: "Between ENABLE and the first policy clients get no rows. Between two files that is the time of a release; between \
          two statements it is until somebody splits the file or runs it by hand.",
    fails: "alter table orders enable row level security;\ncreate policy orders_own on orders to authenticated using (account_id = (select auth.uid()));",
    help: "Create the policies first, then enable.",
    instead: "create policy orders_own on orders to authenticated using (account_id = (select auth.uid())) with check (account_id = (select auth.uid()));\nalter table orders enable row level security;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, TableChange::EnableRls) = &at.step.action else {
        return;
    };
    let name = at.full(table);
    let known = at.catalog.table(&name);
    let guarded = known.is_some_and(|t| t.rls || !t.policies.is_empty());
    let policy_follows = at.later().chain(at.files_after()).any(|step| {
        matches!(&step.action, Action::CreatePolicy(policy) if at.catalog.resolve(&policy.table) == name)
    });
    if policy_follows && !guarded && !at.is_new(&name) {
        at.report(found, Level::Error, &name, format!("enables row-level security on {name} before its first policy is there"));
    }
}
