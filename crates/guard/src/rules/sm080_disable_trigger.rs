use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM080",
    class: "disable-trigger",
    level: Level::Error,
    why: "Foreign keys, audit rows and derived columns are triggers. While they are off, rows come in that nothing checks, \
          and nothing finds them later.",
    fails: "alter table orders disable trigger all;",
    help: "Leave triggers on; let the trigger itself pass by what must pass.",
    instead: "update orders set state = 'open' where state is null and id between 1 and 10000;",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    match &at.step.action {
        Action::AlterTable(table, TableChange::Trigger { enable: false, name }) if !at.is_new(table) => {
            let table = at.full(table);
            at.report(found, Level::Error, &table, format!("turns off the trigger {name} of {table}"));
        }
        Action::Set { name, value, .. } if name == "session_replication_role" && value != "origin" && value != "default" => {
            at.report(found, Level::Error, name, "turns off every trigger and foreign key");
        }
        Action::Select { calls, .. } if calls.iter().any(|call| call.name == "set_config") && turns_off(at) => {
            at.report(found, Level::Error, "session_replication_role", "turns off every trigger and foreign key");
        }
        _ => {}
    }
}

/// Whether a call of `set_config` names the setting, and not to set it back.
fn turns_off(at: &At<'_>) -> bool {
    let text = at.file.source.text.get(at.step.span.start..at.step.span.end).unwrap_or_default();
    let text = text.to_lowercase();
    text.contains("'session_replication_role'") && !text.contains("'origin'") && !text.contains("'default'")
}
