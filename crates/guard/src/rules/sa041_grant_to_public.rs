use super::{Check, Found, InFolder, Rule, sa040_grant_to_anon::judge};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA041",
    class: "grant-to-public",
    level: Level::Error,
    why: "PUBLIC is every role there is and every role that will be: strangers, reports, the login somebody makes next year.",
    fails: "grant select on orders to public;",
    help: "Grant to the roles that are meant, by name.",
    instead: "grant select on orders to reporting;",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    judge(folder, |role| role == "public", found);
}
