use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM029",
    class: "drop-not-null",
    level: Level::Warning,
    why: "Code that has never met a NULL here will meet one. Putting NOT NULL back needs a scan, and every NULL that came \
          in meanwhile stops it.",
    fails: "alter table orders alter column account_id drop not null;",
    help: "Make sure that every reader knows what a missing value means, and allow the rule with that reason.",
    instead: "-- stoa:allow SM029 orders of guests have no account; release 42 reads them so\nalter table orders alter column account_id drop not null;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, TableChange::DropNotNull(column)) = &at.step.action else {
        return;
    };
    let table = at.full(table);
    let known = at.catalog.table(&table).and_then(|t| t.column(column));
    let ours = known.is_some_and(|c| c.origin.file == at.file.number);
    let never_was = known.is_some_and(|c| !c.not_null);
    if at.is_new(&table) || ours || never_was {
        return;
    }
    let object = table.column(column);
    at.report(found, Level::Warning, &object, format!("lets {object} be empty"));
}
