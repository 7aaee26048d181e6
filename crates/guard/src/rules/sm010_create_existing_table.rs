use super::{At, Check, Found, Rule};
use crate::{
    catalog::Table,
    finding::Level,
    sql::{Action, Name, action::CreateTable},
};

pub(super) const RULE: Rule = Rule {
    id: "SM010",
    class: "create-existing-table",
    level: Level::Error,
    why: "The table is there already, with data. A generated CREATE TABLE where an ALTER TABLE was meant fails at best; \
          with IF NOT EXISTS it does nothing, the version says \"applied\", and the columns are missing when the \
          application asks for them.",
    fails: "-- orders exists without the column\ncreate table if not exists orders (id bigint primary key, note text);",
    help: "Change the table that is there.",
    instead: "alter table orders add column note text;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::CreateTable(create) = &at.step.action else {
        return;
    };
    let name = at.catalog.place(&create.name);
    if create.temporary {
        return;
    }
    if let Some(table) = at.catalog.tables.get(&name).filter(|table| !table.assumed) {
        if let Some(message) = clash(create, table, &name) {
            at.report(found, Level::Error, &name, message);
        }
    } else if at.catalog.views.contains_key(&name) {
        at.report(found, Level::Error, &name, format!("{name} exists already, as a view"));
    } else if let Some(twin) = twin(at, &name) {
        let message = format!("{twin} exists already; {name} differs only in capital letters");
        at.report(found, Level::Error, &name, message);
    }
}

fn clash(create: &CreateTable, table: &Table, name: &Name) -> Option<String> {
    if !create.if_not_exists {
        return Some(format!("{name} exists already"));
    }
    if table.shape_unknown || create.columns.is_empty() {
        return None;
    }
    let missing = create.columns.iter().find(|c| table.column(&c.name).is_none());
    if let Some(column) = missing {
        let message = format!("{name} exists already, without {}: this statement will change nothing", column.name);
        return Some(message);
    }
    let other = create.columns.iter().find(|c| {
        table.column(&c.name).is_some_and(|known| !known.ty.same_as(&c.ty))
    });
    if let Some(column) = other {
        let message = format!("{name} exists already, with another type of {}: this statement will change nothing", column.name);
        return Some(message);
    }
    (create.columns.len() < table.columns.len())
        .then(|| format!("{name} exists already, with more columns: this statement will change nothing"))
}

fn twin<'a>(at: &'a At<'_>, name: &Name) -> Option<&'a Name> {
    at.catalog
        .tables
        .iter()
        .filter(|(_, table)| !table.assumed)
        .map(|(known, _)| known)
        .find(|known| {
            known.schema() == name.schema()
                && known.name != name.name
                && known.name.eq_ignore_ascii_case(&name.name)
        })
}
