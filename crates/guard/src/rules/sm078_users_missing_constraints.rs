use super::{Check, Found, InFolder, Rule};
use crate::{
    catalog::{Catalog, KeyKind, Origin, Table},
    finding::Level,
    sql::Name,
};

pub(super) const RULE: Rule = Rule {
    id: "SM078",
    class: "users-missing-constraints",
    level: Level::Error,
    why: "Two rows with one address are two people who share a sign-in, or one person with two halves of their data. A \
          missing address is somebody who can never sign in. Code checks this, until two requests come at once.",
    fails: "create table users (id uuid primary key, email text);",
    help: "Make the columns by which people sign in NOT NULL and UNIQUE.",
    instead: "create table users (id uuid primary key, email text not null unique);",
    check: Check::Folder(check),
};

const TABLES: [&str; 8] = ["user", "users", "app_user", "app_users", "auth_user", "auth_users", "members", "admins"];

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in &folder.after.tables {
        if !says_who_people_are(folder, name) || table.assumed || table.partition_of.is_some() {
            continue;
        }
        for column in login_columns(table) {
            let Some(fault) = fault(folder.after, name, table, &column) else {
                continue;
            };
            let before = folder.before.tables.get(name);
            let was = before.is_some_and(|old| old.column(&column).is_some() && self::fault(folder.before, name, old, &column).is_some());
            if !was {
                let object = name.column(&column);
                let origin = table.column(&column).map_or(table.origin, |c| c.origin);
                let origin = if origin.file == 0 { last_touch(folder) } else { origin };
                folder.report(found, Level::Error, origin, &object, format!("{object} identifies people and {fault}"));
            }
        }
    }
}

fn says_who_people_are(folder: &InFolder<'_>, name: &Name) -> bool {
    match &folder.settings.config.identity_table {
        Some(table) => *table == name.to_string() || (name.schema() == "public" && *table == name.name),
        None => TABLES.contains(&name.name.to_lowercase().as_str()),
    }
}

fn login_columns(table: &Table) -> Vec<String> {
    let has = |name: &str| table.column(name).is_some();
    let mut columns: Vec<_> = ["email", "email_address", "login"].into_iter().filter(|c| has(c)).collect();
    if columns.is_empty() {
        columns = ["username", "user_name"].into_iter().filter(|c| has(c)).collect();
    }
    columns.into_iter().map(str::to_owned).collect()
}

fn fault(catalog: &Catalog, name: &Name, table: &Table, column: &str) -> Option<&'static str> {
    let nullable = !table.column(column)?.not_null && !table.proves_not_null(column);
    let by_key = table.keys.iter().any(|key| {
        matches!(key.kind, KeyKind::Unique | KeyKind::Primary) && key.columns.iter().any(|c| c == column)
    });
    let by_index = catalog.indexes_of(name).any(|(_, index)| {
        index.unique && index.columns.iter().any(|c| c == column || c.contains(&format!("({column})")) || c.contains(&format!("({column}::")))
    });
    match (nullable, by_key || by_index) {
        (true, true) => Some("may be empty"),
        (false, false) => Some("is not unique"),
        (true, false) => Some("may be empty and is not unique"),
        (false, true) => None,
    }
}

fn last_touch(folder: &InFolder<'_>) -> Origin {
    Origin { file: folder.files.last().map_or(0, |file| file.number), ..Origin::default() }
}
