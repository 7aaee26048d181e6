use serde::Serialize;
use serde_json::json;
use tokio_postgres::types::ToSql;

/// As whom a transaction runs: a database role and the claims that the policies read.
///
/// The role comes from this type, never from the text of a token; the claims are built from the live session.
#[derive(Debug, Clone)]
pub struct Scope {
    role: &'static str,
    claims: String,
}

impl Scope {
    /// A visitor: sees only what policies grant `anon`.
    #[must_use]
    pub fn anon() -> Self {
        Self::new("anon", &json!({ "role": "anon" }))
    }

    /// A signed-in person; `claims` need at least `sub`, and what policies ask for: roles and community.
    #[must_use]
    pub fn authenticated(claims: &impl Serialize) -> Self {
        Self::new("authenticated", claims)
    }

    /// The server itself, for work that no single person asked for; `reason` says which, for the database's log.
    #[must_use]
    pub fn service(reason: &'static str) -> Self {
        Self::new(
            "service_role",
            &json!({ "role": "service_role", "reason": reason }),
        )
    }

    /// What `set_scope.sql` takes.
    pub(crate) fn parameters(&self) -> [&(dyn ToSql + Sync); 2] {
        [&self.role, &self.claims]
    }

    fn new(role: &'static str, claims: &impl Serialize) -> Self {
        Self {
            role,
            // Claims that cannot be written are none: no policy lets anybody pass without.
            claims: serde_json::to_string(claims).unwrap_or_default(),
        }
    }
}
