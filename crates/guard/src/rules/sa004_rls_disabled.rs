use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SA004",
    class: "rls-disabled",
    level: Level::Error,
    why: "From this statement on the policies are not asked: every grant opens every row of every customer.",
    fails: "alter table orders disable row level security;",
    help: "Leave it on, and change the policy that stands in the way.",
    instead: "create policy orders_support on orders for select to support using (true);",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, change) = &at.step.action else {
        return;
    };
    let name = at.full(table);
    let what = match change {
        TableChange::DisableRls => "row-level security",
        TableChange::NoForceRls => "row-level security for its owner",
        _ => return,
    };
    let again = at.later().any(|step| {
        matches!((&step.action, change), (Action::AlterTable(other, TableChange::EnableRls), TableChange::DisableRls)
            | (Action::AlterTable(other, TableChange::ForceRls), TableChange::NoForceRls) if at.full(other) == name)
    });
    if !again && !at.is_new(&name) {
        at.report(found, Level::Error, &name, format!("turns off {what} on {name}"));
    }
}
