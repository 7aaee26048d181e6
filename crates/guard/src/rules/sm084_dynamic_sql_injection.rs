use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, Step},
};

pub(super) const RULE: Rule = Rule {
    id: "SM084",
    class: "dynamic-sql-injection",
    level: Level::Warning,
    why: "A value becomes part of the SQL as it is. Whoever can choose the value chooses the statement, with the rights of \
          the function's owner.",
    fails: "create function find_orders(filter text) returns setof orders language plpgsql as $$\nbegin\n  return query execute 'select * from orders where ' || filter;\nend $$;",
    help: "Pass values with USING, and names through format with %I or quote_ident.",
    instead: "create function find_orders(wanted text) returns setof orders language plpgsql as $$\nbegin\n  return query execute 'select * from orders where state = $1' using wanted;\nend $$;",
    check: Check::Both(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let inner: &[Step] = match &at.step.action {
        Action::CreateRoutine(routine) => &routine.body,
        _ => &[],
    };
    for step in std::iter::once(at.step).chain(inner) {
        if let Action::Dynamic { injectable: true, .. } = step.action {
            at.report_at(found, Level::Warning, step.span, "", "a value becomes part of the SQL without being quoted");
        }
    }
}
