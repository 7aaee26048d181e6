//! Which statements keep others waiting.

use super::At;
use crate::sql::{
    Action, Name,
    action::{ConstraintKind, Kind, TableChange},
};

/// The table on which a step takes a lock that readers or writers wait for; None on a table of this file.
pub(super) fn locked(at: &At<'_>) -> Option<Name> {
    let table = match &at.step.action {
        Action::AlterTable(
            _,
            TableChange::ValidateConstraint(_)
            | TableChange::AttachPartition(_)
            | TableChange::DetachPartition(_, true),
        ) => return None,
        Action::AlterTable(table, _)
        | Action::SetSchema(Kind::Table, table, _)
        | Action::Truncate { table, .. }
        | Action::CreateTrigger { table, .. } => table.clone(),
        Action::Rename(rename) if rename.kind == Kind::Table => rename.name.clone(),
        Action::CreatePolicy(policy) | Action::AlterPolicy(policy) => policy.table.clone(),
        Action::CreateIndex(index) if !index.concurrently => index.table.clone(),
        Action::Drop(drop) => match drop.kind {
            Kind::Table => drop.name.clone(),
            Kind::Index if !drop.concurrently => at.catalog.index(&drop.name)?.table.clone(),
            Kind::Policy | Kind::Trigger => drop.on.clone()?,
            _ => return None,
        },
        Action::Lock { tables, mode } if !matches!(mode.as_str(), "access share" | "row share") => {
            tables.first()?.clone()
        }
        Action::Cluster(table) => table.clone()?,
        Action::Vacuum { full: true, tables } => tables.first()?.clone(),
        _ => return None,
    };
    (!at.is_new(&table)).then(|| at.full(&table))
}

/// The table on which a step takes the strongest lock, against readers too.
pub(super) fn locked_against_readers(at: &At<'_>) -> Option<Name> {
    let weak = match &at.step.action {
        Action::CreateIndex(_) | Action::CreateTrigger { .. } => true,
        Action::AlterTable(_, TableChange::AddConstraint(constraint)) => {
            matches!(constraint.kind, ConstraintKind::Foreign { .. })
        }
        Action::AlterTable(_, change) => {
            matches!(change, TableChange::Light | TableChange::SetOptions(_))
        }
        _ => false,
    };
    if weak { None } else { locked(at) }
}

/// Work that takes as long as the table is large.
pub(super) fn slow(at: &At<'_>) -> Option<(Name, &'static str)> {
    let (table, what) = match &at.step.action {
        Action::Update { table, filter, .. } if !filter.bounded => (table, "an UPDATE"),
        Action::Delete { table, filter } if !filter.bounded => (table, "a DELETE"),
        Action::Insert { table, from_tables } if !from_tables.is_empty() => {
            let source = from_tables.iter().find(|source| !at.is_new(source))?;
            return Some((
                at.full(if at.is_new(table) { source } else { table }),
                "an INSERT from a SELECT",
            ));
        }
        Action::AlterTable(table, TableChange::ValidateConstraint(_)) => {
            (table, "VALIDATE CONSTRAINT")
        }
        Action::CreateIndex(index) if !index.concurrently => (&index.table, "CREATE INDEX"),
        Action::Refresh {
            view,
            with_data: true,
            ..
        } => (view, "REFRESH MATERIALIZED VIEW"),
        _ => return None,
    };
    (!at.is_new(table)).then(|| (at.full(table), what))
}
