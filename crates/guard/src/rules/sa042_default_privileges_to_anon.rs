use super::{Check, Found, InFolder, Rule, exposure};
use crate::{
    finding::Level,
    sql::action::GrantTarget,
};

pub(super) const RULE: Rule = Rule {
    id: "SA042",
    class: "default-privileges-to-anon",
    level: Level::Error,
    why: "Every table that is made from now on is open to strangers the moment it is there, and nobody who writes its \
          migration sees it.",
    fails: "alter default privileges in schema public grant select on tables to anon;",
    help: "Grant each table by name, in its own migration.",
    instead: "alter default privileges in schema public revoke all on tables from anon;",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (at, (grant, origin)) in folder.after.default_grants.iter().enumerate() {
        let role = grant.roles.iter().find(|role| exposure::is_stranger(role));
        let taken_back = folder.after.default_grants[at + 1..].iter().any(|(later, _)| {
            later.revoke && later.target == grant.target && role.is_some_and(|role| later.roles.contains(role))
        });
        let of_tables = matches!(grant.target, GrantTarget::AllTables(_));
        if let Some(role) = role.filter(|_| origin.file > 0 && !grant.revoke && of_tables && !taken_back) {
            let message = format!("{} gets every table that is made from now on", exposure::shown(role));
            folder.report(found, Level::Error, *origin, role, message);
        }
    }
}
