use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM048",
    class: "add-not-null-no-default",
    level: Level::Error,
    why: "The rows that are there have no value for the new column, so the statement fails on every table that is not \
          empty: on production, that is, and not on the machine where it was tried.",
    fails: "alter table orders add column currency char(3) not null;",
    help: "Give it a default, or add it without NOT NULL, fill it, and then prove it.",
    instead: "alter table orders add column currency char(3) not null default 'KZT';",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, TableChange::AddColumn(column)) = &at.step.action else {
        return;
    };
    let table = at.full(table);
    let filled = column.default.as_ref().is_some_and(|d| d.text != "null")
        || column.identity
        || column.generated_stored
        || column.generated_virtual
        || column.ty.is_serial();
    let exists = column.if_not_exists && at.catalog.table(&table).is_some_and(|t| t.column(&column.name).is_some());
    if column.not_null && !filled && !exists && !at.is_new(&table) {
        let object = table.column(&column.name);
        at.report(found, Level::Error, &object, format!("{object} must have a value, and the rows that are there get none"));
    }
}
