use super::{Check, Found, InFolder, Rule};
use crate::{
    catalog::{KeyKind, Table},
    finding::Level,
    sql::Name,
};

pub(super) const RULE: Rule = Rule {
    id: "SA020",
    class: "two-identity-tables",
    level: Level::Error,
    why: "Two tables say who people are. Sooner or later one person has two ids, a sign-in against one and rows under the \
          other, and \"access denied\" for a reason nobody sees.",
    fails: "-- auth.users is there\ncreate table admins (id uuid primary key, email text not null unique, password_hash text not null);",
    help: "Keep people in one table, let others point at it, and keep roles as data.",
    instead: "create table admin_roles (user_id uuid primary key references auth.users (id) on delete cascade);",
    check: Check::Folder(check),
};

const TABLES: [&str; 10] = [
    "user", "users", "app_user", "app_users", "auth_user", "auth_users", "admin", "admins", "accounts", "members",
];

const PROOFS: [&str; 8] = [
    "password", "password_hash", "hashed_password", "encrypted_password", "passwd", "pwd", "password_digest", "passhash",
];

fn check(folder: &InFolder<'_>, found: &mut Found) {
    let named = folder.settings.config.identity_table.as_deref();
    for (name, table) in folder.new_tables() {
        if Some(name.to_string().as_str()) == named || !says_who_people_are(name, table) || points_at_one(folder, table) {
            continue;
        }
        let other = folder.after.tables.iter().find(|(other, known)| {
            *other != name && (Some(other.to_string().as_str()) == named || says_who_people_are(other, known))
                && (known.origin, *other) < (table.origin, name)
        });
        let first = other.map(|(other, _)| other.to_string()).or_else(|| named.map(str::to_owned));
        if let Some(first) = first {
            folder.report(found, Level::Error, table.origin, name, format!("{name} says who people are, and {first} does already"));
        }
    }
    if let Some(named) = named {
        strangers(folder, named, found);
        policies(folder, named, found);
    }
}

fn says_who_people_are(name: &Name, table: &Table) -> bool {
    let has = |columns: &[&str]| columns.iter().any(|column| table.column(column).is_some());
    let signs_in = has(&["email", "username", "login", "phone", "email_address"]);
    let is_auth = name.schema() == "auth" && name.name == "users";
    is_auth || signs_in && (has(&PROOFS) || TABLES[..8].contains(&name.name.as_str()))
}

/// A profile that hangs on the identity table is no second identity.
fn points_at_one(folder: &InFolder<'_>, table: &Table) -> bool {
    table.keys.iter().any(|key| match &key.kind {
        KeyKind::Foreign { table: to, .. } => {
            let named = folder.settings.config.identity_table.as_deref() == Some(&to.to_string());
            let other = folder.after.tables.get(to).is_some_and(|t| says_who_people_are(to, t));
            let whole = table.primary_key().is_some_and(|pk| pk.columns == key.columns);
            (named || other || to.schema() == "auth") && whole
        }
        _ => false,
    })
}

/// Keys of people that reach another table than the one that is named.
fn strangers(folder: &InFolder<'_>, named: &str, found: &mut Found) {
    for (name, table) in &folder.after.tables {
        for key in table.keys.iter().filter(|key| key.origin.file > 0) {
            let KeyKind::Foreign { table: to, .. } = &key.kind else {
                continue;
            };
            let of_people = TABLES.contains(&to.name.as_str()) && key.columns.iter().any(|c| c.contains("user") || c.contains("owner") || c.contains("author") || c.contains("created_by"));
            let is_auth = to.schema() == "auth";
            if of_people && to.to_string() != named && !is_auth {
                let object = name.column(&key.columns.join(", "));
                folder.report(found, Level::Error, key.origin, &object, format!("{object} points at {to}; people are in {named}"));
            }
        }
    }
}

/// Policies that look people up elsewhere.
fn policies(folder: &InFolder<'_>, named: &str, found: &mut Found) {
    for (name, _, policy) in folder.new_policies() {
        let read = [&policy.is.using, &policy.is.check].into_iter().flatten().flat_map(|e| &e.tables);
        let elsewhere = read.map(|table| folder.after.resolve(table)).find(|table| {
            TABLES.contains(&table.name.as_str()) && table.to_string() != named && table != name
        });
        if let Some(table) = elsewhere {
            let message = format!("looks people up in {table}; people are in {named}");
            folder.report_policy(found, Level::Error, name, policy, message);
        }
    }
}
