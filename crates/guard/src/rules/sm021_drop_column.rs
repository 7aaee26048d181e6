use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM021",
    class: "drop-column-unconfirmed",
    level: Level::Error,
    why: "The values are gone; the down file brings back an empty column. Releases that still run fail on every INSERT \
          and SELECT that names it, and ORMs name all columns.",
    fails: "alter table orders add column total_minor bigint, drop column total;",
    help: "Drop the column a release after the last code that reads it, and say so above the statement.",
    instead: "-- stoa:confirm drop-column public.orders.total: unread since release 41, copied to total_minor\nalter table orders drop column total;",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, TableChange::DropColumn { column, if_exists, .. }) = &at.step.action
    else {
        return;
    };
    let name = at.full(table);
    let object = name.column(column);
    if at.confirmed("drop-column", &object) || at.is_new(&name) {
        return;
    }
    let known = at.catalog.table(&name).filter(|t| !t.shape_unknown);
    if *if_exists && known.is_some_and(|t| t.column(column).is_none()) {
        return;
    }
    let added = at.catalog.table(&name).and_then(|t| t.column(column));
    let undone = at.file.is_down
        && added.is_some_and(|c| c.origin.file == at.file.number)
        && at.before.table(&name).is_none_or(|t| t.column(column).is_none());
    let renamed_back = at.file.is_down && added.is_none() && known.is_none();
    if !undone && !renamed_back && !made_here(at, &name, column) {
        at.report(found, Level::Error, &object, format!("drops {object} with all its values{}", at.how_large(&name)));
    }
}

/// A helper column that the same file added holds nothing of anybody's.
fn made_here(at: &At<'_>, table: &crate::sql::Name, column: &str) -> bool {
    at.catalog
        .table(table)
        .and_then(|t| t.column(column))
        .is_some_and(|c| c.origin.file == at.file.number && !at.file.is_down)
}
