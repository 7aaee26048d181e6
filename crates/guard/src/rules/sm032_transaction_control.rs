use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::Transaction},
};

pub(super) const RULE: Rule = Rule {
    id: "SM032",
    class: "explicit-transaction-control",
    level: Level::Error,
    why: "The runner opens and closes the transaction, so that the version and its change commit together. A COMMIT in \
          the file ends it early: what follows runs by itself, and a failure leaves half of the file applied.",
    fails: "begin;\nalter table orders add column note text;\ncommit;",
    help: "Take the statement out; the runner keeps the file in one transaction.",
    instead: "alter table orders add column note text;",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    if let Action::Transaction(what) = at.step.action {
        let what = match what {
            Transaction::Begin => "opens a transaction inside the runner's",
            Transaction::Commit => "commits before the file is done",
            Transaction::Rollback => "rolls back what the file has done",
            Transaction::Savepoint => "moves savepoints, which the runner keeps for itself",
        };
        at.report(found, Level::Error, "", what);
    }
}
