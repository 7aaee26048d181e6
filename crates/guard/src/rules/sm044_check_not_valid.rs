use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{
        Action,
        action::{ConstraintKind, TableChange},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "SM044",
    class: "check-without-not-valid",
    level: Level::Error,
    why: "Every row is read under the strongest lock on the table: nobody reads or writes until the scan is done.",
    fails: "alter table orders add constraint orders_total_check check (total >= 0);",
    help: "Add it NOT VALID, and validate it in the next migration.",
    instead: "alter table orders add constraint orders_total_check check (total >= 0) not valid;\n\n-- in the next migration:\nalter table orders validate constraint orders_total_check;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, change) = &at.step.action else {
        return;
    };
    let (constraint, alone) = match change {
        TableChange::AddConstraint(constraint) => (Some(constraint), true),
        TableChange::AddColumn(column) => {
            let check = column.constraints.iter().find(|c| matches!(c.kind, ConstraintKind::Check(_)));
            (check, column.default.is_some())
        }
        _ => return,
    };
    let Some(constraint) = constraint.filter(|c| matches!(c.kind, ConstraintKind::Check(_)) && !c.not_valid) else {
        return;
    };
    let table = at.full(table);
    if let Some(level) = at.lock_level(&table) {
        // The rows of a new column are all null, which a CHECK lets pass; still they are read.
        let level = if alone { level } else { Level::Info };
        let object = constraint.name.as_ref().map_or_else(|| table.to_string(), |name| table.column(name));
        at.report(found, level, object, format!("reads all of {table}{} under a lock against everybody", at.how_large(&table)));
    }
}
