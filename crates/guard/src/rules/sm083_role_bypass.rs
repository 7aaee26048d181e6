use super::{At, Check, Found, Rule, exposure};
use crate::{
    finding::Level,
    sql::{Action, action::GrantTarget},
};

pub(super) const RULE: Rule = Rule {
    id: "SM083",
    class: "role-bypass",
    level: Level::Error,
    why: "A role with SUPERUSER or BYPASSRLS sees and writes every row of every customer, whatever the policies say. One \
          leaked login is then all of them.",
    fails: "alter role app bypassrls;",
    help: "Give the role what it needs by GRANT and by policies that name it.",
    instead: "create policy orders_app on orders to app using (account_id = current_setting('app.account')::uuid);",
    check: Check::Both(check),
};

/// Roles of the server, and of hosted ones, that may do everything.
const MIGHTY: [&str; 9] = [
    "postgres",
    "rds_superuser",
    "cloudsqlsuperuser",
    "azure_pg_admin",
    "supabase_admin",
    "pg_execute_server_program",
    "pg_write_server_files",
    "pg_read_server_files",
    "pg_write_all_data",
];

fn check(at: &At<'_>, found: &mut Found) {
    match &at.step.action {
        Action::Role { name, options, .. } => {
            let word = options.iter().find(|option| matches!(option.as_str(), "superuser" | "bypassrls"));
            if let Some(word) = word {
                at.report(found, Level::Error, name, format!("{name} becomes {}", word.to_uppercase()));
            }
        }
        Action::Grant(grant) if !grant.revoke && grant.target == GrantTarget::Membership => {
            let mighty = grant
                .privileges
                .iter()
                .find(|role| MIGHTY.contains(&role.as_str()) || is_given_away(at, role, &grant.roles));
            if let (Some(mighty), Some(role)) = (mighty, grant.roles.first()) {
                at.report(found, Level::Error, role, format!("{role} may become {mighty}"));
            }
        }
        _ => {}
    }
}

/// A role that passes by policies, given to one in which clients come.
fn is_given_away(at: &At<'_>, role: &str, members: &[String]) -> bool {
    let passes = at.catalog.roles.get(role).is_some_and(|options| {
        options.iter().any(|option| option == "bypassrls" || option == "superuser")
    });
    let config = at.settings.config;
    (passes || role == "service_role")
        && members.iter().any(|member| exposure::is_client(config, member))
}
