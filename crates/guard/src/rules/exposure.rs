//! Who can reach a table: grants, memberships, defaults.

use super::InFolder;
use crate::{
    catalog::{Catalog, Right},
    config::{Config, Profile},
    sql::{Name, action::CreatePolicy},
};

/// Roles in which people come who have not signed in.
const STRANGERS: [&str; 4] = ["public", "anon", "anonymous", "web_anon"];

/// Whether strangers come in this role.
pub(super) fn is_stranger(role: &str) -> bool {
    STRANGERS.contains(&role)
}

/// Whether clients come in this role.
pub(super) fn is_client(config: &Config, role: &str) -> bool {
    is_stranger(role) || config.app_roles.iter().any(|app| app == role)
}

/// The widest client role that has one of these rights, as it is shown to people.
pub(super) fn reach(
    config: &Config,
    catalog: &Catalog,
    name: &Name,
    rights: &[Right],
) -> Option<String> {
    let able = |role: &str| {
        rights.iter().any(|right| {
            right.role == role
                || catalog
                    .members
                    .iter()
                    .any(|(group, member)| *group == right.role && member == role)
        })
    };
    let mut roles = vec!["public"];
    roles.extend(STRANGERS.iter().skip(1));
    roles.extend(config.app_roles.iter().map(String::as_str));
    roles
        .into_iter()
        .find(|role| able(role) && may_enter(catalog, name.schema(), role))
        .map(shown)
}

/// Whether a role may name anything in a schema; nothing is said of `public`, which everybody may use.
fn may_enter(catalog: &Catalog, schema: &str, role: &str) -> bool {
    let said: Vec<_> = catalog
        .schema_grants
        .iter()
        .filter(|(s, _, p, _)| s == schema && (p == "usage" || p == "all"))
        .collect();
    schema == "public"
        || said.is_empty() && catalog.schemas.get(schema).is_none_or(|o| o.file == 0)
        || said.iter().any(|(_, r, _, _)| r == role || r == "public")
}

/// A role's name for people.
pub(super) fn shown(role: &str) -> String {
    if role == "public" {
        "PUBLIC".to_owned()
    } else {
        role.to_owned()
    }
}

/// The words that say who can get there.
pub(super) fn reachable_by(reach: Option<&str>) -> String {
    format!("reachable by {}", reach.unwrap_or("nobody yet"))
}

impl InFolder<'_> {
    pub(super) fn reach_of(&self, name: &Name, rights: &[Right]) -> Option<String> {
        reach(self.settings.config, self.after, name, rights)
    }

    /// Whether tables in this place are expected to have row-level security.
    pub(super) fn expects_rls(&self, name: &Name) -> bool {
        let config = self.settings.config;
        let exposed = config.schemas.iter().any(|schema| schema == name.schema());
        let house =
            self.after.tables.iter().any(|(other, table)| {
                table.rls && other != name && other.schema() == name.schema()
            });
        config.profile == Profile::Strict
            || exposed && (config.profile == Profile::Supabase || house)
    }
}

/// The roles a policy is for; without TO it is everybody.
pub(super) fn roles(policy: &CreatePolicy) -> Vec<&str> {
    match &policy.roles {
        Some(roles) => roles.iter().map(String::as_str).collect(),
        None => vec!["public"],
    }
}

/// Whether the policy depends on who asks.
pub(super) fn asks_who(policy: &CreatePolicy) -> bool {
    [&policy.using, &policy.check]
        .into_iter()
        .flatten()
        .any(|expr| {
            let text = &expr.text;
            [
                "auth.",
                "current_setting",
                "current_user",
                "session_user",
                "jwt",
                "request.",
                "current_role",
                "app.",
            ]
            .iter()
            .any(|word| text.contains(word))
        })
}

/// Whether the policy lets rows be written.
pub(super) fn writes(policy: &CreatePolicy) -> bool {
    policy.command != "select"
}

/// Whether it lets every row through.
pub(super) fn is_always_true(policy: &CreatePolicy) -> bool {
    let always =
        |expr: &Option<crate::sql::Expr>| expr.as_ref().and_then(|e| e.truth) == Some(true);
    match policy.command.as_str() {
        "insert" => always(&policy.check),
        "select" | "delete" => always(&policy.using),
        _ => always(&policy.using) || always(&policy.check),
    }
}
