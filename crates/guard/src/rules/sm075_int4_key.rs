use super::{At, Check, Found, Rule, sm074_json::new_columns};
use crate::{
    finding::Level,
    sql::{
        Action,
        action::{Column, ConstraintKind},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "SM075",
    class: "int4-key",
    level: Level::Info,
    why: "An integer key ends at 2 147 483 647. The day it does, every insert fails, and the way to bigint rewrites the \
          table and every table that points at it.",
    fails: "create table events (id serial primary key);",
    help: "Use bigint or uuid for keys.",
    instead: "create table events (id bigint generated always as identity primary key);",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    for (table, column) in new_columns(at) {
        let small = column.ty.is_one_of(&["integer", "serial", "smallint", "smallserial"]);
        if small && is_key(at, column) {
            let object = table.column(&column.name);
            at.report_at(found, Level::Info, column.span, &object, format!("the key {object} ends at two thousand million"));
        }
    }
}

fn is_key(at: &At<'_>, column: &Column) -> bool {
    let at_column = column.constraints.iter().any(|c| c.kind == ConstraintKind::PrimaryKey);
    let alone = match &at.step.action {
        Action::CreateTable(create) => create.constraints.iter().any(|c| {
            c.kind == ConstraintKind::PrimaryKey && c.columns.len() == 1 && c.columns[0] == column.name
        }),
        _ => false,
    };
    at_column || alone
}
