use super::{Check, Found, InFolder, Rule};
use crate::{catalog::TEMPORARY, finding::Level};

pub(super) const RULE: Rule = Rule {
    id: "SM070",
    class: "no-primary-key",
    level: Level::Warning,
    why: "Rows cannot be named: two equal ones cannot be told apart, logical replication refuses updates and deletes, and \
          repairs need a full scan.",
    fails: "create table events (happened_at timestamptz not null, kind text not null);",
    help: "Give the table a primary key.",
    instead: "create table events (id uuid primary key, happened_at timestamptz not null, kind text not null);",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, table) in folder.new_tables() {
        let unknown = table.shape_unknown && !table.made_of_query;
        let inherits = table.partition_of.is_some() || unknown || table.foreign;
        if table.primary_key().is_none() && !inherits && name.schema() != TEMPORARY {
            folder.report(found, Level::Warning, table.origin, name, format!("{name} has no primary key"));
        }
    }
}
