use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM036",
    class: "validate-in-same-transaction",
    level: Level::Warning,
    why: "ADD CONSTRAINT took a strong lock and keeps it until the transaction ends, so the scan of VALIDATE now runs \
          under it. NOT VALID has won nothing.",
    fails: "alter table orders add constraint orders_total_check check (total >= 0) not valid;\nalter table orders validate constraint orders_total_check;",
    help: "Validate in the next migration.",
    instead: "-- 0008_orders_total_check.up.sql\nalter table orders add constraint orders_total_check check (total >= 0) not valid;\n\n-- 0009_orders_total_valid.up.sql\nalter table orders validate constraint orders_total_check;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, TableChange::ValidateConstraint(name)) = &at.step.action else {
        return;
    };
    let table = at.full(table);
    if at.file.no_transaction() || at.is_new(&table) {
        return;
    }
    let added_here = at.earlier().any(|step| {
        matches!(&step.action, Action::AlterTable(other, TableChange::AddConstraint(added))
            if at.full(other) == table && added.name.as_ref() == Some(name))
    });
    if added_here {
        let message = format!("{name} is validated in the transaction that added it, so the scan of {table} runs under its lock");
        at.report(found, Level::Warning, table.column(name), message);
    }
}
