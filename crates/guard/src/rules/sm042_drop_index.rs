use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::Kind},
};

pub(super) const RULE: Rule = Rule {
    id: "SM042",
    class: "drop-index-not-concurrent",
    level: Level::Error,
    why: "DROP INDEX takes the strongest lock on the table: it waits for every running query, and every new query waits \
          behind it.",
    fails: "drop index orders_account_idx;",
    help: "Drop it with CONCURRENTLY, alone in a file without a transaction.",
    instead: "-- stoa:no-transaction\ndrop index concurrently orders_account_idx;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::Drop(drop) = &at.step.action else {
        return;
    };
    if drop.kind != Kind::Index || drop.concurrently {
        return;
    }
    let index = at.catalog.index(&drop.name);
    let gone = drop.if_exists && at.catalog.complete && index.is_none();
    let table = index.map(|index| index.table.clone());
    let level = match &table {
        Some(table) => at.lock_level(table),
        None => Some(Level::Error),
    };
    if let Some(level) = level.filter(|_| !gone) {
        let on = table.map_or_else(|| "its table".to_owned(), |t| t.to_string());
        at.report(found, level, &drop.name, format!("locks {on} against reads and writes to drop {}", drop.name));
    }
}
