use super::{At, Check, Found, Rule, sm074_json::new_columns};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA068",
    class: "reg-types",
    level: Level::Warning,
    why: "These types hold the number of an object in this one database. pg_upgrade refuses tables with them, and a restored \
          dump points elsewhere.",
    fails: "create table hooks (id uuid primary key, handler regproc not null);",
    help: "Keep the name as text.",
    instead: "create table hooks (id uuid primary key, handler text not null);",
    check: Check::Up(check),
};

const TYPES: [&str; 8] = [
    "regcollation", "regconfig", "regdictionary", "regnamespace", "regoper", "regoperator", "regproc", "regprocedure",
];

fn check(at: &At<'_>, found: &mut Found) {
    for (table, column) in new_columns(at) {
        if TYPES.contains(&column.ty.name.name.as_str()) {
            let object = table.column(&column.name);
            at.report_at(found, Level::Warning, column.span, &object, format!("{object} is of type {}", column.ty));
        }
    }
}
