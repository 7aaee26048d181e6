//! New names and new schemas.

use std::sync::Arc;

use super::{Catalog, KeyKind};
use crate::sql::{
    Name,
    action::{Kind, Rename},
};

impl Catalog {
    pub(super) fn rename(&mut self, rename: &Rename) {
        match rename.kind {
            Kind::Table | Kind::View | Kind::MaterializedView => {
                let from = self.resolve(&rename.name);
                let to = Name::new(from.schema(), &rename.to);
                self.move_relation(&from, &to);
            }
            Kind::Index => {
                let found = self
                    .indexes
                    .keys()
                    .find(|known| known.name == rename.name.name)
                    .cloned();
                if let Some((found, index)) =
                    found.and_then(|f| Some((f.clone(), self.indexes.remove(&f)?)))
                {
                    self.indexes
                        .insert(Name::new(found.schema(), &rename.to), index);
                }
            }
            Kind::Type => {
                let from = self.place(&rename.name);
                if let Some(known) = self.types.remove(&from) {
                    self.types
                        .insert(Name::new(from.schema(), &rename.to), known);
                }
            }
            Kind::Function => {
                let from = self.place(&rename.name);
                if let Some(known) = self.routines.remove(&from) {
                    self.routines
                        .insert(Name::new(from.schema(), &rename.to), known);
                }
            }
            Kind::Policy => {
                if let Some(on) = &rename.on {
                    self.change(on, |t| {
                        for policy in t
                            .policies
                            .iter_mut()
                            .filter(|p| p.is.name == rename.name.name)
                        {
                            policy.is.name.clone_from(&rename.to);
                        }
                    });
                }
            }
            _ => {}
        }
    }

    pub(super) fn set_schema(&mut self, kind: Kind, name: &Name, schema: &str) {
        match kind {
            Kind::Function => {
                let from = self.place(name);
                if let Some(known) = self.routines.remove(&from) {
                    self.routines.insert(Name::new(schema, &from.name), known);
                }
            }
            Kind::Table | Kind::View | Kind::MaterializedView => {
                let from = self.resolve(name);
                let to = Name::new(schema, &from.name);
                self.move_relation(&from, &to);
            }
            _ => {}
        }
    }

    fn move_relation(&mut self, from: &Name, to: &Name) {
        if let Some(view) = self.views.remove(from) {
            self.views.insert(to.clone(), view);
        }
        if let Some(table) = self.tables.remove(from) {
            self.tables.insert(to.clone(), table);
        }
        for table in self.tables.values_mut() {
            let points = table
                .keys
                .iter()
                .any(|k| matches!(&k.kind, KeyKind::Foreign { table, .. } if table == from));
            if points || table.partition_of.as_ref() == Some(from) {
                let table = Arc::make_mut(table);
                if table.partition_of.as_ref() == Some(from) {
                    table.partition_of = Some(to.clone());
                }
                for key in &mut table.keys {
                    if let KeyKind::Foreign { table, .. } = &mut key.kind
                        && table == from
                    {
                        *table = to.clone();
                    }
                }
            }
        }
        for index in self
            .indexes
            .values_mut()
            .filter(|index| index.table == *from)
        {
            Arc::make_mut(index).table = to.clone();
        }
        for view in self
            .views
            .values_mut()
            .filter(|view| view.reads.contains(from))
        {
            for read in &mut Arc::make_mut(view).reads {
                if read == from {
                    *read = to.clone();
                }
            }
        }
    }
}
