use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{
        Action, Step,
        action::{Other, TableChange, Transaction},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "SM031",
    class: "concurrently-in-transaction",
    level: Level::Error,
    why: "The server refuses this statement inside a transaction, and a migration runs in one. The file fails on the \
          first database it meets.",
    fails: "create index concurrently orders_account_idx on orders (account_id);",
    help: "Put the statement alone into a file that begins with `-- stoa:no-transaction`.",
    instead: "-- stoa:no-transaction\ncreate index concurrently orders_account_idx on orders (account_id);",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let what = match &at.step.action {
        Action::CreateIndex(index) if index.concurrently => "CREATE INDEX CONCURRENTLY",
        Action::Drop(drop) if drop.concurrently => "DROP INDEX CONCURRENTLY",
        Action::Reindex { concurrently: true, .. } => "REINDEX CONCURRENTLY",
        Action::Reindex { whole: true, .. } => "REINDEX of a schema or database",
        Action::AlterTable(_, TableChange::DetachPartition(_, true)) => "DETACH PARTITION CONCURRENTLY",
        Action::Vacuum { .. } => "VACUUM",
        Action::Other(Other::NeedsNoTransaction) => "this statement",
        _ => return,
    };
    let opened = at.earlier().filter_map(transaction).last() == Some(Transaction::Begin);
    if !at.file.no_transaction() || at.step.in_block || opened {
        at.report(found, Level::Error, "", format!("{what} cannot run inside a transaction"));
    }
}

fn transaction(step: &Step) -> Option<Transaction> {
    match step.action {
        Action::Transaction(Transaction::Savepoint) => None,
        Action::Transaction(what) => Some(what),
        _ => None,
    }
}
