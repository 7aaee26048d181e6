use super::{At, Check, Found, Rule};
use crate::{finding::Level, sql::Action};

pub(super) const RULE: Rule = Rule {
    id: "SM058",
    class: "refresh-not-concurrent",
    level: Level::Error,
    why: "REFRESH locks the view against readers for as long as its query runs.",
    fails: "refresh materialized view order_figures;",
    help: "Give the view a unique index and refresh it with CONCURRENTLY.",
    instead: "refresh materialized view concurrently order_figures;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::Refresh { view, concurrently: false, with_data: true } = &at.step.action else {
        return;
    };
    let name = at.full(view);
    let ours = at.catalog.view(&name).is_some_and(|v| v.origin.file == at.file.number);
    if let Some(level) = at.lock_level(&name).filter(|_| !ours) {
        at.report(found, level, &name, format!("locks {name} against readers while its query runs"));
    }
}
