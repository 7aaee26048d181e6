use super::{Check, Found, InFile, Rule};
use crate::{
    finding::Level,
    sql::{
        Action, Step,
        action::{Other, TableChange},
    },
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
    let counted: Vec<_> = file
        .file
        .script
        .statements
        .iter()
        .filter(|statement| !statement.steps.iter().all(is_preparation))
        .collect();
    let outside = file.file.no_transaction();
    let cannot = counted.iter().find(|statement| statement.steps.iter().any(needs_no_transaction));
    let second = match (outside, cannot) {
        (true, _) => counted.get(1),
        (false, Some(statement)) if counted.len() > 1 => Some(statement),
        _ => None,
    };
    if let Some(second) = second {
        let message = if outside {
            format!("{} statements stand in a file without a transaction; each commits by itself", counted.len())
        } else {
            "this statement needs a file without a transaction, and shares its file with others".to_owned()
        };
        file.report(found, Level::Error, Some(second.span), None, message);
    }
}

fn is_preparation(step: &Step) -> bool {
    matches!(step.action, Action::Set { .. } | Action::Reset(_) | Action::Other(Other::Nothing))
}

/// Whether the server refuses the step inside a transaction.
pub(super) fn needs_no_transaction(step: &Step) -> bool {
    match &step.action {
        Action::CreateIndex(index) => index.concurrently,
        Action::Drop(drop) => drop.concurrently,
        Action::Reindex { concurrently, whole, .. } => *concurrently || *whole,
        Action::AlterTable(_, TableChange::DetachPartition(_, concurrently)) => *concurrently,
        Action::Vacuum { .. } | Action::Other(Other::NeedsNoTransaction) => true,
        _ => false,
    }
}
