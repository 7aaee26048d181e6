use super::{Check, Found, InFile, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SM002",
    class: "empty-up",
    level: Level::Error,
    why: "The journal will say that this version is applied, and nothing has changed. That is how a generated file that \
          lost its content, or a merge that took the wrong side, becomes \"latest\".",
    fails: "-- add the coupons table",
    help: "Write what the migration is to do, or delete the pair.",
    instead: "create table coupons (id uuid primary key);",
    check: Check::File(check),
};

fn check(file: &InFile<'_>, found: &mut Found) {
    if file.file.is_down || !file.file.script.errors.is_empty() || file.has_effect() {
        return;
    }
    let message = if file.file.script.statements.is_empty() {
        "this file holds no statement"
    } else {
        "nothing in this file changes anything"
    };
    file.report(found, Level::Error, None, None, message);
}
