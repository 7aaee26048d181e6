use super::{Check, Found, InFile, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::Other},
};

pub(super) const RULE: Rule = Rule {
    id: "SM030",
    class: "mixed-no-transaction",
    level: Level::Error,
    why: "Outside a transaction each statement commits by itself. When the second one fails, the first stays, and neither \
          going on nor starting again is right.",
    fails: "-- stoa:no-transaction\ncreate index concurrently orders_account_idx on orders (account_id);\nalter table orders add column note text;",
    help: "Put one statement into a file without a transaction, and everything else into another file.",
    instead: "-- 0008_orders_account_idx.up.sql\n-- stoa:no-transaction\ncreate index concurrently orders_account_idx on orders (account_id);\n\n-- 0009_orders_note.up.sql\nalter table orders add column note text;",
    check: Check::File(check),
};

fn check(file: &InFile<'_>, found: &mut Found) {
    if !file.file.no_transaction() {
        return;
    }
    let counted = file.file.script.statements.iter().filter(|statement| {
        !statement.steps.iter().all(|step| {
            matches!(step.action, Action::Set { .. } | Action::Reset(_) | Action::Other(Other::Nothing))
        })
    });
    if let Some(second) = counted.clone().nth(1) {
        let message = format!(
            "{} statements stand in a file without a transaction; each commits by itself",
            counted.count()
        );
        file.report(found, Level::Error, Some(second.span), None, message);
    }
}
