use super::{At, Check, Found, Rule};
use crate::{finding::Level, sql::Action};

pub(super) const RULE: Rule = Rule {
    id: "SM041",
    class: "opaque-block",
    level: Level::Info,
    why: "What this block does is decided at run time, so no rule could look at it. It may drop, lock or open anything.",
    fails: "do $$\nbegin\n  execute (select command from pending_commands limit 1);\nend $$;",
    help: "Write the statements down, or read the block with care.",
    instead: "drop index concurrently if exists orders_account_idx;",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let why = match &at.step.action {
        Action::Opaque(why) => *why,
        Action::Dynamic { readable: false, .. } => "builds its SQL at run time",
        _ => return,
    };
    at.report(found, Level::Info, "", format!("this block {why}"));
}
