//! Tables, views, indexes and routines of a catalogue.

use super::Origin;
use crate::sql::{Expr, Name, SqlType, Step, action::CreatePolicy};

#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the table in the server"
)]
pub(crate) struct Table {
    pub(crate) origin: Origin,
    pub(crate) columns: Vec<TableColumn>,
    pub(crate) keys: Vec<Key>,
    pub(crate) rls: bool,
    pub(crate) force: bool,
    /// Where row security was last switched.
    pub(crate) rls_origin: Origin,
    pub(crate) policies: Vec<Policy>,
    pub(crate) rights: Vec<Right>,
    pub(crate) owner: Option<String>,
    pub(crate) owner_origin: Origin,
    pub(crate) triggers: Vec<(String, Option<Name>)>,
    pub(crate) partition_of: Option<Name>,
    pub(crate) partitioned: bool,
    pub(crate) unlogged: bool,
    /// Where it was last made logged or unlogged.
    pub(crate) logged_origin: Origin,
    pub(crate) foreign: bool,
    /// Its columns are not all written down: LIKE, AS SELECT, INHERITS, OF.
    pub(crate) shape_unknown: bool,
    /// CREATE TABLE AS gives columns, and no key.
    pub(crate) made_of_query: bool,
    /// It was spoken of, but no file made it.
    pub(crate) assumed: bool,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct TableColumn {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    pub(crate) ty: SqlType,
    pub(crate) not_null: bool,
    pub(crate) default: Option<Expr>,
    pub(crate) generated: bool,
    pub(crate) identity: bool,
}

/// A constraint of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) origin: Origin,
    pub(crate) kind: KeyKind,
    pub(crate) columns: Vec<String>,
    pub(crate) valid: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum KeyKind {
    Primary,
    Unique,
    Check(Expr),
    Exclude,
    Foreign { table: Name, columns: Vec<String> },
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Policy {
    pub(crate) origin: Origin,
    pub(crate) is: CreatePolicy,
}

/// What one role may do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Right {
    pub(crate) role: String,
    pub(crate) privilege: String,
    pub(crate) columns: Vec<String>,
    pub(crate) origin: Origin,
    /// Whether it came by ALTER DEFAULT PRIVILEGES, or with every new function.
    pub(crate) by_default: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) origin: Origin,
    pub(crate) materialized: bool,
    pub(crate) invoker: bool,
    pub(crate) reads: Vec<Name>,
    pub(crate) columns: Option<Vec<String>>,
    pub(crate) text: String,
    pub(crate) rights: Vec<Right>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Index {
    pub(crate) origin: Origin,
    pub(crate) table: Name,
    pub(crate) columns: Vec<String>,
    pub(crate) definition: String,
    pub(crate) unique: bool,
    pub(crate) partial: bool,
    /// Whether it belongs to a key.
    pub(crate) of_key: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Routine {
    pub(crate) origin: Origin,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) returns: String,
    pub(crate) language: String,
    pub(crate) definer: bool,
    pub(crate) volatile: bool,
    pub(crate) search_path: Option<String>,
    pub(crate) body: Vec<Step>,
    pub(crate) rights: Vec<Right>,
}

impl Table {
    pub(crate) fn column(&self, name: &str) -> Option<&TableColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    pub(crate) fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub(crate) fn primary_key(&self) -> Option<&Key> {
        self.keys.iter().find(|key| key.kind == KeyKind::Primary)
    }

    /// Whether a valid CHECK says that the column is never null.
    pub(crate) fn proves_not_null(&self, column: &str) -> bool {
        self.keys.iter().any(|key| {
            key.valid
                && matches!(&key.kind, KeyKind::Check(check) if check.proves_not_null().contains(&column))
        })
    }

    pub(crate) fn is_temporary(name: &Name) -> bool {
        name.schema() == super::TEMPORARY
    }
}
