use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{
        Action, Name,
        action::{CreateRoutine, Kind},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "SM063",
    class: "function-signature-change",
    level: Level::Warning,
    why: "Callers that are running pass the old arguments. A dropped signature fails for them; a second one beside the \
          first, which OR REPLACE makes when arguments differ, is ambiguous or keeps the old body alive.",
    fails: "drop function price_of(uuid);\ncreate function price_of(id uuid, currency text) returns bigint language sql as 'select 1::bigint';",
    help: "Give the new function a new name, or new arguments defaults at the end of the old signature, and drop the old one later.",
    instead: "create function price_in(id uuid, currency text) returns bigint language sql as 'select 1::bigint';",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    match &at.step.action {
        Action::CreateRoutine(create) => created(at, create, found),
        Action::Rename(rename) if rename.kind == Kind::Function => {
            let name = at.catalog.place(&rename.name);
            if !is_ours(at, &name) {
                at.report(found, Level::Warning, &name, format!("{name} is called {} from one moment to the next", rename.to));
            }
        }
        _ => {}
    }
}

fn created(at: &At<'_>, create: &CreateRoutine, found: &mut Found) {
    let name = at.catalog.place(&create.name);
    let types = |params: &[(String, String)]| params.iter().map(|(_, ty)| ty.clone()).collect::<Vec<_>>();
    let wanted = types(&create.params);
    let old: Vec<_> = at.before.routines(&name).iter().collect();
    let same = old.iter().find(|routine| types(&routine.params) == wanted);
    let message = match same {
        Some(same) if names_differ(&same.params, &create.params) => {
            format!("renames arguments of {name}: callers that name them fail")
        }
        Some(same) if same.returns != create.returns && (!create.replace || dropped_before(at, &name)) => {
            format!("{name} returned {}, and now {}", same.returns, create.returns)
        }
        None if !old.is_empty() && (create.replace || dropped_before(at, &name)) => {
            format!("{name} had other arguments: callers that pass them fail or reach the old body")
        }
        _ => return,
    };
    at.report(found, Level::Warning, &name, message);
}

fn names_differ(old: &[(String, String)], new: &[(String, String)]) -> bool {
    old.iter().zip(new).any(|((old, _), (new, _))| !old.is_empty() && old != new)
}

fn dropped_before(at: &At<'_>, name: &Name) -> bool {
    at.earlier().any(|step| {
        matches!(&step.action, Action::Drop(drop) if drop.kind == Kind::Function && at.catalog.place(&drop.name) == *name)
    })
}

fn is_ours(at: &At<'_>, name: &Name) -> bool {
    at.catalog.routines(name).iter().any(|routine| routine.origin.file == at.file.number)
}
