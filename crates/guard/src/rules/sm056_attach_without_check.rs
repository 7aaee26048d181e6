use super::{At, Check, Found, Rule};
use crate::{
    catalog::KeyKind,
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM056",
    class: "attach-without-check",
    level: Level::Error,
    why: "The server reads every row of the new partition under the strongest lock on it, unless a valid CHECK already \
          proves that all of them lie within its bounds.",
    fails: "alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');",
    help: "Add a CHECK with the bounds NOT VALID, validate it, and attach the partition in the migration after.",
    instead: "-- 0008\nalter table events_2025 add constraint events_2025_bounds\n    check (at >= '2025-01-01' and at < '2026-01-01' and at is not null) not valid;\n-- 0009\nalter table events_2025 validate constraint events_2025_bounds;\n-- 0010\nalter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(_, TableChange::AttachPartition(child)) = &at.step.action else {
        return;
    };
    let child = at.full(child);
    let proved = at.catalog.table(&child).is_some_and(|t| {
        t.keys.iter().any(|key| key.valid && matches!(&key.kind, KeyKind::Check(check) if may_bound(&check.text)))
    });
    if let Some(level) = at.lock_level(&child).filter(|_| !proved) {
        at.report(found, level, &child, format!("reads all of {child}{} under a lock to prove its bounds", at.how_large(&child)));
    }
}

/// Only a comparison with a bound, or a list, can prove where rows lie.
fn may_bound(check: &str) -> bool {
    [">=", "<=", " > ", " < ", "between", " = ", " in ", " in("].iter().any(|sign| check.contains(sign))
}
