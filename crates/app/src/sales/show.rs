use stoa_core::{BuyerId, Failure, Kind};
use stoa_db_tripwire::sales::{self, buyers};
use stoa_identity::Actor;
use stoa_pg::DbError;
use thiserror::Error;

use super::account::StepError;
use super::{Buyer, RoleMissing, Sales, desk};

/// Why a buyer was not shown, or the making of the account not begun again.
#[derive(Debug, Error)]
pub enum BuyerError {
    /// The actor does not work at the desk.
    #[error(transparent)]
    Role(#[from] RoleMissing),
    /// There is no such buyer, or not for the actor.
    #[error("there is no such buyer")]
    NotFound,
    /// The database failed.
    #[error("the buyer could not be read or written")]
    Db(
        #[from]
        #[source]
        DbError,
    ),
}

impl Sales {
    /// One buyer, as the desk shows it now.
    ///
    /// # Errors
    /// `auth.role_missing`, `buyer.not_found`, `database.unavailable`.
    #[tracing::instrument(name = "app.buyer.show", skip_all, fields(buyer.id = %id))]
    pub async fn buyer(&self, actor: &Actor, id: BuyerId) -> Result<Buyer, BuyerError> {
        desk(actor)?;
        self.refresh_activity(actor.community_id).await;
        let buyer = self.visible_buyer(actor, id).await?;
        let names = self.names([buyer.manager_id]).await;
        Ok(Buyer::of(buyer, &names))
    }

    /// The stored buyer; one that the actor may not see is not there.
    pub(super) async fn visible_buyer(
        &self,
        actor: &Actor,
        id: BuyerId,
    ) -> Result<sales::Buyer, BuyerError> {
        let buyer = buyers::find(&self.accounts.tripwire, &actor.scope(), id).await?;
        buyer.ok_or(BuyerError::NotFound)
    }
}

impl From<StepError> for BuyerError {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Tripwire(error) | StepError::Learning(error) => Self::Db(error),
            _ => Self::NotFound,
        }
    }
}

impl Failure for BuyerError {
    fn kind(&self) -> Kind {
        match self {
            Self::Role(error) => error.kind(),
            Self::NotFound => Kind::NotFound,
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Role(error) => error.code(),
            Self::NotFound => "buyer.not_found",
            Self::Db(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Role(error) => error.public(),
            Self::NotFound => "There is no such buyer.".to_owned(),
            Self::Db(error) => error.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        if let Self::Db(error) = self {
            error.retry_after_seconds()
        } else {
            None
        }
    }
}
