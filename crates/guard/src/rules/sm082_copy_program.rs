use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, Step},
};

pub(super) const RULE: Rule = Rule {
    id: "SM082",
    class: "copy-program",
    level: Level::Error,
    why: "COPY ... PROGRAM runs a command on the database server, as the user that owns every database there.",
    fails: "copy orders from program 'curl https://example.org/orders.csv';",
    help: "Fetch the file outside the database and load it with COPY FROM STDIN.",
    instead: "insert into countries (code, name) values ('KZ', 'Kazakhstan');",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let inner: &[Step] = match &at.step.action {
        Action::CreateRoutine(routine) => &routine.body,
        _ => &[],
    };
    for step in std::iter::once(at.step).chain(inner) {
        if let Action::Copy { program: true, .. } = step.action {
            at.report_at(found, Level::Error, step.span, "", "runs a command on the database server");
        }
    }
}
