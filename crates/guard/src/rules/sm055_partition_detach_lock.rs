use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM055",
    class: "partition-detach-lock",
    level: Level::Error,
    why: "DETACH PARTITION locks the whole partitioned table against everybody, and waits for every query on any partition.",
    fails: "alter table events detach partition events_2024;",
    help: "Write CONCURRENTLY, alone in a file without a transaction.",
    instead: "-- stoa:no-transaction\nalter table events detach partition events_2024 concurrently;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, TableChange::DetachPartition(child, false)) = &at.step.action else {
        return;
    };
    let table = at.full(table);
    if let Some(level) = at.lock_level(&table) {
        at.report(found, level, at.full(child), format!("locks {table} with all its partitions against everybody"));
    }
}
