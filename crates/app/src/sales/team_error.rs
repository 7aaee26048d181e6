use stoa_core::{Failure, FieldError, Kind};
use stoa_identity::Fault;
use stoa_pg::DbError;
use thiserror::Error;

use super::RoleMissing;

/// Why a team was not read or changed.
#[derive(Debug, Error)]
pub enum TeamError {
    /// The actor is no admin.
    #[error(transparent)]
    Role(#[from] RoleMissing),
    /// People who are not known, or not of sales.
    #[error("not all of these people can be in a team")]
    People(Vec<FieldError>),
    /// Nobody is a member of the own team.
    #[error("a lead cannot be a member of the own team")]
    OwnTeam,
    /// Our own fault, in `main`.
    #[error("the people could not be found")]
    Identity(
        #[from]
        #[source]
        Fault,
    ),
    /// Our own fault, in `tripwire`.
    #[error("the team could not be read or written")]
    Db(#[source] DbError),
}

impl Failure for TeamError {
    fn kind(&self) -> Kind {
        match self {
            Self::Role(error) => error.kind(),
            Self::OwnTeam | Self::People(_) => Kind::Invalid,
            Self::Identity(fault) => fault.kind(),
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Role(error) => error.code(),
            Self::People(_) => "team.people_invalid",
            Self::OwnTeam => "team.own_member",
            Self::Identity(fault) => fault.code(),
            Self::Db(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Role(error) => error.public(),
            Self::People(faults) => {
                let faults: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
                faults.join(" ")
            }
            Self::OwnTeam => "A lead cannot be a member of the own team.".to_owned(),
            Self::Identity(fault) => fault.public(),
            Self::Db(error) => error.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::People(faults) => faults.clone(),
            Self::OwnTeam => vec![FieldError::new("member", self.code(), self.public())],
            Self::Role(_) | Self::Identity(_) | Self::Db(_) => Vec::new(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Identity(fault) => fault.retry_after_seconds(),
            Self::Db(error) => error.retry_after_seconds(),
            _ => None,
        }
    }
}
