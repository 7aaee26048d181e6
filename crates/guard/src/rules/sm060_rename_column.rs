use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM060",
    class: "rename-column",
    level: Level::Error,
    why: "While a release rolls out, old and new code run at once, and only one of them knows the name. Every query of the \
          other fails until the last process is replaced, and again when the release is rolled back.",
    fails: "alter table orders rename column total to total_minor;",
    help: "Add a column, write both, move the readers, and drop the old one releases later; or confirm the rename.",
    instead: "alter table orders add column total_minor bigint;\n-- the code writes both, a job fills old rows; a later release drops total",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::AlterTable(table, TableChange::RenameColumn { from, to }) = &at.step.action else {
        return;
    };
    let name = at.full(table);
    let object = name.column(from);
    let confirmed = at.confirmed("rename", &object);
    let ours = at
        .catalog
        .table(&name)
        .and_then(|t| t.column(from))
        .is_some_and(|c| c.origin.file == at.file.number);
    if !confirmed && !ours && !at.is_new(&name) {
        at.report(found, Level::Error, &object, format!("{object} is called {to} from one moment to the next"));
    }
}
