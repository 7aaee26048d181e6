use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{
        Action, Name,
        action::{Constraint, ConstraintKind, TableChange},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "SM045",
    class: "unique-constraint-lock",
    level: Level::Error,
    why: "The index behind the constraint is built under the strongest lock on the table.",
    fails: "alter table accounts add constraint accounts_email_key unique (email);",
    help: "Build the unique index concurrently first, and make the constraint of it.",
    instead: "-- in a file without a transaction:\ncreate unique index concurrently accounts_email_key on accounts (email);\n\n-- in the next migration:\nalter table accounts add constraint accounts_email_key unique using index accounts_email_key;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    judge(at, &ConstraintKind::Unique, "a unique index", found);
}

/// Reports a constraint that builds its index while the table is locked.
pub(super) fn judge(at: &At<'_>, kind: &ConstraintKind, what: &str, found: &mut Found) {
    let Action::AlterTable(table, change) = &at.step.action else {
        return;
    };
    let builds = |c: &&Constraint| c.kind == *kind && c.using_index.is_none();
    let constraint = match change {
        TableChange::AddConstraint(constraint) => Some(constraint).filter(builds),
        TableChange::AddColumn(column) => column.constraints.iter().find(builds),
        _ => None,
    };
    let table: Name = at.full(table);
    if let (Some(constraint), Some(level)) = (constraint, at.lock_level(&table)) {
        let message = format!("builds {what} on {table}{} under a lock against everybody", at.how_large(&table));
        let object = constraint.name.as_ref().map_or_else(|| table.to_string(), |name| table.column(name));
        at.report(found, level, object, message);
    }
}
