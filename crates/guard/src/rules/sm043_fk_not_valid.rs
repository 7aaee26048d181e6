use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{
        Action, Name,
        action::{Constraint, ConstraintKind, TableChange},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "SM043",
    class: "fk-without-not-valid",
    level: Level::Error,
    why: "Adding a foreign key locks both tables against writes while every row is checked.",
    fails: "alter table orders add constraint orders_account_fkey foreign key (account_id) references accounts (id);",
    help: "Add it NOT VALID, and validate it in the next migration: that reads without locking writers out.",
    instead: "alter table orders add constraint orders_account_fkey\n    foreign key (account_id) references accounts (id) not valid;\n\n-- in the next migration:\nalter table orders validate constraint orders_account_fkey;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    match &at.step.action {
        Action::AlterTable(table, TableChange::AddConstraint(constraint)) => {
            judge(at, table, constraint, found);
        }
        Action::AlterTable(table, TableChange::AddColumn(column)) => {
            // A new column without a value is not checked against anything.
            for constraint in column.constraints.iter().filter(|_| column.default.is_some()) {
                judge(at, table, constraint, found);
            }
        }
        _ => {}
    }
}

fn judge(at: &At<'_>, table: &Name, constraint: &Constraint, found: &mut Found) {
    let ConstraintKind::Foreign { table: to, .. } = &constraint.kind else {
        return;
    };
    let (table, to) = (at.full(table), at.full(to));
    if constraint.not_valid {
        return;
    }
    if let Some(level) = at.lock_level(&table) {
        let message = format!("locks {table}{} and {to} against writes while every row is checked", at.how_large(&table));
        at.report(found, level, &table, message);
    }
}
