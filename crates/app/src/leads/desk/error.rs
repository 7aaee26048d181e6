use stoa_core::{CursorError, Failure, Kind};
use stoa_domain::DeliveryState;
use stoa_pg::DbError;
use thiserror::Error;

/// Why something could not be done at the desk.
#[derive(Debug, Error)]
pub enum DeskError {
    /// There is no such delivery.
    #[error("there is no such delivery")]
    NoDelivery,
    /// There is no such lead, or the reader may not know of it.
    #[error("there is no such lead")]
    NoLead,
    /// The delivery is in a state in which this makes no sense.
    #[error("the delivery is {0}")]
    Wrong(DeliveryState),
    /// The delivery's last run is just ending.
    #[error("the delivery's last run has not ended yet")]
    Running,
    /// The delivery waits with its lead in quarantine.
    #[error("the lead is in quarantine")]
    Quarantined,
    /// The lead is not in quarantine.
    #[error("the lead is not in quarantine")]
    NotQuarantined,
    /// The cursor is not one of ours.
    #[error("the cursor is not one of this list")]
    Cursor(#[from] CursorError),
    /// The database.
    #[error("the deliveries could not be read or written")]
    Storage(#[from] DbError),
}

impl Failure for DeskError {
    fn kind(&self) -> Kind {
        match self {
            Self::NoDelivery | Self::NoLead => Kind::NotFound,
            Self::Wrong(_) | Self::Running | Self::Quarantined | Self::NotQuarantined => {
                Kind::Conflict
            }
            Self::Cursor(_) => Kind::Invalid,
            Self::Storage(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoDelivery => "delivery.not_found",
            Self::NoLead => "lead.not_found",
            Self::Wrong(_) => "delivery.wrong_state",
            Self::Running => "delivery.running",
            Self::Quarantined => "lead.quarantined",
            Self::NotQuarantined => "lead.not_quarantined",
            Self::Cursor(_) => "page.cursor_invalid",
            Self::Storage(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::NoDelivery => "There is no such delivery.".to_owned(),
            Self::NoLead => "There is no such lead.".to_owned(),
            Self::Wrong(state) => format!("This cannot be done to a delivery that is {state}."),
            Self::Running => "The delivery is being worked on; please try again.".to_owned(),
            Self::Quarantined => "The lead is in quarantine: release the lead instead.".to_owned(),
            Self::NotQuarantined => "The lead is not in quarantine.".to_owned(),
            Self::Cursor(_) => "The cursor does not belong to this list.".to_owned(),
            Self::Storage(error) => error.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Running => Some(1),
            Self::Storage(error) => error.retry_after_seconds(),
            _ => None,
        }
    }
}
