use super::{Check, Found, InFolder, Rule};
use crate::{
    catalog::{Index, Key, KeyKind},
    finding::Level,
};

pub(super) const RULE: Rule = Rule {
    id: "SM071",
    class: "unindexed-fk",
    level: Level::Warning,
    why: "Each delete or change of a parent row reads the whole child table to see whether somebody points at it, and \
          joins along the key do the same.",
    fails: "create table orders (id uuid primary key, account_id uuid not null references accounts (id));",
    help: "Index the columns of the key.",
    instead: "create table orders (id uuid primary key, account_id uuid not null references accounts (id));\ncreate index orders_account_idx on orders (account_id);",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in &folder.after.tables {
        let keys = table.keys.iter().filter(|key| key.origin.file > 0 && table.partition_of.is_none());
        for key in keys.filter(|key| matches!(key.kind, KeyKind::Foreign { .. })) {
            let covered = folder.after.indexes_of(name).any(|(_, index)| covers(index, key));
            if !covered {
                let object = name.column(&key.columns.join(", "));
                folder.report(found, Level::Warning, key.origin, &object, format!("no index begins with {object}, which a foreign key uses"));
            }
        }
    }
}

/// An index that leads with the key's columns, in any order; one for non-null values serves as well.
fn covers(index: &Index, key: &Key) -> bool {
    let lead: Vec<_> = index.columns.iter().take(key.columns.len()).collect();
    let whole = !index.partial || index.definition.ends_with("is not null");
    whole && lead.len() == key.columns.len() && key.columns.iter().all(|column| lead.contains(&column))
}
