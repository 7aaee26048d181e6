use super::{ALL, Check, Found, InFile, Rule};
use crate::{
    directive::{Directive, Says},
    finding::Level,
    sql::{Action, action::TableChange},
};

pub(super) const RULE: Rule = Rule {
    id: "SM005",
    class: "bad-directive",
    level: Level::Error,
    why: "A confirmation is the sentence that a reviewer trusts. One that names another object, gives no reason, or \
          stands before a statement that needs none, has been copied without reading.",
    fails: "-- stoa:confirm drop-table public.old_orders: replaced by orders in March\ndrop table public.orders;",
    help: "Name exactly the object of the statement below, with a reason of at least ten characters, or remove the comment.",
    instead: "-- stoa:confirm drop-table public.old_orders: replaced by orders in March\ndrop table public.old_orders;",
    check: Check::File(check),
};

fn check(file: &InFile<'_>, found: &mut Found) {
    for directive in file.file.directives {
        if let Some(message) = fault(directive, file) {
            file.report(found, Level::Error, Some(directive.span), object(directive), message);
        }
    }
}

fn object(directive: &Directive) -> Option<String> {
    match &directive.says {
        Says::Confirm { object, .. } => Some(object.clone()),
        Says::Allow(rule) => Some(rule.clone()),
        _ => None,
    }
}

fn fault(directive: &Directive, file: &InFile<'_>) -> Option<String> {
    match &directive.says {
        Says::Wrong(why) => Some(why.clone()),
        Says::Allow(rule) if !ALL.iter().any(|r| r.id.eq_ignore_ascii_case(rule) || r.class.eq_ignore_ascii_case(rule)) => {
            Some(format!("there is no rule {rule}"))
        }
        Says::Confirm { kind, object } if !directive.used.get() && !is_so(directive, kind, object, file) => Some(match directive.statement {
            None => format!("no statement follows this confirmation of {object}"),
            Some(_) => format!("the statement below does not need `{kind}` of {object} confirmed"),
        }),
        Says::NoOpDown if !file.file.is_down => Some("this belongs into the down file".to_owned()),
        Says::NoOpDown if file.has_effect() => {
            Some("this down file does something, so it is not without effect".to_owned())
        }
        _ => None,
    }
}

/// In a way back a confirmation may say what the statement does even where no rule asks for it: a table that shrinks a
/// column is written anew, and a name that comes back is a rename.
fn is_so(directive: &Directive, kind: &str, object: &str, file: &InFile<'_>) -> bool {
    let last = object.rsplit('.').next().unwrap_or(object);
    let statement = directive.statement.and_then(|at| file.file.script.statements.get(at));
    file.file.is_down
        && statement.is_some_and(|statement| {
            statement.steps.iter().any(|step| match (&step.action, kind) {
                (Action::Rename(rename), "rename") => rename.name.name == last,
                (Action::AlterTable(_, TableChange::RenameColumn { from, .. }), "rename") => from == last,
                (Action::AlterTable(table, TableChange::SetType { column, .. }), "rewrite" | "narrow") => {
                    column == last || table.name == last
                }
                _ => false,
            })
        })
}
