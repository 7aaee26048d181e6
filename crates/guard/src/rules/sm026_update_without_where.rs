use super::{At, Check, Found, Rule};
use crate::{finding::Level, sql::Action};

pub(super) const RULE: Rule = Rule {
    id: "SM026",
    class: "update-without-where",
    level: Level::Error,
    why: "Every row is written again: what was in the column is lost, every row is locked until the end, the table doubles \
          in size, and replicas fall behind.",
    fails: "update accounts set plan = 'free';",
    help: "Say which rows are meant, or confirm above the statement that it is all of them.",
    instead: "update accounts set plan = 'free' where plan is null;",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::Update { table, filter, columns, .. } = &at.step.action else {
        return;
    };
    let name = at.full(table);
    let confirmed = at.confirmed("update-all", &name.to_string());
    if confirmed || filter.narrows || at.is_new(&name) || at.undoes_table(&name) {
        return;
    }
    at.report(found, Level::Error, &name, format!(
        "sets {} in every row of {name}{}",
        columns.join(", "),
        at.how_large(&name)
    ));
}
