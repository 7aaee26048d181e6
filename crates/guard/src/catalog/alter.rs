//! ALTER TABLE on a catalogue.

use super::{Catalog, KeyKind, Origin};
use crate::sql::{Name, SqlType, action::TableChange};

impl Catalog {
    pub(super) fn alter_table(&mut self, table: &Name, change: &TableChange, origin: Origin) {
        match change {
            TableChange::AddColumn(column) => self.add_column(table, column, origin),
            TableChange::DropColumn { column, .. } => self.drop_column(table, column),
            TableChange::RenameColumn { from, to } => self.rename_column(table, from, to),
            TableChange::SetType { column, ty, .. } => self.set_type(table, column, ty),
            TableChange::SetNotNull(column)
            | TableChange::DropNotNull(column)
            | TableChange::AddIdentity(column)
            | TableChange::DropIdentity(column)
            | TableChange::DropDefault(column)
            | TableChange::SetDefault(column, _) => self.change_column(table, column, change),
            TableChange::AddConstraint(constraint) => {
                self.add_constraint(table, constraint, origin, false);
            }
            TableChange::DropConstraint { name, .. } => {
                self.change(table, |t| t.keys.retain(|key| key.name != *name));
                let index = Name::new(self.resolve(table).schema(), name);
                self.indexes.remove(&index);
            }
            TableChange::ValidateConstraint(name) => self.change(table, |t| {
                for key in t.keys.iter_mut().filter(|key| key.name == *name) {
                    key.valid = true;
                }
            }),
            TableChange::RenameConstraint { from, to } => {
                self.change(table, |t| {
                    for key in t.keys.iter_mut().filter(|key| key.name == *from) {
                        key.name.clone_from(to);
                    }
                });
                let schema = self.resolve(table).schema().to_owned();
                if let Some(index) = self.indexes.remove(&Name::new(&schema, from)) {
                    self.indexes.insert(Name::new(&schema, to), index);
                }
            }
            TableChange::EnableRls | TableChange::DisableRls => self.change(table, |t| {
                t.rls = matches!(change, TableChange::EnableRls);
                t.rls_origin = origin;
            }),
            TableChange::ForceRls => self.change(table, |t| t.force = true),
            TableChange::NoForceRls => self.change(table, |t| t.force = false),
            TableChange::AttachPartition(child) => {
                let parent = self.resolve(table);
                self.change(child, |t| t.partition_of = Some(parent));
            }
            TableChange::DetachPartition(child, _) => {
                self.change(child, |t| t.partition_of = None);
            }
            TableChange::SetLogged(logged) => self.change(table, |t| {
                t.unlogged = !logged;
                t.logged_origin = origin;
            }),
            TableChange::OwnerTo(role) => self.change(table, |t| {
                t.owner = Some(role.clone());
                t.owner_origin = origin;
            }),
            TableChange::SetOptions(options) => self.view_options(table, options, origin),
            _ => {}
        }
    }

    fn view_options(&mut self, name: &Name, options: &[(String, String)], origin: Origin) {
        let name = self.resolve(name);
        let invoker = options.iter().find(|(key, _)| key == "security_invoker");
        if let (Some((_, value)), Some(view)) = (invoker, self.views.get_mut(&name)) {
            let view = std::sync::Arc::make_mut(view);
            let invoker = matches!(value.as_str(), "true" | "on" | "1" | "yes");
            // Whoever takes it away answers for the view from then on.
            if view.invoker && !invoker {
                view.origin = origin;
            }
            view.invoker = invoker;
        }
    }

    fn drop_column(&mut self, table: &Name, column: &str) {
        self.change(table, |t| {
            t.columns.retain(|known| known.name != column);
            t.keys
                .retain(|key| !key.columns.iter().any(|c| c == column));
        });
        let table = self.resolve(table);
        self.indexes
            .retain(|_, index| index.table != table || !index.columns.iter().any(|c| c == column));
    }

    fn rename_column(&mut self, table: &Name, from: &str, to: &str) {
        let rename = |names: &mut Vec<String>| {
            for name in names.iter_mut().filter(|name| *name == from) {
                to.clone_into(name);
            }
        };
        self.change(table, |t| {
            for column in t.columns.iter_mut().filter(|c| c.name == from) {
                to.clone_into(&mut column.name);
            }
            for key in &mut t.keys {
                rename(&mut key.columns);
            }
        });
        let table = self.resolve(table);
        for known in self.tables.values_mut() {
            for key in &mut std::sync::Arc::make_mut(known).keys {
                if let KeyKind::Foreign {
                    table: target,
                    columns,
                } = &mut key.kind
                    && *target == table
                {
                    rename(columns);
                }
            }
        }
        for index in self
            .indexes
            .values_mut()
            .filter(|index| index.table == table)
        {
            let index = std::sync::Arc::make_mut(index);
            rename(&mut index.columns);
        }
    }

    fn set_type(&mut self, table: &Name, column: &str, ty: &SqlType) {
        self.change(table, |t| {
            for known in t.columns.iter_mut().filter(|c| c.name == column) {
                known.ty = ty.clone();
            }
        });
    }

    fn change_column(&mut self, table: &Name, column: &str, change: &TableChange) {
        self.change(table, |t| {
            let Some(known) = t.columns.iter_mut().find(|c| c.name == column) else {
                return;
            };
            match change {
                TableChange::SetNotNull(_) => known.not_null = true,
                TableChange::DropNotNull(_) => known.not_null = false,
                TableChange::AddIdentity(_) => known.identity = true,
                TableChange::DropIdentity(_) => known.identity = false,
                TableChange::DropDefault(_) => known.default = None,
                TableChange::SetDefault(_, default) => known.default = Some(default.clone()),
                _ => {}
            }
        });
    }
}
