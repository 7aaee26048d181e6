//! What two states of a database do not have in common, as far as a reader of files can tell.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalog, Key, KeyKind, Table, TableColumn};
use crate::sql::Name;

/// Objects, each with what is different about it.
type Differences = Vec<(String, String)>;

impl Catalog {
    /// What is not in `self` as it is in `now`: object and sentence. Order of columns and comments do not count.
    pub(crate) fn differences(&self, now: &Self) -> Differences {
        let mut found = Vec::new();
        compare(&names(&self.views), &names(&now.views), "view", &mut found);
        compare(&names(&self.types), &names(&now.types), "type", &mut found);
        compare(
            &names(&self.sequences),
            &names(&now.sequences),
            "sequence",
            &mut found,
        );
        compare(
            &names(&self.routines),
            &names(&now.routines),
            "function",
            &mut found,
        );
        self.tables_differ(now, &mut found);
        let (before, after) = (own_indexes(self), own_indexes(now));
        let gone_with_table = |name: &Name| {
            let table = self
                .indexes
                .get(name)
                .or_else(|| now.indexes.get(name))
                .map(|i| &i.table);
            table.is_some_and(|table| {
                !self.tables.contains_key(table) || !now.tables.contains_key(table)
            })
        };
        let mut of_indexes = Vec::new();
        compare(&before, &after, "index", &mut of_indexes);
        found.extend(of_indexes.into_iter().filter(|(object, _)| {
            let name = object
                .split_once('.')
                .map(|(schema, name)| Name::new(schema, name));
            !name.is_some_and(|name| gone_with_table(&name))
        }));
        found
    }

    fn tables_differ(&self, now: &Self, found: &mut Differences) {
        let assumed = |name: &Name| {
            self.tables.get(name).is_some_and(|t| t.assumed)
                || now.tables.get(name).is_some_and(|t| t.assumed)
        };
        let mut tables = Vec::new();
        compare(&real_tables(self), &real_tables(now), "table", &mut tables);
        found.extend(tables);
        for (name, old) in &self.tables {
            if let Some(new) = now.tables.get(name).filter(|_| !assumed(name)) {
                table_differs(name, old, new, found);
            }
        }
    }
}

/// Indexes that belong to no key.
fn own_indexes(catalog: &Catalog) -> BTreeSet<&Name> {
    let own = catalog.indexes.iter().filter(|(_, index)| !index.of_key);
    own.map(|(name, _)| name).collect()
}

/// Tables that a file made and that stay.
fn real_tables(catalog: &Catalog) -> BTreeSet<&Name> {
    let real = |(name, table): &(&Name, &std::sync::Arc<Table>)| {
        !table.assumed && name.schema() != super::TEMPORARY
    };
    catalog
        .tables
        .iter()
        .filter(real)
        .map(|(name, _)| name)
        .collect()
}

fn names<T>(map: &BTreeMap<Name, T>) -> BTreeSet<&Name> {
    map.keys().collect()
}

fn compare(before: &BTreeSet<&Name>, now: &BTreeSet<&Name>, what: &str, found: &mut Differences) {
    for name in now.difference(before) {
        let message = format!("the {what} {name} is still there after the down file");
        found.push((name.to_string(), message));
    }
    for name in before.difference(now) {
        let message = format!("the {what} {name} is not brought back by the down file");
        found.push((name.to_string(), message));
    }
}

fn table_differs(name: &Name, old: &Table, new: &Table, found: &mut Differences) {
    for column in &new.columns {
        let full = name.column(&column.name);
        let message = match old.column(&column.name) {
            None => Some(format!(
                "the column {full} is still there after the down file"
            )),
            Some(was) => column_differs(&full, was, column),
        };
        found.extend(message.map(|message| (full, message)));
    }
    for column in old.columns.iter().filter(|c| new.column(&c.name).is_none()) {
        let full = name.column(&column.name);
        let message = format!("the column {full} is not brought back by the down file");
        found.push((full, message));
    }
    keys_differ(name, old, new, found);
    policies_differ(name, old, new, found);
    if (old.rls, old.force) != (new.rls, new.force) {
        let message = format!("row-level security of {name} is not as it was after the down file");
        found.push((name.to_string(), message));
    }
}

fn column_differs(full: &str, was: &TableColumn, now: &TableColumn) -> Option<String> {
    let default = |column: &TableColumn| column.default.as_ref().map(|d| d.text.clone());
    if !was.ty.same_as(&now.ty) {
        return Some(format!(
            "{full} was {} and is {} after the down file",
            was.ty, now.ty
        ));
    }
    if was.not_null != now.not_null {
        let state = if now.not_null {
            "is NOT NULL"
        } else {
            "may be empty"
        };
        return Some(format!(
            "{full} {state} after the down file, and was not so before"
        ));
    }
    (default(was) != default(now))
        .then(|| format!("{full} has another default after the down file"))
}

fn policies_differ(name: &Name, old: &Table, new: &Table, found: &mut Differences) {
    let policies = |t: &Table| -> Vec<String> {
        t.policies
            .iter()
            .map(|policy| policy.is.name.clone())
            .collect()
    };
    let (old, new) = (policies(old), policies(new));
    for policy in new.iter().filter(|policy| !old.contains(policy)) {
        let message = format!("the policy {policy} of {name} is still there after the down file");
        found.push((name.column(policy), message));
    }
    for policy in old.iter().filter(|policy| !new.contains(policy)) {
        let message = format!("the policy {policy} of {name} is not brought back by the down file");
        found.push((name.column(policy), message));
    }
}

fn keys_differ(name: &Name, old: &Table, new: &Table, found: &mut Differences) {
    // A name that the server chose may be guessed differently here, so keys are compared by what they do.
    let twin = |keys: &[Key], key: &Key| keys.iter().any(|k| same(k, key));
    for key in new.keys.iter().filter(|key| !twin(&old.keys, key)) {
        found.push((
            name.column(&key.name),
            format!(
                "the constraint {} of {name} is still there after the down file",
                key.name
            ),
        ));
    }
    for key in old.keys.iter().filter(|key| !twin(&new.keys, key)) {
        found.push((
            name.column(&key.name),
            format!(
                "the constraint {} of {name} is not brought back by the down file",
                key.name
            ),
        ));
    }
}

fn same(one: &Key, other: &Key) -> bool {
    let kind = match (&one.kind, &other.kind) {
        (KeyKind::Check(a), KeyKind::Check(b)) => a.text == b.text || one.name == other.name,
        (KeyKind::Foreign { table: a, .. }, KeyKind::Foreign { table: b, .. }) => {
            a == b && one.columns == other.columns
        }
        (a, b) => a == b && one.columns == other.columns,
    };
    kind && one.valid == other.valid
}
