//! What two states of a database do not have in common, as far as a reader of files can tell.

use std::collections::BTreeSet;

use super::{Catalog, DOWN, Key, KeyKind, Origin, Table, TableColumn};
use crate::sql::Name;

/// Objects, each with what is different about it.
type Differences = Vec<(String, String)>;

impl Catalog {
    /// What is not in `self` as it is in `now`: object and sentence. Order of columns and comments do not count.
    pub(crate) fn differences(&self, now: &Self) -> Differences {
        let mut found = Vec::new();
        let mut compare_all = |kind: fn(&Self) -> Vec<(&Name, Origin)>, what: &str| {
            // Without a base, what a down file makes may be what its up file took away.
            let brought_back = |origin: Origin| !self.complete && origin.file == DOWN;
            let names = |all: Vec<(&Name, Origin)>| -> BTreeSet<Name> {
                let kept = all.into_iter().filter(|(_, origin)| !brought_back(*origin));
                kept.map(|(name, _)| name.clone()).collect()
            };
            compare(&names(kind(self)), &names(kind(now)), what, &mut found);
        };
        compare_all(views, "view");
        compare_all(types, "type");
        compare_all(routines, "function");
        compare_all(real_tables, "table");
        self.tables_differ(now, &mut found);
        let mut of_indexes = Vec::new();
        let brought_back = |origin: Origin| !self.complete && origin.file == DOWN;
        let indexes = |catalog: &Self| -> BTreeSet<Name> {
            let own = catalog
                .indexes
                .iter()
                .filter(|(_, index)| !index.of_key && !brought_back(index.origin));
            own.map(|(name, _)| name.clone()).collect()
        };
        compare(&indexes(self), &indexes(now), "index", &mut of_indexes);
        found.extend(of_indexes.into_iter().filter(|(object, _)| {
            let name = object
                .split_once('.')
                .map(|(schema, name)| Name::new(schema, name));
            !name.is_some_and(|name| self.goes_with_its_table(now, &name))
        }));
        found
    }

    /// Whether the table of an index is itself gone or new.
    fn goes_with_its_table(&self, now: &Self, index: &Name) -> bool {
        let known = self.indexes.get(index).or_else(|| now.indexes.get(index));
        known.is_some_and(|index| {
            !self.tables.contains_key(&index.table) || !now.tables.contains_key(&index.table)
        })
    }

    fn tables_differ(&self, now: &Self, found: &mut Differences) {
        for (name, old) in &self.tables {
            let new = now
                .tables
                .get(name)
                .filter(|new| !new.assumed && !old.assumed);
            if let Some(new) = new {
                table_differs(name, old, new, found);
            }
        }
    }
}

fn views(catalog: &Catalog) -> Vec<(&Name, Origin)> {
    catalog
        .views
        .iter()
        .map(|(name, view)| (name, view.origin))
        .collect()
}

fn types(catalog: &Catalog) -> Vec<(&Name, Origin)> {
    catalog
        .types
        .iter()
        .map(|(name, (_, origin))| (name, *origin))
        .collect()
}

fn routines(catalog: &Catalog) -> Vec<(&Name, Origin)> {
    let first =
        |all: &[std::sync::Arc<super::Routine>]| all.first().map(|r| r.origin).unwrap_or_default();
    catalog
        .routines
        .iter()
        .filter(|(_, all)| !all.is_empty())
        .map(|(name, all)| (name, first(all)))
        .collect()
}

/// Tables that a file made and that stay.
fn real_tables(catalog: &Catalog) -> Vec<(&Name, Origin)> {
    catalog
        .tables
        .iter()
        .filter(|(name, table)| !table.assumed && name.schema() != super::TEMPORARY)
        .map(|(name, table)| (name, table.origin))
        .collect()
}

fn compare(before: &BTreeSet<Name>, now: &BTreeSet<Name>, what: &str, found: &mut Differences) {
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
    let default = |column: &TableColumn| {
        let text = column.default.as_ref().map(|default| bare(&default.text));
        text.filter(|text| !text.starts_with("nextval"))
    };
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

/// An expression without the brackets and casts that the server adds when it prints one.
fn bare(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split("::");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ' ' || c == '.'));
        out.push_str(end.map_or("", |end| &part[end..]));
    }
    out.retain(|c| !matches!(c, '(' | ')' | ' '));
    out
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
        (KeyKind::Check(a), KeyKind::Check(b)) => {
            bare(&a.text) == bare(&b.text) || one.name == other.name
        }
        (KeyKind::Foreign { table: a, .. }, KeyKind::Foreign { table: b, .. }) => {
            a == b && one.columns == other.columns
        }
        (a, b) => a == b && one.columns == other.columns,
    };
    kind && one.valid == other.valid
}
