use super::{At, Check, Found, Rule, sm074_json::new_columns};
use crate::{
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM077",
    class: "identifier-too-long",
    level: Level::Error,
    why: "The server cuts names at 63 bytes and only mentions it in a notice. The down file, written with the whole name, \
          may then miss it, and two long names can become one.",
    fails: "create index orders_by_account_and_state_and_created_at_for_the_monthly_report_idx on orders (account_id);",
    help: "Choose a name of at most 63 bytes.",
    instead: "create index orders_monthly_report_idx on orders (account_id);",
    check: Check::Up(check),
};

/// What the server keeps of a name, in bytes.
const LONGEST: usize = 63;

fn check(at: &At<'_>, found: &mut Found) {
    for name in names(at) {
        if name.len() > LONGEST {
            let message = format!("{name} has {} bytes; the server keeps {LONGEST}", name.len());
            at.report(found, Level::Error, &name, message);
        }
    }
}

fn names(at: &At<'_>) -> Vec<String> {
    let mut names: Vec<String> = new_columns(at).into_iter().map(|(_, column)| column.name.clone()).collect();
    match &at.step.action {
        Action::CreateTable(create) => {
            names.push(create.name.name.clone());
            let at_columns = create.columns.iter().flat_map(|c| &c.constraints);
            names.extend(at_columns.chain(&create.constraints).filter_map(|c| c.name.clone()));
        }
        Action::AlterTable(_, TableChange::AddConstraint(constraint)) => names.extend(constraint.name.clone()),
        Action::AlterTable(_, TableChange::RenameColumn { to, .. } | TableChange::RenameConstraint { to, .. }) => {
            names.push(to.clone());
        }
        Action::CreateIndex(index) => names.extend(index.name.clone()),
        Action::CreateView(view) => names.push(view.name.name.clone()),
        Action::CreateRoutine(routine) => names.push(routine.name.name.clone()),
        Action::CreateType(name, _) | Action::CreateSchema(name, _) | Action::CreateSequence(name, _) => {
            names.push(name.name.clone());
        }
        Action::CreateTrigger { name, .. } => names.push(name.clone()),
        Action::CreatePolicy(policy) => names.push(policy.name.clone()),
        Action::Rename(rename) => names.push(rename.to.clone()),
        _ => {}
    }
    names
}
