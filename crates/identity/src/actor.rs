use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use serde_json::Value;
use stoa_core::{CommunityId, SessionId, UserId};
use stoa_domain::{Role, RoleSet};
use stoa_pg::Scope;
use thiserror::Error;

/// How sure we are of who somebody is: by one proof, or by two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Aal {
    /// One proof, such as a password.
    Aal1,
    /// A second proof on top, such as a code.
    Aal2,
}

/// A word that names no assurance level.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no assurance level is called {0:?}")]
pub struct UnknownAal(pub String);

impl Aal {
    /// The level as it stands in claims and in storage: `aal1`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aal1 => "aal1",
            Self::Aal2 => "aal2",
        }
    }
}

impl FromStr for Aal {
    type Err = UnknownAal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = [Self::Aal1, Self::Aal2]
            .into_iter()
            .find(|aal| aal.as_str() == text);
        known.ok_or_else(|| UnknownAal(text.to_owned()))
    }
}

/// Somebody who is signed in, as the live session has it at this moment; never as a token says.
#[derive(Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who it is.
    pub user_id: UserId,
    /// By which sign-in.
    pub session_id: SessionId,
    /// The address, for those who have one.
    pub email: Option<String>,
    /// What the person may do in the community.
    pub roles: RoleSet,
    /// The community in which the person acts.
    pub community_id: CommunityId,
    /// How the sign-in was proved.
    pub aal: Aal,
    /// Whether the person has set up a second proof.
    pub has_factor: bool,
    /// The language the person chose, when one was chosen: `kk`.
    pub locale: Option<String>,
}

impl Actor {
    /// Whether `role` is held.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(role)
    }

    /// Whether the person has a second proof and has not given it in this sign-in. What administers the platform, and
    /// what changes the account itself, waits for it: `auth.insufficient_aal`.
    #[must_use]
    pub fn owes_second_proof(&self) -> bool {
        self.has_factor && self.aal < Aal::Aal2
    }

    /// The scope of a transaction that runs as this person.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope::authenticated(&Claims::of(self))
    }

    /// What policies read about this person.
    #[must_use]
    pub fn claims(&self) -> Value {
        serde_json::to_value(Claims::of(self)).unwrap_or_default()
    }
}

/// What policies read about a person, in the names that they read.
#[derive(Serialize)]
struct Claims<'a> {
    sub: UserId,
    role: &'static str,
    email: Option<&'a str>,
    session_id: SessionId,
    aal: Aal,
    community_id: CommunityId,
    app_metadata: AppMetadata<'a>,
}

#[derive(Serialize)]
struct AppMetadata<'a> {
    roles: &'a RoleSet,
}

impl<'a> Claims<'a> {
    fn of(actor: &'a Actor) -> Self {
        Self {
            sub: actor.user_id,
            role: "authenticated",
            email: actor.email.as_deref(),
            session_id: actor.session_id,
            aal: actor.aal,
            community_id: actor.community_id,
            app_metadata: AppMetadata {
                roles: &actor.roles,
            },
        }
    }
}

/// Leaves out the address: it does not belong in logs.
impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Actor")
            .field("user_id", &self.user_id)
            .field("session_id", &self.session_id)
            .field("roles", &self.roles)
            .field("community_id", &self.community_id)
            .field("aal", &self.aal)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use stoa_core::Ambient;

    #[test]
    fn claims_are_what_policies_ask_for_and_debug_hides_the_address() {
        let ambient = Ambient::system();
        let actor = Actor {
            user_id: UserId::new(&ambient),
            session_id: SessionId::new(&ambient),
            email: Some("a@b.kz".to_owned()),
            roles: RoleSet::from([Role::SalesManager]),
            community_id: CommunityId::new(&ambient),
            aal: Aal::Aal1,
            has_factor: false,
            locale: None,
        };
        let claims = actor.claims();
        assert_eq!(claims["sub"], actor.user_id.to_string());
        assert_eq!(claims["role"], "authenticated");
        assert_eq!(claims["aal"], "aal1");
        assert_eq!(claims["app_metadata"]["roles"], json!(["sales_manager"]));
        assert!(!format!("{actor:?}").contains("a@b.kz"));
    }
}
