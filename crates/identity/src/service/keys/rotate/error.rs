use chrono::{DateTime, Utc};
use stoa_core::{Failure, KeyId, Kind};
use thiserror::Error;

use crate::Fault;
use crate::fault::take_faults;

/// Why the keys stay as they are.
#[derive(Debug, Error)]
pub enum KeyChangeError {
    /// No key has this id.
    #[error("there is no such key")]
    NotFound,
    /// The next key waits for its time.
    #[error(
        "key {id} is announced already and signs from {signs_from} on; retire it first to rotate anew"
    )]
    Pending {
        /// The key that waits.
        id: KeyId,
        /// From when on it signs.
        signs_from: DateTime<Utc>,
    },
    /// It signs: without it nobody could sign in.
    #[error("this key signs tokens: rotate first, with --now when it is no longer safe")]
    Signing,
    /// It signed the two API keys that every client is configured with.
    #[error("this key signed the API keys, which live as long as it does")]
    OfApiKeys,
    /// It was retired before.
    #[error("this key is retired already")]
    RetiredAlready,
    /// It is in use.
    #[error("this key is not retired")]
    NotRetired,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(KeyChangeError);

impl Failure for KeyChangeError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound => Kind::NotFound,
            Self::Fault(fault) => fault.kind(),
            _ => Kind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "keys.not_found",
            Self::Pending { .. } => "keys.rotation_pending",
            Self::Signing => "keys.signing",
            Self::OfApiKeys => "keys.of_api_keys",
            Self::RetiredAlready => "keys.retired_already",
            Self::NotRetired => "keys.not_retired",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Fault(fault) => fault.public(),
            fact => format!("{fact}."),
        }
    }
}
