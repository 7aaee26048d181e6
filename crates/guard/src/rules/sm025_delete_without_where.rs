use super::{At, Check, Found, Rule};
use crate::{finding::Level, sql::Action};

pub(super) const RULE: Rule = Rule {
    id: "SM025",
    class: "delete-without-where",
    level: Level::Error,
    why: "Every row of the table goes, in one transaction that holds its locks and its dead rows until the end.",
    fails: "delete from sessions;",
    help: "Say which rows are meant, or confirm above the statement that it is all of them.",
    instead: "delete from sessions where expires_at < now() - interval '30 days';",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Action::Delete { table, filter } = &at.step.action else {
        return;
    };
    let name = at.full(table);
    let confirmed = at.confirmed("delete-all", &name.to_string());
    if !confirmed && !filter.narrows && !at.is_new(&name) && !at.undoes_table(&name) {
        at.report(found, Level::Error, &name, format!("deletes every row of {name}{}", at.how_large(&name)));
    }
}
