//! Names that stand for nothing, when everything there is has been replayed.

use super::At;
use super::will_fail::Obstacle;
use crate::{
    catalog::Table,
    sql::{
        Action, Name,
        action::{Constraint, ConstraintKind, CreateTable, Drop, GrantTarget, Kind, TableChange},
    },
};

/// Relations that extensions bring along.
const OF_EXTENSIONS: [&str; 5] = [
    "spatial_ref_sys",
    "geometry_columns",
    "geography_columns",
    "pg_stat_statements",
    "cron",
];

/// The first name of a step that nothing answers to.
pub(super) fn missing(at: &At<'_>) -> Obstacle {
    if !at.catalog.complete {
        return None;
    }
    match &at.step.action {
        Action::AlterTable(table, change) => {
            if at.catalog.view(table).is_some() {
                return None;
            }
            if is_forgiving(at) && at.catalog.table(table).is_none_or(|t| t.assumed) {
                return None;
            }
            relation(at, table).or_else(|| changed(at, table, change))
        }
        Action::CreateTable(create) => create_table(at, create),
        Action::CreateIndex(index) => {
            relation(at, &index.table).or_else(|| columns(at, &index.table, &index.columns))
        }
        Action::Select { tables, .. } => tables.iter().find_map(|table| relation(at, table)),
        Action::CreateView(view) => view.reads.iter().find_map(|read| relation(at, read)),
        Action::CreatePolicy(policy) | Action::AlterPolicy(policy) => relation(at, &policy.table),
        Action::CreateTrigger { table, .. }
        | Action::Truncate { table, .. }
        | Action::Delete { table, .. } => relation(at, table),
        Action::Update {
            table,
            columns: set,
            ..
        } => relation(at, table).or_else(|| columns(at, table, set)),
        Action::Insert { table, from_tables } => std::iter::once(table)
            .chain(from_tables)
            .find_map(|table| relation(at, table)),
        Action::Grant(grant) if !grant.revoke => match &grant.target {
            GrantTarget::Tables(tables) => tables
                .iter()
                .find_map(|table| relation_or_sequence(at, table)),
            _ => None,
        },
        Action::Rename(rename) if matches!(rename.kind, Kind::Table) && !is_forgiving(at) => {
            relation(at, &rename.name)
        }
        Action::Drop(drop) if !drop.if_exists => dropped(at, drop),
        _ => None,
    }
}

/// ALTER TABLE IF EXISTS.
fn is_forgiving(at: &At<'_>) -> bool {
    let span = at.statement().span;
    let text = at
        .file
        .source
        .text
        .get(span.start..span.end)
        .unwrap_or_default()
        .to_lowercase();
    text.split_whitespace()
        .take(4)
        .collect::<Vec<_>>()
        .join(" ")
        == "alter table if exists"
}

/// Whether everything in this name's schema would be known.
fn is_known_ground(at: &At<'_>, name: &Name) -> bool {
    at.catalog.schemas.contains_key(name.schema())
        && !OF_EXTENSIONS.contains(&name.name.as_str())
        && !name.is_dynamic()
}

fn relation(at: &At<'_>, name: &Name) -> Obstacle {
    let full = at.full(name);
    let known =
        at.catalog.table(&full).is_some_and(|t| !t.assumed) || at.catalog.view(&full).is_some();
    (!known && is_known_ground(at, &full) && !full.name.starts_with("pg_"))
        .then(|| (full.to_string(), format!("there is no {full}")))
}

fn relation_or_sequence(at: &At<'_>, name: &Name) -> Obstacle {
    let place = at.catalog.place(name);
    if at.catalog.sequences.contains_key(&place) || place.name.ends_with("_seq") {
        return None;
    }
    relation(at, name)
}

fn columns(at: &At<'_>, table: &Name, columns: &[String]) -> Obstacle {
    let known = at
        .catalog
        .table(table)
        .filter(|t| !t.shape_unknown && !t.assumed)?;
    columns
        .iter()
        .find_map(|column| missing_column(at, table, known, column))
}

fn missing_column(at: &At<'_>, table: &Name, known: &Table, column: &str) -> Obstacle {
    let is_plain = !column.is_empty() && column.chars().all(|c| c.is_alphanumeric() || c == '_');
    let system = matches!(column, "ctid" | "xmin" | "tableoid");
    (is_plain && !system && known.column(column).is_none()).then(|| {
        let object = at.full(table).column(column);
        (object.clone(), format!("there is no {object}"))
    })
}

