//! Statements that the server is going to refuse, as far as the catalogue knows.

use super::At;
use crate::{
    catalog::KeyKind,
    sql::{
        Action, Name,
        action::{Constraint, ConstraintKind, Drop, Kind, TableChange},
    },
};

/// What it is about, and what stands in the way.
pub(crate) type Obstacle = Option<(String, String)>;

/// What stands in the way of a step.
pub(super) fn obstacle(at: &At<'_>) -> Obstacle {
    match &at.step.action {
        Action::Drop(drop) if !drop.cascade => dropped(at, drop),
        Action::AlterTable(table, change) => changed(at, &at.full(table), change),
        _ => None,
    }
}

fn dropped(at: &At<'_>, drop: &Drop) -> Obstacle {
    let together = |name: &Name| {
        at.statement().steps.iter().any(
            |step| matches!(&step.action, Action::Drop(other) if at.full(&other.name) == *name),
        )
    };
    let name = at.full(&drop.name);
    match drop.kind {
        Kind::Table | Kind::View | Kind::MaterializedView => {
            let reader = at
                .catalog
                .readers_of(&name)
                .into_iter()
                .find(|view| !together(view));
            if let Some(reader) = reader {
                return Some((
                    name.to_string(),
                    format!("the view {reader} reads {name}, which cannot be dropped under it"),
                ));
            }
            let referrers = at.catalog.referrers_of(&name);
            let (from, key) = referrers.into_iter().find(|(from, _)| !together(from))?;
            Some((
                name.to_string(),
                format!(
                    "the key {} of {from} points at {name}, which cannot be dropped under it",
                    key.name
                ),
            ))
        }
        Kind::Type | Kind::Domain => {
            let name = at.catalog.place(&drop.name);
            let (table, column) = users_of_type(at, &name)?;
            Some((
                name.to_string(),
                format!(
                    "the column {} is of type {name}, which cannot be dropped under it",
                    table.column(&column)
                ),
            ))
        }
        _ => None,
    }
}

/// A column of a type of one's own.
pub(super) fn users_of_type(at: &At<'_>, ty: &Name) -> Option<(Name, String)> {
    at.catalog.tables.iter().find_map(|(table, t)| {
        let column = t
            .columns
            .iter()
            .find(|c| at.catalog.place(&c.ty.name) == *ty)?;
        Some((table.clone(), column.name.clone()))
    })
}

fn changed(at: &At<'_>, table: &Name, change: &TableChange) -> Obstacle {
    let known = at.catalog.table(table)?;
    match change {
        TableChange::SetType { column, .. }
        | TableChange::DropColumn {
            column,
            cascade: false,
            ..
        } => {
            let is_there = known.column(column).is_some();
            let reader = at
                .catalog
                .views
                .iter()
                .find(|(_, view)| view.reads.contains(table) && mentions(&view.text, column));
            let (view, _) = reader.filter(|_| is_there)?;
            let object = table.column(column);
            Some((
                object.clone(),
                format!("the view {view} reads {object}, which cannot be changed under it"),
            ))
        }
        TableChange::AddConstraint(constraint) => added(at, table, constraint),
        _ => None,
    }
}

fn mentions(text: &str, column: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .any(|word| word == column)
}

fn added(at: &At<'_>, table: &Name, constraint: &Constraint) -> Obstacle {
    let known = at.catalog.table(table)?;
    match &constraint.kind {
        ConstraintKind::PrimaryKey if known.primary_key().is_some() => Some((
            table.to_string(),
            format!("{table} has a primary key already"),
        )),
        ConstraintKind::Foreign { table: to, columns } => {
            let to = at.full(to);
            let target = at.catalog.table(&to).filter(|t| !t.shape_unknown)?;
            let mut columns = columns.clone();
            if columns.is_empty() {
                return target.primary_key().is_none().then(|| {
                    (
                        table.to_string(),
                        format!("{to} has no primary key that a foreign key could point at"),
                    )
                });
            }
            columns.sort();
            let sorted = |columns: &[String]| {
                let mut columns = columns.to_vec();
                columns.sort();
                columns
            };
            let by_key = target.keys.iter().any(|key| {
                matches!(key.kind, KeyKind::Primary | KeyKind::Unique)
                    && sorted(&key.columns) == columns
            });
            let by_index = at.catalog.indexes_of(&to).any(|(_, index)| {
                index.unique && !index.partial && sorted(&index.columns) == columns
            });
            (!by_key && !by_index).then(|| {
                (
                    table.to_string(),
                    format!(
                        "{} of {to} is not unique, so no foreign key can point at it",
                        columns.join(", ")
                    ),
                )
            })
        }
        _ => None,
    }
}
