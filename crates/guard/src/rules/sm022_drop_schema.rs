use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::Kind},
};

pub(super) const RULE: Rule = Rule {
    id: "SM022",
    class: "drop-schema-unconfirmed",
    level: Level::Error,
    why: "With the schema goes everything in it: tables, functions, and what others put there since this file was written.",
    fails: "drop schema reporting cascade;",
    help: "Drop what is in it by name first, and say above the statement why the schema goes.",
    instead: "-- stoa:confirm drop-schema reporting: replaced by the warehouse in release 40\ndrop schema reporting;",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::Drop(drop) = &at.step.action else {
        return;
    };
    if drop.kind != Kind::Schema {
        return;
    }
    let name = &drop.name.name;
    let made_by_up = at.file.is_down
        && at.catalog.schemas.contains_key(name)
        && !at.before.schemas.contains_key(name);
    let new = at.catalog.schemas.get(name).is_some_and(|o| o.file == at.file.number);
    if !at.confirmed("drop-schema", name) && !made_by_up && !new {
        at.report(found, Level::Error, name, format!("drops the schema {name}"));
    }
}