fn changed(at: &At<'_>, table: &Name, change: &TableChange) -> Obstacle {
    let known = at
        .catalog
        .table(table)
        .filter(|t| !t.shape_unknown && !t.assumed)?;
    let column = |name: &str| missing_column(at, table, known, name);
    let key = |name: &str| {
        (known.key(name).is_none() && !name.ends_with("_not_null")).then(|| {
            let object = at.full(table).column(name);
            (
                object,
                format!("{} has no constraint {name}", at.full(table)),
            )
        })
    };
    match change {
        TableChange::DropColumn {
            column: name,
            if_exists: false,
            ..
        }
        | TableChange::RenameColumn { from: name, .. }
        | TableChange::SetType { column: name, .. }
        | TableChange::SetNotNull(name)
        | TableChange::DropNotNull(name)
        | TableChange::SetDefault(name, _)
        | TableChange::DropDefault(name) => column(name),
        TableChange::ValidateConstraint(name)
        | TableChange::RenameConstraint { from: name, .. }
        | TableChange::DropConstraint {
            name,
            if_exists: false,
            ..
        } => key(name),
        TableChange::AddConstraint(constraint) => {
            constraint_target(at, Some(known), table, constraint)
        }
        TableChange::AddColumn(column) => column
            .constraints
            .iter()
            .find_map(|c| constraint_target(at, None, table, c)),
        TableChange::AttachPartition(child) | TableChange::DetachPartition(child, _) => {
            relation(at, child)
        }
        _ => None,
    }
}

fn constraint_target(
    at: &At<'_>,
    own: Option<&Table>,
    table: &Name,
    constraint: &Constraint,
) -> Obstacle {
    if let Some(known) = own
        && !matches!(constraint.kind, ConstraintKind::Check(_))
    {
        let missing = constraint
            .columns
            .iter()
            .find_map(|c| missing_column(at, table, known, c));
        if missing.is_some() {
            return missing;
        }
    }
    let ConstraintKind::Foreign {
        table: to,
        columns: targets,
    } = &constraint.kind
    else {
        return None;
    };
    let to_itself = at.full(to) == at.full(table);
    relation(at, to)
        .filter(|_| !to_itself)
        .or_else(|| columns(at, to, targets))
}

fn create_table(at: &At<'_>, create: &CreateTable) -> Obstacle {
    let of_columns = create.columns.iter().flat_map(|c| &c.constraints);
    let keys = of_columns.chain(&create.constraints);
    let place = at.catalog.place(&create.name);
    keys.filter(|key| match &key.kind {
        ConstraintKind::Foreign { table, .. } => at.catalog.place(table) != place,
        _ => false,
    })
    .find_map(|key| constraint_target(at, None, &create.name, key))
}

fn dropped(at: &At<'_>, drop: &Drop) -> Obstacle {
    let place = at.catalog.place(&drop.name);
    let on = drop
        .on
        .as_ref()
        .and_then(|on| at.catalog.table(on))
        .filter(|t| !t.assumed);
    let (known, what) = match drop.kind {
        Kind::Table | Kind::ForeignTable => {
            return relation(at, &drop.name);
        }
        Kind::View | Kind::MaterializedView => (at.catalog.view(&drop.name).is_some(), "view"),
        Kind::Index => (at.catalog.index(&drop.name).is_some(), "index"),
        Kind::Type | Kind::Domain => (at.catalog.types.contains_key(&place), "type"),
        Kind::Function => (!at.catalog.routines(&drop.name).is_empty(), "function"),
        Kind::Sequence => (
            at.catalog.sequences.contains_key(&place) || place.name.ends_with("_seq"),
            "sequence",
        ),
        Kind::Policy => (
            on.is_none_or(|t| t.policies.iter().any(|p| p.is.name == drop.name.name)),
            "policy",
        ),
        Kind::Trigger => (
            on.is_none_or(|t| t.triggers.iter().any(|(name, _)| *name == drop.name.name)),
            "trigger",
        ),
        _ => return None,
    };
    (!known && is_known_ground(at, &place)).then(|| {
        (
            drop.name.to_string(),
            format!("there is no {what} {}", drop.name),
        )
    })
}
