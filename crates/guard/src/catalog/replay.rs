//! Applying statements to a catalogue.

use std::sync::Arc;

use super::{Catalog, Index, Origin, Policy, Routine, Table, View};
use crate::sql::{
    Action, Name, Step,
    action::{CreateIndex, CreatePolicy, CreateRoutine, CreateView, RoutineChange, TypeShape},
};

impl Catalog {
    /// Applies one step of a file.
    pub(crate) fn apply(&mut self, step: &Step, file: usize) {
        let origin = Origin {
            file,
            span: step.span,
        };
        match &step.action {
            Action::CreateTable(create) => self.create_table(create, origin),
            Action::AlterTable(table, change) => self.alter_table(table, change, origin),
            Action::CreateIndex(create) => self.create_index(create, origin),
            Action::CreateView(create) => self.create_view(create, origin),
            Action::CreateRoutine(create) => self.create_routine(create, origin),
            Action::AlterRoutine(name, change) => self.alter_routine(name, change, origin),
            Action::CreateType(name, shape) => {
                self.types.insert(self.place(name), (shape.clone(), origin));
            }
            Action::AddEnumValue(name, value) => self.add_label(name, value),
            Action::CreateSchema(name, _) => {
                self.schemas.entry(name.name.clone()).or_insert(origin);
            }
            Action::CreateSequence(name, _) => {
                self.sequences.insert(self.place(name), origin);
            }
            Action::CreateExtension { name, schema } => {
                self.extensions
                    .entry(name.clone())
                    .or_insert((schema.clone(), origin));
            }
            Action::CreateTrigger {
                name,
                table,
                function,
                ..
            } => {
                self.change(table, |t| t.triggers.push((name.clone(), function.clone())));
            }
            Action::CreatePolicy(policy) => self.create_policy(policy, origin),
            Action::AlterPolicy(policy) => self.alter_policy(policy, origin),
            Action::Role { name, options, .. } => {
                self.roles
                    .entry(name.clone())
                    .or_default()
                    .extend(options.iter().cloned());
            }
            Action::Drop(drop) => self.drop_one(drop),
            Action::Rename(rename) => self.rename(rename),
            Action::SetSchema(kind, name, schema) => self.set_schema(*kind, name, schema),
            Action::Grant(grant) => self.grant(grant, origin),
            Action::DefaultPrivileges(grant) => self.default_grants.push((grant.clone(), origin)),
            Action::Set { name, value, .. } if name == "search_path" => self.set_path(value),
            Action::Reset(name) if name == "search_path" || name == "all" => {
                self.set_path("public");
            }
            // From here on something may be there that nobody has read.
            Action::Opaque(_)
            | Action::Dynamic {
                readable: false, ..
            } => self.complete = false,
            _ => {}
        }
    }

    fn add_label(&mut self, name: &Name, value: &str) {
        if let Some((TypeShape::Enum(labels), _)) = self.types.get_mut(&self.place(name)) {
            labels.push(value.to_owned());
        }
    }

    fn alter_routine(&mut self, name: &Name, change: &RoutineChange, origin: Origin) {
        for routine in self.routines.entry(self.place(name)).or_default() {
            let routine = Arc::make_mut(routine);
            // Whoever gives it its owner's rights answers for it from then on.
            if change.definer == Some(true) && !routine.definer {
                routine.origin = origin;
            }
            routine.definer = change.definer.unwrap_or(routine.definer);
            if change.search_path.is_some() {
                routine.search_path.clone_from(&change.search_path);
            }
        }
    }

    fn set_path(&mut self, value: &str) {
        self.search_path = value
            .split(',')
            .map(|part| part.trim().trim_matches(['\'', '"']).to_owned())
            .filter(|part| !part.is_empty() && !part.starts_with('$') && part != "pg_catalog")
            .collect();
    }

    pub(super) fn change(&mut self, table: &Name, change: impl FnOnce(&mut Table)) {
        let name = self.resolve(table);
        if self.views.contains_key(&name) {
            return;
        }
        let table = self.tables.entry(name).or_insert_with(|| {
            let assumed = Table {
                assumed: true,
                shape_unknown: true,
                ..Table::default()
            };
            Arc::new(assumed)
        });
        change(Arc::make_mut(table));
    }

    fn create_index(&mut self, create: &CreateIndex, origin: Origin) {
        let table = self.resolve(&create.table);
        let name = create
            .name
            .clone()
            .unwrap_or_else(|| format!("{}_{}_idx", table.name, create.columns.join("_")));
        let index = Index {
            origin,
            columns: create.columns.clone(),
            definition: create.definition.clone(),
            unique: create.unique,
            partial: create.partial,
            of_key: false,
            table: table.clone(),
        };
        self.indexes
            .entry(Name::new(table.schema(), &name))
            .or_insert_with(|| Arc::new(index));
    }

    fn create_view(&mut self, create: &CreateView, origin: Origin) {
        let name = self.place(&create.name);
        let old = self.views.get(&name);
        let rights = old.map_or_else(|| self.default_rights(&name), |view| view.rights.clone());
        let view = View {
            origin,
            materialized: create.materialized,
            invoker: create.invoker,
            reads: create.reads.iter().map(|read| self.resolve(read)).collect(),
            columns: create.columns.clone(),
            text: create.text.clone(),
            rights,
        };
        self.views.insert(name, Arc::new(view));
    }

    fn create_routine(&mut self, create: &CreateRoutine, origin: Origin) {
        let name = self.place(&create.name);
        let rights = self.default_function_rights(&name);
        let routines = self.routines.entry(name).or_default();
        let types = |params: &[(String, String)]| -> Vec<String> {
            params.iter().map(|(_, ty)| ty.clone()).collect()
        };
        let same = routines
            .iter()
            .position(|r| types(&r.params) == types(&create.params));
        let routine = Routine {
            origin,
            params: create.params.clone(),
            returns: create.returns.clone(),
            language: create.language.clone(),
            definer: create.definer,
            volatile: create.volatile,
            search_path: create.search_path.clone(),
            body: create.body.clone(),
            rights: same.map_or(rights, |at| routines[at].rights.clone()),
        };
        match same {
            Some(at) => routines[at] = Arc::new(routine),
            None => routines.push(Arc::new(routine)),
        }
    }

    fn create_policy(&mut self, policy: &CreatePolicy, origin: Origin) {
        let is = CreatePolicy {
            table: self.resolve(&policy.table),
            ..policy.clone()
        };
        self.change(&policy.table, |t| t.policies.push(Policy { origin, is }));
    }

    fn alter_policy(&mut self, change: &CreatePolicy, origin: Origin) {
        self.change(&change.table, |t| {
            for policy in t.policies.iter_mut().filter(|p| p.is.name == change.name) {
                policy.origin = origin;
                if change.roles.is_some() {
                    policy.is.roles.clone_from(&change.roles);
                }
                if change.using.is_some() {
                    policy.is.using.clone_from(&change.using);
                }
                if change.check.is_some() {
                    policy.is.check.clone_from(&change.check);
                }
            }
        });
    }
}
