use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{
        Action, Name,
        action::{Drop, Kind, TableChange},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "SM023",
    class: "drop-cascade",
    level: Level::Error,
    why: "CASCADE also drops what depends on it: foreign keys of other tables, views, policies, functions. None of it is \
          named in the file, and production may hold more than the machine on which it was tried.",
    fails: "drop view active_orders cascade;",
    help: "Drop the dependants by name, or confirm the cascade after looking at the list.",
    instead: "drop view order_figures;\ndrop view active_orders;",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    match &at.step.action {
        Action::Drop(drop) if drop.cascade => dropped(at, drop, found),
        Action::AlterTable(table, TableChange::DropColumn { column, cascade: true, .. }) => {
            column_dropped(at, &at.full(table), column, found);
        }
        Action::AlterTable(table, TableChange::DropConstraint { name, cascade: true, .. }) => {
            let table = at.full(table);
            let object = table.column(name);
            if !at.confirmed("cascade", &object) && !at.is_new(&table) && !at.file.is_down {
                at.report(found, Level::Error, &object, format!("drops {name} and every key that points at it"));
            }
        }
        Action::Truncate { table, cascade: true } => {
            let table = at.full(table);
            let confirmed = at.confirmed("cascade", &table.to_string());
            if !confirmed && !at.is_new(&table) {
                let list = list(&referrers(at, &table));
                at.report(found, Level::Error, &table, format!("empties {table} and every table that points at it{list}"));
            }
        }
        _ => {}
    }
}

fn dropped(at: &At<'_>, drop: &Drop, found: &mut Found) {
    let name = match drop.kind {
        Kind::Schema | Kind::Extension | Kind::Role | Kind::Other => drop.name.clone(),
        Kind::Type | Kind::Domain | Kind::Function => at.catalog.place(&drop.name),
        _ => at.full(&drop.name),
    };
    if at.confirmed("cascade", &name.to_string()) || is_ours(at, drop, &name) {
        return;
    }
    let dependants = dependants(at, drop, &name);
    if at.file.is_down && dependants.is_empty() {
        return;
    }
    let object = drop.on.as_ref().map_or_else(|| name.to_string(), |on| at.full(on).column(&name.name));
    at.report(found, Level::Error, object, format!("drops {name} and whatever depends on it{}", list(&dependants)));
}

/// What this file, or its up file, made itself.
fn is_ours(at: &At<'_>, drop: &Drop, name: &Name) -> bool {
    let number = at.file.number;
    match drop.kind {
        Kind::Table | Kind::ForeignTable => {
            at.undoes_table(name) && at.catalog.referrers_of(name).is_empty() || at.is_new(name) && !at.file.is_down
        }
        Kind::View | Kind::MaterializedView => {
            at.catalog.view(name).is_some_and(|v| v.origin.file == number)
        }
        Kind::Type | Kind::Domain => at.catalog.types.get(name).is_some_and(|(_, o)| o.file == number),
        Kind::Schema => at.catalog.schemas.get(&name.name).is_some_and(|o| o.file == number),
        Kind::Function => at.catalog.routines(name).iter().any(|r| r.origin.file == number),
        _ => false,
    }
}

fn dependants(at: &At<'_>, drop: &Drop, name: &Name) -> Vec<String> {
    let views = at.catalog.readers_of(name).into_iter().map(|view| view.to_string());
    match drop.kind {
        Kind::Table | Kind::ForeignTable => views.chain(referrers(at, name)).collect(),
        Kind::Type | Kind::Domain => at
            .catalog
            .tables
            .iter()
            .flat_map(|(table, t)| t.columns.iter().map(move |c| (table, c)))
            .filter(|(_, c)| at.catalog.place(&c.ty.name) == *name)
            .map(|(table, c)| table.column(&c.name))
            .collect(),
        Kind::Schema => at
            .catalog
            .tables
            .keys()
            .filter(|table| table.schema() == name.name)
            .map(ToString::to_string)
            .collect(),
        Kind::Function => at
            .catalog
            .tables
            .iter()
            .flat_map(|(table, t)| t.triggers.iter().map(move |trigger| (table, trigger)))
            .filter(|(_, (_, f))| f.as_ref().is_some_and(|f| at.catalog.place(f) == *name))
            .map(|(table, (trigger, _))| format!("trigger {trigger} of {table}"))
            .collect(),
        _ => views.collect(),
    }
}

fn column_dropped(at: &At<'_>, table: &Name, column: &str, found: &mut Found) {
    let object = table.column(column);
    let confirmed = at.confirmed("cascade", &object);
    if confirmed || at.is_new(table) || at.file.is_down {
        return;
    }
    let views = at.catalog.readers_of(table).into_iter().map(|v| v.to_string()).collect::<Vec<_>>();
    at.report(found, Level::Error, &object, format!("drops {object} and whatever uses it{}", list(&views)));
}

fn referrers(at: &At<'_>, table: &Name) -> Vec<String> {
    at.catalog
        .referrers_of(table)
        .into_iter()
        .map(|(from, key)| format!("key {} of {from}", key.name))
        .collect()
}

fn list(names: &[String]) -> String {
    if names.is_empty() {
        String::new()
    } else {
        format!(": {}", names.join(", "))
    }
}
