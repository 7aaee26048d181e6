use super::{At, Check, Found, Rule};
use crate::{finding::Level, sql::Action};

pub(super) const RULE: Rule = Rule {
    id: "SM054",
    class: "reindex-not-concurrent",
    level: Level::Error,
    why: "REINDEX locks the table against writes, and every reader that would use the index, until it is built anew.",
    fails: "reindex index orders_account_idx;",
    help: "Write CONCURRENTLY, alone in a file without a transaction.",
    instead: "-- stoa:no-transaction\nreindex index concurrently orders_account_idx;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::Reindex { concurrently: false, target, .. } = &at.step.action else {
        return;
    };
    let table = target.as_ref().map(|target| match at.catalog.index(target) {
        Some(index) => index.table.clone(),
        None => at.full(target),
    });
    let level = table.as_ref().map_or(Some(Level::Error), |table| at.lock_level(table));
    if let Some(level) = level {
        let object = target.as_ref().map(ToString::to_string).unwrap_or_default();
        at.report(found, level, object, "locks the table against writes while its index is built anew");
    }
}
