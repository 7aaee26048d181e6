use super::{At, Check, Found, Rule, unknown, will_fail};
use crate::{
    finding::Level,
    sql::{Action, Name},
};

pub(super) const RULE: Rule = Rule {
    id: "SM016",
    class: "down-fails",
    level: Level::Error,
    why: "The roll-back stops at this statement. It is found out in the one hour in which going back was the plan.",
    fails: "-- up.sql\ncreate table coupons (id uuid primary key);\n-- down.sql\ndrop table cupons;",
    help: "Run up, down, up on a scratch database; name what the up file made.",
    instead: "-- down.sql\ndrop table coupons;",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    if !at.file.is_down {
        return;
    }
    let taken = match &at.step.action {
        Action::CreateTable(create) if !create.if_not_exists && !create.temporary => {
            let name = at.catalog.place(&create.name);
            at.catalog.tables.get(&name).filter(|t| !t.assumed).map(|_| (name.to_string(), format!("{name} exists already")))
        }
        _ => None,
    };
    if let Some((object, message)) = taken.or_else(|| unknown::missing(at)).or_else(|| will_fail::obstacle(at)) {
        at.report(found, Level::Error, object, message);
    } else if let Some(name) = never_made(at) {
        at.report(found, Level::Error, &name, format!("{name} is not there after the up file"));
    }
}

/// Without a base, what a down file drops must at least not be what its up file dropped.
fn never_made(at: &At<'_>) -> Option<Name> {
    let Action::Drop(drop) = &at.step.action else {
        return None;
    };
    let name = at.full(&drop.name);
    let is_table = drop.kind == crate::sql::action::Kind::Table && !drop.if_exists;
    let was_there = at.before.tables.contains_key(&name);
    (is_table && was_there && !at.catalog.tables.contains_key(&name) && !at.catalog.complete).then_some(name)
}
