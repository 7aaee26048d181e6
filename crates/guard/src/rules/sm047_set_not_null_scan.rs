use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{
        Action,
        action::{ConstraintKind, TableChange},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "SM047",
    class: "set-not-null-scan",
    level: Level::Error,
    why: "Every row is read under the strongest lock on the table, unless a valid CHECK already proves that no value is \
          missing.",
    fails: "alter table orders alter column account_id set not null;",
    help: "Add a CHECK NOT VALID, validate it in the next migration, then SET NOT NULL without a scan.",
    instead: "-- 0008\nalter table orders add constraint orders_account_id_set check (account_id is not null) not valid;\n-- 0009\nalter table orders validate constraint orders_account_id_set;\n-- 0010\nalter table orders alter column account_id set not null;\nalter table orders drop constraint orders_account_id_set;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let (table, columns) = match &at.step.action {
        Action::AlterTable(table, TableChange::SetNotNull(column)) => (table, vec![column.clone()]),
        Action::AlterTable(table, TableChange::AddConstraint(constraint))
            if constraint.kind == ConstraintKind::NotNull && !constraint.not_valid =>
        {
            (table, constraint.columns.clone())
        }
        _ => return,
    };
    let table = at.full(table);
    let Some(level) = at.lock_level(&table) else {
        return;
    };
    let known = at.catalog.table(&table);
    for column in columns {
        let proved = known.is_some_and(|t| {
            t.proves_not_null(&column) || t.column(&column).is_some_and(|c| c.not_null)
        });
        if !proved {
            let object = table.column(&column);
            at.report(found, level, &object, format!("reads all of {table}{} under a lock against everybody", at.how_large(&table)));
        }
    }
}
