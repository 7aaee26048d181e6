use super::{Check, Found, InFolder, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA044",
    class: "function-search-path",
    level: Level::Error,
    why: "Names in the body mean what the caller's search path says. In a SECURITY DEFINER function somebody's own table or \
          operator of the same name is then used with the owner's rights.",
    fails: "create function total_of(account uuid) returns bigint language sql security definer\n    as 'select sum(total) from orders where account_id = account';",
    help: "Add `set search_path = ''` and write schemas in the body.",
    instead: "create function total_of(account uuid) returns bigint language sql set search_path = ''\n    as 'select sum(total) from public.orders where account_id = account';",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    for (name, routine) in folder.new_routines() {
        let safe = routine.search_path.as_ref().is_some_and(|path| !path.contains("$user") || !routine.definer);
        let inner = matches!(routine.language.as_str(), "c" | "internal");
        if safe || inner {
            continue;
        }
        let (level, whose) = if routine.definer {
            (Level::Error, "runs with its owner's rights and the caller's search path")
        } else {
            (Level::Warning, "takes its caller's search path")
        };
        folder.report(found, level, routine.origin, name, format!("{name} {whose}"));
    }
}
