use super::{At, Check, Found, Rule};
use crate::{
    catalog::{Key, KeyKind, Table},
    finding::Level,
    sql::{
        Action, Name,
        action::{Constraint, ConstraintKind, TableChange},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "SM028",
    class: "drop-constraint",
    level: Level::Warning,
    why: "From now on rows may come in that the constraint kept out. Putting it back later fails on them, and code that \
          relied on it goes wrong quietly.",
    fails: "alter table orders drop constraint orders_account_fkey;",
    help: "Replace the constraint in the same migration, or allow the rule with the reason.",
    instead: "alter table orders drop constraint orders_state_check,\n    add constraint orders_state_check check (state in ('open', 'paid', 'refunded')) not valid;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, TableChange::DropConstraint { name, if_exists, .. }) = &at.step.action
    else {
        return;
    };
    let table = at.full(table);
    let known = at.catalog.table(&table);
    let key = known.and_then(|t| t.key(name));
    let gone = *if_exists && known.is_some_and(|t| !t.shape_unknown) && key.is_none();
    let ours = key.is_some_and(|key| key.origin.file == at.file.number);
    let proved = known.zip(key).is_some_and(|(t, key)| only_proved_not_null(t, key));
    if gone || ours || proved || at.is_new(&table) || replaced(at, &table, name, key) {
        return;
    }
    let object = table.column(name);
    at.report(found, Level::Warning, object, format!("drops the constraint {name} of {table}"));
}

/// A CHECK that was there to make SET NOT NULL cheap says nothing any more once the column is NOT NULL.
fn only_proved_not_null(table: &Table, key: &Key) -> bool {
    let KeyKind::Check(check) = &key.kind else {
        return false;
    };
    let proved = check.proves_not_null();
    !proved.is_empty() && proved.iter().all(|c| table.column(c).is_some_and(|c| c.not_null))
}

fn replaced(at: &At<'_>, table: &Name, name: &str, key: Option<&Key>) -> bool {
    at.earlier().chain(at.later()).any(|step| match &step.action {
        Action::AlterTable(other, TableChange::AddConstraint(added)) => {
            let same_name = added.name.as_deref() == Some(name);
            let same_columns = key.is_some_and(|key| key.columns == added.columns && !added.columns.is_empty());
            let wider = key.is_some_and(|key| is_wider_key(at, key, added));
            at.full(other) == *table && (same_name || same_columns || wider)
        }
        Action::AlterTable(other, TableChange::RenameConstraint { to, .. }) => at.full(other) == *table && to == name,
        _ => false,
    })
}

/// A foreign key to the same table that holds the old columns and more.
fn is_wider_key(at: &At<'_>, key: &Key, added: &Constraint) -> bool {
    let (KeyKind::Foreign { table: old, .. }, ConstraintKind::Foreign { table: new, .. }) =
        (&key.kind, &added.kind)
    else {
        return false;
    };
    at.full(new) == *old && key.columns.iter().all(|column| added.columns.contains(column))
}
