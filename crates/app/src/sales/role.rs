use stoa_core::{Failure, Kind};
use stoa_domain::Role;
use stoa_identity::Actor;
use thiserror::Error;

use super::DESK_ROLES;

/// The actor has none of the roles that the operation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("none of the roles {needed:?} is held")]
pub struct RoleMissing {
    /// Any one of these would do.
    pub needed: &'static [Role],
}

/// Lets people of sales through.
pub(super) fn desk(actor: &Actor) -> Result<(), RoleMissing> {
    only(actor, DESK_ROLES)
}

/// Lets people with any of the roles through.
pub(super) fn only(actor: &Actor, needed: &'static [Role]) -> Result<(), RoleMissing> {
    if actor.roles.any_of(needed) {
        Ok(())
    } else {
        Err(RoleMissing { needed })
    }
}

impl Failure for RoleMissing {
    fn kind(&self) -> Kind {
        Kind::Forbidden
    }

    fn code(&self) -> &'static str {
        "auth.role_missing"
    }

    fn public(&self) -> String {
        let roles: Vec<_> = self.needed.iter().map(|role| role.as_str()).collect();
        format!("This needs one of the roles: {}.", roles.join(", "))
    }
}
