use super::{Check, Found, InFolder, Rule};
use crate::{
    catalog::Index,
    finding::Level,
    sql::Name,
};

pub(super) const RULE: Rule = Rule {
    id: "SM072",
    class: "duplicate-index",
    level: Level::Warning,
    why: "Every write keeps both indexes, and no query is faster for it. A UNIQUE or a primary key is an index already.",
    fails: "create table accounts (id uuid primary key, email text not null unique);\ncreate index accounts_email_idx on accounts (email);",
    help: "Leave the second one out.",
    instead: "create table accounts (id uuid primary key, email text not null unique);",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, index) in &folder.after.indexes {
        if index.origin.file == 0 {
            continue;
        }
        if let Some(twin) = twin(folder, name, index) {
            folder.report(found, Level::Warning, index.origin, name, format!("{} does what {} does already", name.name, twin.name));
        }
    }
}

/// An older index, or the one of a key, with the same definition.
fn twin<'a>(folder: &'a InFolder<'_>, name: &Name, index: &Index) -> Option<&'a Name> {
    folder
        .after
        .indexes_of(&index.table)
        .filter(|(other, _)| *other != name)
        .filter(|(_, other)| other.definition == index.definition)
        .filter(|(_, other)| !index.unique || other.unique)
        .find(|(other_name, other)| {
            // Of two equal ones, the later is the one too many.
            let same_rank = other.of_key == index.of_key && other.unique == index.unique;
            !same_rank || (other.origin, *other_name) < (index.origin, name)
        })
        .filter(|(_, other)| !index.of_key || other.of_key)
        .map(|(other, _)| other)
}
