use super::{Check, Found, InFile, Rule};
use crate::{directive::Says, finding::Level};

pub(super) const RULE: Rule = Rule {
    id: "SM019",
    class: "order-changed",
    level: Level::Warning,
    why: "A column that is dropped and added again stands at the end. INSERT without a list of columns, `select *` into a \
          record and COPY then take the wrong ones.",
    fails: "-- up.sql (orders is id, note, total)\nalter table orders drop column note;\n-- down.sql\nalter table orders add column note text;",
    help: "Name columns wherever rows are written or copied, or keep the column and drop it a release later.",
    instead: "-- stoa:irreversible the order of columns is used by the monthly export\nalter table orders drop column note;",
    check: Check::File(check),
};

fn check(file: &InFile<'_>, found: &mut Found) {
    let explained = file.file.directives.iter().any(|d| d.says == Says::Irreversible);
    if !file.file.is_down || explained || file.is_opaque() {
        return;
    }
    let last = file.file.script.statements.last().map(|statement| statement.span);
    for (name, old) in &file.before.tables {
        let Some(new) = file.after.tables.get(name).filter(|new| !new.assumed && !old.assumed) else {
            continue;
        };
        let names = |table: &crate::catalog::Table| -> Vec<String> {
            table.columns.iter().map(|column| column.name.clone()).collect()
        };
        let (before, after) = (names(old), names(new));
        let same_set = before.len() == after.len() && before.iter().all(|column| after.contains(column));
        if same_set && before != after {
            let message = format!("the columns of {name} stand in another order after the down file");
            file.report(found, Level::Warning, last, Some(name.to_string()), message);
        }
    }
}
