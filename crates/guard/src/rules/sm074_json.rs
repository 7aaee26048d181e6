use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{
        Action, Name,
        action::{Column, TableChange},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "SM074",
    class: "json-instead-of-jsonb",
    level: Level::Info,
    why: "json keeps the text and reads it anew on each access; it has no equality, so DISTINCT and UNION fail, and no \
          index finds anything inside.",
    fails: "create table events (id uuid primary key, payload json not null);",
    help: "Use jsonb, unless the exact text must be kept.",
    instead: "create table events (id uuid primary key, payload jsonb not null);",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    for (table, column) in new_columns(at) {
        if column.ty.name.name == "json" {
            let object = table.column(&column.name);
            at.report_at(found, Level::Info, column.span, &object, format!("{object} is json, not jsonb"));
        }
    }
}

/// The columns that a step makes, with their table.
pub(super) fn new_columns<'a>(at: &At<'a>) -> Vec<(Name, &'a Column)> {
    match &at.step.action {
        Action::CreateTable(create) => {
            let table = at.catalog.place(&create.name);
            create.columns.iter().map(|column| (table.clone(), column)).collect()
        }
        Action::AlterTable(table, TableChange::AddColumn(column)) => vec![(at.full(table), column)],
        _ => Vec::new(),
    }
}
