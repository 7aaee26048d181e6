use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, SqlType, action::TableChange, cast},
};

pub(super) const RULE: Rule = Rule {
    id: "SM052",
    class: "type-change-rewrite",
    level: Level::Error,
    why: "The new type is kept in another form, so every row is written again under the strongest lock, and every index \
          on the column is built anew.",
    fails: "-- orders.id is an integer\nalter table orders alter column id type bigint;",
    help: "Add a column of the new type, keep both in step, fill it in batches, and change over in a later release.",
    instead: "alter table orders add column id_new bigint;\n-- a trigger keeps it, a job fills it; then, releases later, the names change",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, TableChange::SetType { column, ty, using }) = &at.step.action else {
        return;
    };
    let table = at.full(table);
    let object = table.column(column);
    let confirmed = at.confirmed("rewrite", &object);
    let Some(level) = at.lock_level(&table).filter(|_| !confirmed) else {
        return;
    };
    let old = at.catalog.table(&table).and_then(|t| t.column(column)).map(|c| &c.ty);
    let computed = using.as_ref().is_some_and(|u| u.text != *column && !u.text.starts_with(&format!("{column}::")));
    let rewrites = match old {
        Some(old) => cast::cast(old, ty).rewrites || computed,
        None => computed || !may_stay(ty),
    };
    if rewrites {
        let from = old.map(|old| format!(" from {old}")).unwrap_or_default();
        let message = format!("writes every row of {table}{} again to turn {column}{from} into {ty}", at.how_large(&table));
        at.report(found, level, &object, message);
    }
}

/// Without the old type: wide texts are most often grown from narrower ones, which costs nothing.
fn may_stay(ty: &SqlType) -> bool {
    ty.is_one_of(&["text", "varchar", "numeric"])
}
