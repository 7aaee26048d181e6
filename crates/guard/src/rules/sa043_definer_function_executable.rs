use super::{Check, Found, InFolder, Rule, exposure};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA043",
    class: "definer-function-executable",
    level: Level::Error,
    why: "The function runs with its owner's rights, past every policy, and the server lets PUBLIC execute a new function \
          unless that is taken away.",
    fails: "create function close_account(id uuid) returns void language sql security definer set search_path = ''\n    as 'delete from public.accounts where accounts.id = close_account.id';",
    help: "Revoke EXECUTE from PUBLIC and grant it to the role of the server, or make it SECURITY INVOKER.",
    instead: "create function close_account(id uuid) returns void language sql security definer set search_path = ''\n    as 'delete from public.accounts where accounts.id = close_account.id';\nrevoke execute on function close_account(uuid) from public, anon, authenticated;\ngrant execute on function close_account(uuid) to service_role;",
    check: Check::Folder(check),
};

fn check(folder: &InFolder<'_>, found: &mut Found) {
    let config = folder.settings.config;
    for (name, routine) in folder.new_routines() {
        let exposed = config.schemas.iter().any(|schema| schema == name.schema());
        let by_trigger = routine.returns.contains("trigger");
        if !routine.definer || by_trigger || !exposed {
            continue;
        }
        let right = routine.rights.iter().find(|right| exposure::is_client(config, &right.role));
        if let Some(right) = right {
            let message = format!("{name} runs with its owner's rights, and {} may run it", exposure::shown(&right.role));
            folder.report(found, Level::Error, routine.origin, name, message);
        }
    }
}
