use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::TableChange, cast},
};

pub(super) const RULE: Rule = Rule {
    id: "SM027",
    class: "type-narrowing",
    level: Level::Error,
    why: "A value that does not fit stops the migration, or is cut: digits, seconds, time zones. The down file cannot \
          bring back what was cut.",
    fails: "-- orders.number is text\nalter table orders alter column number type varchar(10);",
    help: "Check first that every value fits and confirm it, or bound new values with a CHECK instead.",
    instead: "alter table orders add constraint orders_number_short check (length(number) <= 10) not valid;\n\n-- or:\n-- stoa:confirm narrow public.orders.number: the longest of 2 million is 8 characters\nalter table orders alter column number type varchar(10);",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, TableChange::SetType { column, ty, .. }) = &at.step.action else {
        return;
    };
    let table = at.full(table);
    let object = table.column(column);
    let confirmed = at.confirmed("narrow", &object);
    let Some(old) = at.catalog.table(&table).and_then(|t| t.column(column)) else {
        return;
    };
    if confirmed || at.is_new(&table) || !cast::cast(&old.ty, ty).narrows || undoes(at, &table, column, ty) {
        return;
    }
    at.report(found, Level::Error, &object, format!("turns {object} from {} into {ty}: values may not fit", old.ty));
}

/// A down file that goes back to the type of before.
fn undoes(at: &At<'_>, table: &crate::sql::Name, column: &str, ty: &crate::sql::SqlType) -> bool {
    let before = at.before.table(table).and_then(|t| t.column(column));
    at.file.is_down && before.is_some_and(|old| old.ty.same_as(ty))
}
