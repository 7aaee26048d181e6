//! What is in a database, as far as the files say.

mod alter;
mod create_table;
mod difference;
mod grants;
mod relation;
mod removal;
mod renaming;
mod replay;
mod stats;

use std::{collections::BTreeMap, sync::Arc};

pub(crate) use relation::{Index, Key, KeyKind, Policy, Right, Routine, Table, TableColumn, View};
pub use stats::{Stats, StatsError};

use crate::sql::{
    Name, Span,
    action::{Grant, TypeShape},
};

/// Where something came from: a file of the folder, or what was there before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Origin {
    /// The number of the source; 0 is the base.
    pub(crate) file: usize,
    pub(crate) span: Span,
}

/// The source of what a down file makes.
pub(crate) const DOWN: usize = usize::MAX;

/// The state of a database, built by replaying files.
#[derive(Debug, Clone, Default)]
pub(crate) struct Catalog {
    /// Whether everything there is has been replayed, so that what is missing is missing.
    pub(crate) complete: bool,
    pub(crate) search_path: Vec<String>,
    pub(crate) schemas: BTreeMap<String, Origin>,
    pub(crate) tables: BTreeMap<Name, Arc<Table>>,
    pub(crate) views: BTreeMap<Name, Arc<View>>,
    pub(crate) indexes: BTreeMap<Name, Arc<Index>>,
    pub(crate) types: BTreeMap<Name, (TypeShape, Origin)>,
    pub(crate) routines: BTreeMap<Name, Vec<Arc<Routine>>>,
    pub(crate) sequences: BTreeMap<Name, Origin>,
    pub(crate) extensions: BTreeMap<String, (Option<String>, Origin)>,
    pub(crate) roles: BTreeMap<String, Vec<String>>,
    /// ALTER DEFAULT PRIVILEGES, in order.
    pub(crate) default_grants: Vec<(Grant, Origin)>,
    /// Schema, role, privilege.
    pub(crate) schema_grants: Vec<(String, String, String, Origin)>,
    /// Role, member.
    pub(crate) members: Vec<(String, String)>,
}

impl Catalog {
    /// A database with nothing but what every new one has.
    pub(crate) fn empty() -> Self {
        Self {
            search_path: vec!["public".to_owned()],
            schemas: BTreeMap::from([("public".to_owned(), Origin::default())]),
            ..Self::default()
        }
    }

    /// The schema in which an unqualified name is made.
    pub(crate) fn default_schema(&self) -> &str {
        self.search_path.first().map_or("public", String::as_str)
    }

    /// Where a name that is to be made would be.
    pub(crate) fn place(&self, name: &Name) -> Name {
        Name::new(
            name.schema.as_deref().unwrap_or(self.default_schema()),
            &name.name,
        )
    }

    /// What an existing relation's name means.
    pub(crate) fn resolve(&self, name: &Name) -> Name {
        if name.schema.is_some() {
            return name.clone();
        }
        let schemas = std::iter::once(TEMPORARY).chain(self.search_path.iter().map(String::as_str));
        schemas
            .map(|schema| Name::new(schema, &name.name))
            .find(|name| self.tables.contains_key(name) || self.views.contains_key(name))
            .unwrap_or_else(|| self.place(name))
    }

    pub(crate) fn table(&self, name: &Name) -> Option<&Table> {
        self.tables.get(&self.resolve(name)).map(Arc::as_ref)
    }

    pub(crate) fn view(&self, name: &Name) -> Option<&View> {
        self.views.get(&self.resolve(name)).map(Arc::as_ref)
    }

    pub(crate) fn index(&self, name: &Name) -> Option<&Index> {
        match &name.schema {
            Some(_) => self.indexes.get(name).map(Arc::as_ref),
            None => self
                .indexes
                .iter()
                .find(|(known, _)| known.name == name.name)
                .map(|(_, index)| index.as_ref()),
        }
    }

    pub(crate) fn routines(&self, name: &Name) -> &[Arc<Routine>] {
        self.routines
            .get(&self.place(name))
            .map_or(&[], Vec::as_slice)
    }

    /// The indexes of a table, those behind keys included.
    pub(crate) fn indexes_of(&self, table: &Name) -> impl Iterator<Item = (&Name, &Index)> {
        self.indexes
            .iter()
            .filter(move |(_, index)| index.table == *table)
            .map(|(name, index)| (name, index.as_ref()))
    }

    /// Views that read a relation, directly or through other views.
    pub(crate) fn readers_of(&self, relation: &Name) -> Vec<Name> {
        let mut found: Vec<Name> = Vec::new();
        let mut open = vec![relation.clone()];
        while let Some(next) = open.pop() {
            for (name, view) in &self.views {
                if view.reads.contains(&next) && !found.contains(name) {
                    found.push(name.clone());
                    open.push(name.clone());
                }
            }
        }
        found
    }

    /// Tables with a foreign key to this one.
    pub(crate) fn referrers_of(&self, table: &Name) -> Vec<(&Name, &Key)> {
        self.tables
            .iter()
            .flat_map(|(name, t)| t.keys.iter().map(move |key| (name, key)))
            .filter(|(name, key)| {
                matches!(&key.kind, KeyKind::Foreign { table: to, .. } if to == table)
                    && *name != table
            })
            .collect()
    }
}

/// The schema of temporary tables.
pub(crate) const TEMPORARY: &str = "pg_temp";
