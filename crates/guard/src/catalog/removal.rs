//! Taking things out of a catalogue.

use std::sync::Arc;

use super::{Catalog, Key, KeyKind};
use crate::sql::{
    Name,
    action::{Drop, Kind},
};

impl Catalog {
    pub(super) fn drop_one(&mut self, drop: &Drop) {
        let name = &drop.name;
        match drop.kind {
            Kind::Table | Kind::ForeignTable => {
                let name = self.resolve(name);
                self.drop_table(&name, drop.cascade);
            }
            Kind::View | Kind::MaterializedView => {
                let name = self.resolve(name);
                if drop.cascade {
                    for reader in self.readers_of(&name) {
                        self.views.remove(&reader);
                    }
                }
                self.views.remove(&name);
            }
            Kind::Index => {
                let found = self.indexes.keys().find(|known| {
                    known.name == name.name
                        && name.schema.as_ref().is_none_or(|s| known.schema() == s)
                });
                if let Some(found) = found.cloned() {
                    self.indexes.remove(&found);
                }
            }
            Kind::Sequence => {
                let name = self.place(name);
                self.sequences.remove(&name);
            }
            Kind::Type | Kind::Domain => {
                let name = self.place(name);
                self.types.remove(&name);
            }
            Kind::Function => self.drop_routine(drop),
            Kind::Schema => self.drop_schema(&name.name),
            Kind::Extension => {
                self.extensions.remove(&name.name);
            }
            Kind::Role => {
                self.roles.remove(&name.name);
            }
            Kind::Trigger | Kind::Policy => self.drop_from_table(drop),
            _ => {}
        }
    }

    fn drop_routine(&mut self, drop: &Drop) {
        let name = self.place(&drop.name);
        match (&drop.signature, self.routines.get_mut(&name)) {
            (Some(types), Some(routines)) if routines.len() > 1 => {
                routines.retain(|r| r.params.iter().map(|(_, ty)| ty).ne(types.iter()));
            }
            _ => {
                self.routines.remove(&name);
            }
        }
    }

    fn drop_from_table(&mut self, drop: &Drop) {
        let (Some(on), name) = (&drop.on, &drop.name.name) else {
            return;
        };
        self.change(on, |t| match drop.kind {
            Kind::Trigger => t.triggers.retain(|(known, _)| known != name),
            _ => t.policies.retain(|policy| policy.is.name != *name),
        });
    }

    fn drop_table(&mut self, name: &Name, cascade: bool) {
        if cascade {
            for reader in self.readers_of(name) {
                self.views.remove(&reader);
            }
            for table in self.tables.values_mut() {
                let points = |key: &Key| matches!(&key.kind, KeyKind::Foreign { table, .. } if table == name);
                if table.keys.iter().any(points) {
                    Arc::make_mut(table).keys.retain(|key| !points(key));
                }
            }
        }
        self.tables.remove(name);
        self.indexes.retain(|_, index| index.table != *name);
        let children: Vec<_> = self
            .tables
            .iter()
            .filter(|(_, t)| t.partition_of.as_ref() == Some(name))
            .map(|(name, _)| name.clone())
            .collect();
        for child in children {
            self.drop_table(&child, cascade);
        }
    }

    fn drop_schema(&mut self, schema: &str) {
        self.schemas.remove(schema);
        self.tables.retain(|name, _| name.schema() != schema);
        self.views.retain(|name, _| name.schema() != schema);
        self.indexes.retain(|name, _| name.schema() != schema);
        self.types.retain(|name, _| name.schema() != schema);
        self.routines.retain(|name, _| name.schema() != schema);
    }
}
