use super::{At, Check, Found, Rule};
use crate::{finding::Level, sql::Action};

pub(super) const RULE: Rule = Rule {
    id: "SM024",
    class: "truncate",
    level: Level::Error,
    why: "All rows are gone, triggers and foreign keys are not asked row by row, and the table is locked against readers \
          until the transaction ends.",
    fails: "truncate sessions;",
    help: "Delete the rows that are meant, in batches, or confirm above the statement that all of them go.",
    instead: "-- stoa:confirm truncate public.sessions: everybody signs in again after the new keys\ntruncate sessions;",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::Truncate { table, .. } = &at.step.action else {
        return;
    };
    let name = at.full(table);
    let confirmed = at.confirmed("truncate", &name.to_string());
    if !confirmed && !at.is_new(&name) && !at.undoes_table(&name) {
        at.report(found, Level::Error, &name, format!("empties {name}{}", at.how_large(&name)));
    }
}
