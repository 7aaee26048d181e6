use stoa_core::{Failure, Kind};
use thiserror::Error;

use crate::Fault;
use crate::fault::take_faults;

/// Why a buyer has no account that the course may be given to.
#[derive(Debug, Error)]
pub enum BuyerAccountError {
    /// Somebody signs in by an account with this address, and nobody has shown that the address is theirs: the buyer may
    /// be somebody else.
    #[error("nobody has proved the address of the account")]
    Unproved,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(BuyerAccountError);

impl Failure for BuyerAccountError {
    fn kind(&self) -> Kind {
        match self {
            Self::Unproved => Kind::Conflict,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unproved => "buyer.address_unproved",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Unproved => {
                "There is an account with this address, and nobody has proved the address yet."
                    .to_owned()
            }
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Unproved => None,
            Self::Fault(fault) => fault.retry_after_seconds(),
        }
    }
}
