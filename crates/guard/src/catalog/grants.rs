//! Who may do what.

use std::sync::Arc;

use super::{Catalog, Origin, Right};
use crate::sql::{
    Name,
    action::{Grant, GrantTarget},
};

impl Catalog {
    pub(super) fn grant(&mut self, grant: &Grant, origin: Origin) {
        match &grant.target {
            GrantTarget::Tables(names) => {
                for name in names {
                    let name = self.resolve(name);
                    self.grant_on(&name, grant, origin);
                }
            }
            GrantTarget::AllTables(schemas) => {
                let all: Vec<_> = self
                    .tables
                    .keys()
                    .chain(self.views.keys())
                    .filter(|name| schemas.iter().any(|schema| schema == name.schema()))
                    .cloned()
                    .collect();
                for name in all {
                    self.grant_on(&name, grant, origin);
                }
            }
            GrantTarget::Functions(names) => {
                for name in names {
                    let name = self.place(name);
                    for routine in self.routines.entry(name).or_default() {
                        change(&mut Arc::make_mut(routine).rights, grant, origin);
                    }
                }
            }
            GrantTarget::AllFunctions(schemas) => {
                for (name, routines) in &mut self.routines {
                    if schemas.iter().any(|schema| schema == name.schema()) {
                        for routine in routines {
                            change(&mut Arc::make_mut(routine).rights, grant, origin);
                        }
                    }
                }
            }
            GrantTarget::Schemas(schemas) => self.grant_on_schemas(schemas, grant, origin),
            GrantTarget::Membership if !grant.revoke => {
                for member in &grant.roles {
                    for role in &grant.privileges {
                        self.members.push((role.clone(), member.clone()));
                    }
                }
            }
            GrantTarget::Membership | GrantTarget::Sequences | GrantTarget::Other => {}
        }
    }

    fn grant_on(&mut self, name: &Name, grant: &Grant, origin: Origin) {
        if let Some(table) = self.tables.get_mut(name) {
            change(&mut Arc::make_mut(table).rights, grant, origin);
        } else if let Some(view) = self.views.get_mut(name) {
            change(&mut Arc::make_mut(view).rights, grant, origin);
        }
    }

    fn grant_on_schemas(&mut self, schemas: &[String], grant: &Grant, origin: Origin) {
        for schema in schemas {
            for role in &grant.roles {
                self.schema_grants.retain(|(s, r, p, _)| {
                    !(s == schema && r == role && covers(&grant.privileges, p))
                });
                if !grant.revoke {
                    for privilege in &grant.privileges {
                        self.schema_grants.push((
                            schema.clone(),
                            role.clone(),
                            privilege.clone(),
                            origin,
                        ));
                    }
                }
            }
        }
    }

    /// What roles get on a table or view the moment it is made.
    pub(super) fn default_rights(&self, name: &Name) -> Vec<Right> {
        let mut rights = Vec::new();
        for (grant, origin) in &self.default_grants {
            if matches!(&grant.target, GrantTarget::AllTables(schemas) if applies(schemas, name)) {
                change(&mut rights, grant, *origin);
            }
        }
        for right in &mut rights {
            right.by_default = true;
        }
        rights
    }

    /// What roles get on a function the moment it is made: everybody may run it, unless defaults say otherwise.
    pub(super) fn default_function_rights(&self, name: &Name) -> Vec<Right> {
        let mut rights = vec![Right {
            role: "public".to_owned(),
            privilege: "execute".to_owned(),
            columns: Vec::new(),
            origin: Origin::default(),
            by_default: true,
        }];
        for (grant, origin) in &self.default_grants {
            if matches!(&grant.target, GrantTarget::AllFunctions(schemas) if applies(schemas, name))
            {
                change(&mut rights, grant, *origin);
            }
        }
        rights
    }
}

fn applies(schemas: &[String], name: &Name) -> bool {
    schemas.is_empty() || schemas.iter().any(|schema| schema == name.schema())
}

fn covers(privileges: &[String], one: &str) -> bool {
    privileges.iter().any(|p| p == "all" || p == one) || one == "all"
}

fn change(rights: &mut Vec<Right>, grant: &Grant, origin: Origin) {
    for role in &grant.roles {
        if grant.revoke {
            revoke(rights, role, &grant.privileges);
            continue;
        }
        for privilege in &grant.privileges {
            let known = rights.iter().any(|r| {
                r.role == *role && r.privilege == *privilege && r.columns == grant.columns
            });
            if !known {
                rights.push(Right {
                    role: role.clone(),
                    privilege: privilege.clone(),
                    columns: grant.columns.clone(),
                    origin,
                    by_default: false,
                });
            }
        }
    }
}

/// Taking one privilege out of ALL leaves the others.
fn revoke(rights: &mut Vec<Right>, role: &str, privileges: &[String]) {
    let everything = privileges.iter().any(|p| p == "all");
    let mut kept = Vec::new();
    for right in rights.drain(..) {
        if right.role != role {
            kept.push(right);
        } else if right.privilege == "all" && !everything {
            kept.extend(
                ["select", "insert", "update", "delete", "execute"]
                    .into_iter()
                    .filter(|p| !privileges.iter().any(|gone| gone == p))
                    .map(|p| Right {
                        privilege: p.to_owned(),
                        ..right.clone()
                    }),
            );
        } else if !everything && !privileges.contains(&right.privilege) {
            kept.push(right);
        }
    }
    *rights = kept;
}
