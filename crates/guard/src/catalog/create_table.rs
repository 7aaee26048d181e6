//! New tables, columns and constraints.

use std::sync::Arc;

use super::{Catalog, Index, Key, KeyKind, Origin, TEMPORARY, Table, TableColumn};
use crate::sql::{
    Name,
    action::{Column, Constraint, ConstraintKind, CreateTable},
};

impl Catalog {
    pub(super) fn create_table(&mut self, create: &CreateTable, origin: Origin) {
        let name = if create.temporary {
            Name::new(TEMPORARY, &create.name.name)
        } else {
            self.place(&create.name)
        };
        if self.tables.get(&name).is_some_and(|known| !known.assumed) {
            return;
        }
        let parent = create.partition_of.as_ref().map(|p| self.resolve(p));
        let mut table = Table {
            origin,
            rls_origin: origin,
            partitioned: create.partitioned,
            unlogged: create.unlogged,
            foreign: create.foreign,
            shape_unknown: create.as_query.is_some() || create.inherits,
            made_of_query: create.as_query.is_some(),
            ..Table::default()
        };
        if let Some(parent) = parent.as_ref().and_then(|p| self.tables.get(p)) {
            table.columns.clone_from(&parent.columns);
            table.keys = parent
                .keys
                .iter()
                .map(|key| inherited(key, &name, &parent_name(create)))
                .collect();
        }
        for (source, options) in &create.like {
            self.copy_shape(source, options, &mut table);
        }
        table.partition_of = parent;
        table.rights = self.default_rights(&name);
        self.tables.insert(name.clone(), Arc::new(table));
        for column in &create.columns {
            self.add_column(&name, column, origin);
        }
        for constraint in &create.constraints {
            self.add_constraint(&name, constraint, origin, true);
        }
    }

    /// CREATE TABLE (LIKE other): the columns, and what INCLUDING names.
    fn copy_shape(&self, source: &Name, options: &str, table: &mut Table) {
        let Some(source) = self.table(source).filter(|known| !known.assumed) else {
            table.shape_unknown = true;
            return;
        };
        table.columns.extend(source.columns.iter().cloned());
        table.shape_unknown |= source.shape_unknown;
        if options.contains("including all") || options.contains("including indexes") {
            let of_index = |key: &&Key| matches!(key.kind, KeyKind::Primary | KeyKind::Unique);
            table
                .keys
                .extend(source.keys.iter().filter(of_index).cloned());
        }
    }

    pub(super) fn add_column(&mut self, table: &Name, column: &Column, origin: Origin) {
        let added = TableColumn {
            name: column.name.clone(),
            origin: Origin {
                span: column.span,
                ..origin
            },
            ty: column.ty.clone(),
            not_null: column.not_null,
            default: column.default.clone(),
            generated: column.generated_stored,
            identity: column.identity,
        };
        self.change(table, |t| {
            if t.column(&added.name).is_none() {
                t.columns.push(added);
            }
        });
        for constraint in &column.constraints {
            self.add_constraint(table, constraint, origin, true);
        }
    }

    pub(super) fn add_constraint(
        &mut self,
        table: &Name,
        constraint: &Constraint,
        origin: Origin,
        fresh: bool,
    ) {
        let table = self.resolve(table);
        let kind = match &constraint.kind {
            ConstraintKind::PrimaryKey => KeyKind::Primary,
            ConstraintKind::Unique => KeyKind::Unique,
            ConstraintKind::Check(check) => KeyKind::Check(check.clone()),
            ConstraintKind::Exclude => KeyKind::Exclude,
            ConstraintKind::Foreign { table: to, columns } => KeyKind::Foreign {
                table: self.resolve(to),
                columns: columns.clone(),
            },
            ConstraintKind::NotNull => {
                let columns = constraint.columns.clone();
                self.change(&table, |t| set_not_null(t, &columns));
                return;
            }
        };
        let built_on = constraint
            .using_index
            .as_ref()
            .map(|name| Name::new(table.schema(), name));
        let mut columns = constraint.columns.clone();
        if let Some(index) = built_on.as_ref().and_then(|name| self.indexes.get(name)) {
            columns.clone_from(&index.columns);
        }
        let name = constraint
            .name
            .clone()
            .unwrap_or_else(|| usual_name(&table, &kind, &columns));
        let key = Key {
            name: name.clone(),
            origin: Origin {
                span: constraint.span,
                ..origin
            },
            kind: kind.clone(),
            columns: columns.clone(),
            valid: !constraint.not_valid || fresh,
        };
        self.change(&table, |t| {
            if key.kind == KeyKind::Primary {
                set_not_null(t, &key.columns);
            }
            t.keys.push(key);
        });
        if matches!(kind, KeyKind::Primary | KeyKind::Unique | KeyKind::Exclude) {
            if let Some(old) = built_on {
                self.indexes.remove(&old);
            }
            let index = Index {
                origin,
                definition: format!("btree({})", columns.join(",")),
                columns,
                unique: kind != KeyKind::Exclude,
                partial: false,
                of_key: true,
                table: table.clone(),
            };
            self.indexes
                .insert(Name::new(table.schema(), &name), Arc::new(index));
        }
    }
}

fn parent_name(create: &CreateTable) -> String {
    create
        .partition_of
        .as_ref()
        .map(|p| p.name.clone())
        .unwrap_or_default()
}

fn inherited(key: &Key, child: &Name, parent: &str) -> Key {
    Key {
        name: key.name.replacen(parent, &child.name, 1),
        ..key.clone()
    }
}

fn set_not_null(table: &mut Table, columns: &[String]) {
    for column in table
        .columns
        .iter_mut()
        .filter(|c| columns.contains(&c.name))
    {
        column.not_null = true;
    }
}

/// The name that the server gives a constraint without one.
fn usual_name(table: &Name, kind: &KeyKind, columns: &[String]) -> String {
    let columns = columns.join("_");
    match kind {
        KeyKind::Primary => format!("{}_pkey", table.name),
        KeyKind::Unique => format!("{}_{columns}_key", table.name),
        KeyKind::Exclude => format!("{}_{columns}_excl", table.name),
        KeyKind::Foreign { .. } => format!("{}_{columns}_fkey", table.name),
        KeyKind::Check(_) if columns.contains('_') || columns.is_empty() => {
            format!("{}_check", table.name)
        }
        KeyKind::Check(_) => format!("{}_{columns}_check", table.name),
    }
}
