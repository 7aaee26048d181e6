use super::{At, Check, Found, Rule, locking};
use crate::{
    finding::Level,
    sql::{Action, Name},
};

pub(super) const RULE: Rule = Rule {
    id: "SM037",
    class: "wide-lock-window",
    level: Level::Warning,
    why: "A lock is kept until the transaction ends. Work that follows it, a backfill or an index, runs while readers and \
          writers of the locked table wait.",
    fails: "alter table orders add column total_minor bigint;\nupdate orders set total_minor = total * 100 where total_minor is null;",
    help: "Put the long work into a migration of its own, after the short one.",
    instead: "-- 0008_orders_total_minor.up.sql\nalter table orders add column total_minor bigint;\n\n-- 0009_fill_total_minor.up.sql, or in batches by a job\nupdate orders set total_minor = total * 100 where total_minor is null;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    if at.file.no_transaction() {
        return;
    }
    if pauses(at) && let Some(locked) = locked_before(at) {
        let message = format!("a pause while {locked} is locked against everybody");
        at.report(found, Level::Warning, &locked, message);
    }
    let Some((worked_on, what)) = locking::slow(at) else {
        return;
    };
    if matches!(at.size(&worked_on), super::Size::Small(_)) {
        return;
    }
    if let Some(locked) = locked_before(at) {
        let message = format!("{what} on {worked_on} runs while {locked} is locked against everybody");
        at.report(found, Level::Warning, &worked_on, message);
    }
}

fn locked_before(at: &At<'_>) -> Option<Name> {
    let script = at.file.script;
    for (index, statement) in script.statements.iter().enumerate().take(at.index + 1) {
        for (nth, step) in statement.steps.iter().enumerate() {
            if (index, nth) >= (at.index, at.nth) {
                return None;
            }
            let then = At { index, nth, step, ..*at };
            if let Some(table) = locking::locked_against_readers(&then) {
                return Some(table);
            }
        }
    }
    None
}

fn pauses(at: &At<'_>) -> bool {
    matches!(&at.step.action, Action::Select { calls, .. } if calls.iter().any(|call| call.name.starts_with("pg_sleep")))
}
