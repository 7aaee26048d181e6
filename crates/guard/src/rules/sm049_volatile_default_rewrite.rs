use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, Expr, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM049",
    class: "volatile-default-rewrite",
    level: Level::Error,
    why: "A default that differs from row to row cannot be kept once for all old rows: the whole table is written again \
          under the strongest lock, and every index is built anew.",
    fails: "alter table orders add column public_id uuid default gen_random_uuid();",
    help: "Add the column without a default, set the default for new rows, and fill old rows in batches.",
    instead: "alter table orders add column public_id uuid;\nalter table orders alter column public_id set default gen_random_uuid();\n-- and fill the old rows in batches, in a migration of its own or by a job",
    check: Check::Up(check),
};

/// Functions whose answer differs from call to call.
const VOLATILE: [&str; 14] = [
    "gen_random_uuid",
    "uuid_generate_v1",
    "uuid_generate_v1mc",
    "uuid_generate_v4",
    "uuid_generate_v7",
    "uuidv4",
    "uuidv7",
    "random",
    "clock_timestamp",
    "timeofday",
    "nextval",
    "gen_random_bytes",
    "gen_salt",
    "txid_current",
];

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, TableChange::AddColumn(column)) = &at.step.action else {
        return;
    };
    let table = at.full(table);
    let object = table.column(&column.name);
    let Some(default) = &column.default else {
        return;
    };
    let confirmed = at.confirmed("rewrite", &object);
    if confirmed || !is_volatile(at, default) {
        return;
    }
    if let Some(level) = at.lock_level(&table) {
        let message = format!("writes every row of {table}{} again: the default of {} differs from row to row", at.how_large(&table), column.name);
        at.report(found, level, &object, message);
    }
}

fn is_volatile(at: &At<'_>, default: &Expr) -> bool {
    default.calls.iter().any(|call| {
        let own = at.catalog.routines(call);
        VOLATILE.contains(&call.name.as_str()) || own.iter().any(|routine| routine.volatile)
    })
}
