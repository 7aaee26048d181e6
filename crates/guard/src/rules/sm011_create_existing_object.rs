use super::{At, Check, Found, Rule};
use crate::{
    catalog::View,
    finding::Level,
    sql::{
        Action, Name,
        action::{Column, CreateIndex, CreateRoutine, CreateView, Kind, Rename, TableChange},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "SM011",
    class: "create-existing-object",
    level: Level::Error,
    why: "Something of that name is there already. Without IF NOT EXISTS the migration stops; with it, a column, index or \
          type of another shape stays as it is and nobody is told.",
    fails: "-- orders.note is a varchar(40)\nalter table orders add column if not exists note text;",
    help: "Change what is there, or choose another name.",
    instead: "alter table orders alter column note type text;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let clash = match &at.step.action {
        Action::AlterTable(table, TableChange::AddColumn(column)) => column_clash(at, table, column),
        Action::AlterTable(table, TableChange::AddConstraint(constraint)) => {
            let name = constraint.name.as_deref().unwrap_or_default();
            let taken = at.catalog.table(table).is_some_and(|t| t.key(name).is_some());
            taken.then(|| (at.full(table).column(name), format!("the constraint {name} exists already")))
        }
        Action::AlterTable(table, TableChange::RenameColumn { to, .. }) => {
            let taken = at.catalog.table(table).is_some_and(|t| t.column(to).is_some());
            taken.then(|| (at.full(table).column(to), format!("the column {to} exists already")))
        }
        Action::CreateIndex(index) => index_clash(at, index),
        Action::CreateType(name, _) => {
            let name = at.catalog.place(name);
            at.catalog.types.contains_key(&name).then(|| (name.to_string(), format!("the type {name} exists already")))
        }
        Action::CreateSequence(name, false) => {
            let name = at.catalog.place(name);
            at.catalog.sequences.contains_key(&name).then(|| (name.to_string(), format!("the sequence {name} exists already")))
        }
        Action::CreateSchema(name, false) if name.name != "public" => {
            at.catalog.schemas.contains_key(&name.name).then(|| (name.name.clone(), format!("the schema {name} exists already")))
        }
        Action::CreateView(view) => view_clash(at, view),
        Action::CreateRoutine(routine) => routine_clash(at, routine),
        Action::CreateTrigger { name, table, replace: false, .. } => {
            let taken = at.catalog.table(table).is_some_and(|t| t.triggers.iter().any(|(known, _)| known == name));
            taken.then(|| (at.full(table).column(name), format!("the trigger {name} exists already")))
        }
        Action::CreatePolicy(policy) => {
            let taken = at.catalog.table(&policy.table).is_some_and(|t| t.policies.iter().any(|p| p.is.name == policy.name));
            taken.then(|| (at.full(&policy.table).column(&policy.name), format!("the policy {} exists already", policy.name)))
        }
        Action::Rename(rename) => rename_clash(at, rename),
        _ => None,
    };
    if let Some((object, message)) = clash {
        at.report(found, Level::Error, object, message);
    }
}

type Clash = Option<(String, String)>;

fn column_clash(at: &At<'_>, table: &Name, column: &Column) -> Clash {
    let known = at.catalog.table(table)?.column(&column.name)?;
    let object = at.full(table).column(&column.name);
    if !column.if_not_exists {
        return Some((object.clone(), format!("{object} exists already")));
    }
    let message = format!("{object} exists already as {}: this statement will change nothing", known.ty);
    (!known.ty.same_as(&column.ty)).then_some((object, message))
}

fn index_clash(at: &At<'_>, create: &CreateIndex) -> Clash {
    let name = create.name.as_ref()?;
    let table = at.full(&create.table);
    let full = Name::new(table.schema(), name);
    let known = at.catalog.indexes.get(&full)?;
    if !create.if_not_exists {
        return Some((full.to_string(), format!("the index {full} exists already")));
    }
    let other = known.table != table || known.definition != create.definition || known.unique != create.unique;
    let message = format!("an index {full} exists already and is another one: this statement will change nothing");
    other.then(|| (full.to_string(), message))
}

fn view_clash(at: &At<'_>, create: &CreateView) -> Clash {
    let name = at.catalog.place(&create.name);
    if at.catalog.tables.get(&name).is_some_and(|t| !t.assumed) {
        return Some((name.to_string(), format!("{name} exists already, as a table")));
    }
    let known = at.catalog.views.get(&name)?;
    let object = name.to_string();
    if !create.replace && !create.if_not_exists {
        return Some((object, format!("the view {name} exists already")));
    }
    let lost = lost_column(known, create).filter(|_| create.replace)?;
    Some((object, format!("{name} exists with other columns: OR REPLACE cannot take away or rename {lost}")))
}

/// OR REPLACE may only add columns at the end.
fn lost_column(known: &View, create: &CreateView) -> Option<String> {
    let (old, new) = (known.columns.as_ref()?, create.columns.as_ref()?);
    old.iter().enumerate().find(|(at, column)| new.get(*at) != Some(column)).map(|(_, column)| column.clone())
}

fn routine_clash(at: &At<'_>, create: &CreateRoutine) -> Clash {
    let name = at.catalog.place(&create.name);
    let types = |params: &[(String, String)]| params.iter().map(|(_, ty)| ty.clone()).collect::<Vec<_>>();
    let known = at.catalog.routines(&name).iter().find(|r| types(&r.params) == types(&create.params))?;
    if !create.replace {
        return Some((name.to_string(), format!("the function {name} exists already")));
    }
    (known.returns != create.returns && !known.returns.is_empty()).then(|| {
        let message = format!("{name} exists and returns {}: OR REPLACE cannot change that", known.returns);
        (name.to_string(), message)
    })
}

fn rename_clash(at: &At<'_>, rename: &Rename) -> Clash {
    if !matches!(rename.kind, Kind::Table | Kind::View | Kind::MaterializedView) {
        return None;
    }
    let to = Name::new(at.full(&rename.name).schema(), &rename.to);
    let taken = at.catalog.tables.get(&to).is_some_and(|t| !t.assumed) || at.catalog.views.contains_key(&to);
    taken.then(|| (to.to_string(), format!("{to} exists already")))
}
