use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM050",
    class: "stored-generated-rewrite",
    level: Level::Error,
    why: "The value of a stored generated column is computed for every row at once: the whole table is written again under \
          the strongest lock.",
    fails: "alter table orders add column year int generated always as (extract(year from paid_on)) stored;",
    help: "Add a plain column that a trigger keeps, and fill old rows in batches; or compute it in a view.",
    instead: "create view orders_with_year as select o.*, extract(year from o.paid_on) as year from orders o;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let (table, column) = match &at.step.action {
        Action::AlterTable(table, TableChange::AddColumn(column)) if column.generated_stored => (table, &column.name),
        Action::AlterTable(table, TableChange::SetExpression(column)) => (table, column),
        _ => return,
    };
    let table = at.full(table);
    let object = table.column(column);
    let confirmed = at.confirmed("rewrite", &object);
    if let Some(level) = at.lock_level(&table).filter(|_| !confirmed) {
        at.report(found, level, &object, format!("writes every row of {table}{} again to compute {column}", at.how_large(&table)));
    }
}
