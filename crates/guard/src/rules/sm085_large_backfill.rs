use super::{At, Check, Found, Rule, Size, locking};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SM085",
    class: "large-backfill-in-one-transaction",
    level: Level::Warning,
    why: "Millions of rows are locked and written again in one transaction: writers wait, replicas fall behind, the table \
          doubles, and a failure at the end throws all of it away.",
    fails: "-- orders has 5 000 000 rows\nupdate orders set currency = 'KZT' where currency is null;",
    help: "Fill the rows in batches, in a job or a procedure that commits between them.",
    instead: "update orders set currency = 'KZT' where id between 1 and 10000 and currency is null;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Some((table, what)) = locking::slow(at) else {
        return;
    };
    if !matches!(what, "an UPDATE" | "a DELETE" | "an INSERT from a SELECT") {
        return;
    }
    let level = match at.size(&table) {
        Size::Large(_) => Level::Warning,
        Size::Unknown => Level::Info,
        Size::New | Size::Small(_) => return,
    };
    at.report(found, level, &table, format!("{what} on {table}{} runs in one transaction", at.how_large(&table)));
}
