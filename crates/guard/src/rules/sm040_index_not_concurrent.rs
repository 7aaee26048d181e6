use super::{At, Check, Found, Rule};
use crate::{finding::Level, sql::Action};

pub(super) const RULE: Rule = Rule {
    id: "SM040",
    class: "index-not-concurrent",
    level: Level::Error,
    why: "CREATE INDEX locks the table against every write until the index is built. On a large table that is minutes in \
          which nobody can order, sign in or pay.",
    fails: "create index orders_account_idx on orders (account_id);",
    help: "Build it with CONCURRENTLY, alone in a file without a transaction.",
    instead: "-- stoa:no-transaction\ncreate index concurrently orders_account_idx on orders (account_id);",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::CreateIndex(index) = &at.step.action else {
        return;
    };
    let table = at.full(&index.table);
    let parent_only = index.only && at.catalog.table(&table).is_some_and(|t| t.partitioned);
    if index.concurrently || parent_only || exists_already(at, index) {
        return;
    }
    if let Some(level) = at.lock_level(&table) {
        let message = format!("locks {table}{} against writes while the index is built", at.how_large(&table));
        at.report(found, level, &table, message);
    }
}

/// IF NOT EXISTS over an index that is there does nothing.
fn exists_already(at: &At<'_>, index: &crate::sql::action::CreateIndex) -> bool {
    let name = index.name.as_ref().map(crate::sql::Name::bare);
    index.if_not_exists && name.is_some_and(|name| at.catalog.index(&name).is_some())
}
