use super::{Check, Found, InFolder, Rule, exposure};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA005",
    class: "policy-always-true",
    level: Level::Error,
    why: "The policy lets every row through. Named \"service role\" and without TO, it is still a policy for PUBLIC: anyone \
          with a grant reads and writes everything.",
    fails: "create policy \"Service role has full access\" on ingestions for all using (true) with check (true);",
    help: "Name the role with TO, or write the condition that is meant.",
    instead: "create policy ingestions_service on ingestions to service_role using (true) with check (true);",
    check: Check::Folder(check),
};

/// Roles of servers, for which a policy over everything is the usual one.
const SERVERS: [&str; 4] = ["service_role", "postgres", "supabase_admin", "current_user"];

fn check(folder: &InFolder<'_>, found: &mut Found) {
    let config = folder.settings.config;
    for (name, _, policy) in folder.new_policies() {
        let roles = exposure::roles(&policy.is);
        let inside = roles.iter().all(|role| SERVERS.contains(role) || !exposure::is_client(config, role));
        if !policy.is.permissive || inside || !exposure::is_always_true(&policy.is) {
            continue;
        }
        let strangers = roles.iter().any(|role| exposure::is_stranger(role));
        let level = if strangers || exposure::writes(&policy.is) { Level::Error } else { Level::Info };
        let who: Vec<_> = roles.iter().map(|role| exposure::shown(role)).collect();
        let message = format!("lets {} {} every row of {name}", who.join(", "), verb(&policy.is.command));
        folder.report_policy(found, level, name, policy, message);
    }
}

fn verb(command: &str) -> &'static str {
    match command {
        "select" => "read",
        "insert" => "insert",
        "update" => "change",
        "delete" => "delete",
        _ => "read and write",
    }
}
