use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, Step},
};

pub(super) const RULE: Rule = Rule {
    id: "SM033",
    class: "enum-value-used-in-transaction",
    level: Level::Error,
    why: "A label added to an enum may not be used before its transaction has committed: the statement fails with \
          \"unsafe use of new value\".",
    fails: "alter type order_state add value 'refunded';\nupdate orders set state = 'refunded' where id = 7;",
    help: "Add the label in one migration and use it in the next.",
    instead: "-- 0008_order_state_refunded.up.sql\nalter type order_state add value 'refunded';\n\n-- 0009_refund.up.sql\nupdate orders set state = 'refunded' where id = 7;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    if at.file.no_transaction() || matches!(at.step.action, Action::AddEnumValue(..)) {
        return;
    }
    for step in at.earlier() {
        if let Action::AddEnumValue(ty, value) = &step.action {
            let made_here = at
                .catalog
                .types
                .get(&at.catalog.place(ty))
                .is_some_and(|(_, origin)| origin.file == at.file.number);
            if !made_here && uses(at, at.step, value) {
                let message = format!("uses '{value}', which this transaction has only just added to {ty}");
                at.report(found, Level::Error, at.catalog.place(ty), message);
                return;
            }
        }
    }
}

fn uses(at: &At<'_>, step: &Step, value: &str) -> bool {
    if matches!(step.action, Action::Comment | Action::CreateRoutine(_)) {
        return false;
    }
    let span = step.span;
    let text = at.file.source.text.get(span.start..span.end).unwrap_or_default();
    text.contains(&format!("'{value}'"))
}
