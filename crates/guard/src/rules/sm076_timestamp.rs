use super::{At, Check, Found, Rule, sm074_json::new_columns};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SM076",
    class: "timestamp-without-zone",
    level: Level::Info,
    why: "The value means another moment on each machine with another time zone. Nobody can tell later which one was meant.",
    fails: "create table events (id uuid primary key, happened_at timestamp not null);",
    help: "Use timestamptz.",
    instead: "create table events (id uuid primary key, happened_at timestamptz not null);",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    for (table, column) in new_columns(at) {
        if column.ty.name.name == "timestamp" {
            let object = table.column(&column.name);
            at.report_at(found, Level::Info, column.span, &object, format!("{object} does not say in which time zone it is"));
        }
    }
}
