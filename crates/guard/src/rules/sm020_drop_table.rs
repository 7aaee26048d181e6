use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::Kind},
};

pub(super) const RULE: Rule = Rule {
    id: "SM020",
    class: "drop-table-unconfirmed",
    level: Level::Error,
    why: "The rows are gone when the transaction commits; the down file brings back an empty table. Releases that still \
          run fail on every query that names it.",
    fails: "drop table orders;",
    help: "Say above the statement which table goes and why.",
    instead: "-- stoa:confirm drop-table public.orders: rows were moved to sales.orders in 0031\ndrop table orders;",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::Drop(drop) = &at.step.action else {
        return;
    };
    if !matches!(drop.kind, Kind::Table | Kind::ForeignTable | Kind::Database) {
        return;
    }
    let name = at.full(&drop.name);
    if at.confirmed("drop-table", &name.to_string()) || at.undoes_table(&name) || at.is_new(&name) {
        return;
    }
    let gone = drop.if_exists && at.catalog.complete && !at.catalog.tables.contains_key(&name);
    if !gone {
        at.report(found, Level::Error, &name, format!("drops {name} with all its rows{}", at.how_large(&name)));
    }
}
