use stoa_core::{BuyerId, Failure, FieldError, Kind};
use stoa_db_tripwire::sales::{
    self,
    buyers::{self, EMAIL_TAKEN, REQUEST_KEY_TAKEN, Sale},
};
use stoa_domain::{NewBuyer, ProvisioningState, SystemMode};
use stoa_identity::{Actor, ClientInfo};
use stoa_jobs::enqueue;
use stoa_pg::DbError;
use thiserror::Error;

use super::account::server;
use super::request_key::request_key;
use super::{CURRENCY, InviteLink, RoleMissing, Sales, USUAL_PRICE_MINOR, desk, provision};

/// A buyer that was entered, and how far the account has come within the request.
#[derive(Debug, Clone)]
pub struct CreatedBuyer {
    /// The buyer's id.
    pub id: BuyerId,
    /// How far the account has come; the work goes on when it is not at its end.
    pub state: ProvisioningState,
    /// Whether the address had an account before; known once the account is.
    pub account_existed: Option<bool>,
    /// The way in for the buyer, when a new account was made in time. It is shown once.
    pub invite: Option<InviteLink>,
    /// The same request came before: this is its buyer.
    pub replayed: bool,
}

/// Why no buyer was entered.
#[derive(Debug, Error)]
pub enum CreateBuyerError {
    /// The actor does not work at the desk.
    #[error(transparent)]
    Role(#[from] RoleMissing),
    /// The key of the request is empty, too long or not printable.
    #[error("the idempotency key is not 1 to 255 printable characters")]
    KeyInvalid,
    /// The key named another request before.
    #[error("the idempotency key came with another body")]
    BodyDiffers,
    /// The address is a buyer already.
    #[error("the address is a buyer already")]
    Duplicate {
        /// Which one, when the actor may see it.
        id: Option<BuyerId>,
    },
    /// The database failed.
    #[error("the buyer could not be stored")]
    Db(
        #[from]
        #[source]
        DbError,
    ),
}

impl Sales {
    /// Enters a buyer and begins to make the account: both are there, or neither.
    ///
    /// Waits at most 10 s for the account. A repeat with the same key and the same buyer gets the same answer, but a new
    /// invitation; an earlier one stays good. The address may be known as a person: that one is enrolled, and not changed.
    ///
    /// # Errors
    /// `auth.role_missing`, `idempotency.key_invalid` (400), `idempotency.body_differs` (422), `buyer.duplicate` (409),
    /// `database.unavailable`.
    #[tracing::instrument(name = "app.buyer.create", skip_all)]
    pub async fn create_buyer(
        &self,
        actor: &Actor,
        client: &ClientInfo,
        new: &NewBuyer,
        idempotency_key: Option<&str>,
    ) -> Result<CreatedBuyer, CreateBuyerError> {
        desk(actor)?;
        let key = idempotency_key
            .map(|value| request_key(value).ok_or(CreateBuyerError::KeyInvalid))
            .transpose()?;
        let sale = Sale {
            id: BuyerId::new(&self.accounts.ambient),
            community_id: actor.community_id,
            manager_id: actor.user_id,
            buyer: new,
            price_minor: new.price_minor.unwrap_or(USUAL_PRICE_MINOR),
            currency: CURRENCY,
            request_key: key,
            now: self.accounts.ambient.now(),
        };
        let mode = self.mode().await;
        match self.store(actor, &sale, mode).await {
            Ok(()) => {
                let wanted = provision::Wanted {
                    id: sale.id,
                    email: new.email.as_str(),
                    request_id: client.request_id(),
                };
                self.provision(&wanted, mode).await;
                Ok(self.answer(actor, client, sale.id, false).await?)
            }
            Err(error)
                if matches!(
                    error.unique_violation(),
                    Some(EMAIL_TAKEN | REQUEST_KEY_TAKEN)
                ) =>
            {
                let earlier = self.same_request(actor, &sale).await?;
                Ok(self.answer(actor, client, earlier, true).await?)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The sale and its job in one transaction. Only the server may enqueue; the sale must pass the manager's policies.
    async fn store(&self, actor: &Actor, sale: &Sale<'_>, mode: SystemMode) -> Result<(), DbError> {
        let turn = Self::turn(mode, sale.now);
        let tx = self.accounts.tripwire.begin(&server()).await?;
        let stored = async {
            enqueue(&tx, provision::job(sale.id, sale.now).with_run_at(turn)).await?;
            tx.narrow(&actor.scope()).await?;
            buyers::insert(&tx, sale).await
        };
        match stored.await {
            Ok(()) => tx.commit().await,
            Err(error) => {
                tx.rollback().await?;
                Err(error)
            }
        }
    }

    /// The buyer that the same request made before; else what stands in the way.
    async fn same_request(
        &self,
        actor: &Actor,
        sale: &Sale<'_>,
    ) -> Result<BuyerId, CreateBuyerError> {
        let (tripwire, scope) = (&self.accounts.tripwire, actor.scope());
        if let Some(key) = sale.request_key {
            let owner = (actor.community_id, actor.user_id);
            if let Some(earlier) = buyers::find_by_request_key(tripwire, &scope, owner, key).await?
            {
                return if is_same(sale, &earlier) {
                    Ok(earlier.id)
                } else {
                    Err(CreateBuyerError::BodyDiffers)
                };
            }
        }
        let taken =
            buyers::find_by_email(tripwire, &scope, actor.community_id, &sale.buyer.email).await?;
        Err(CreateBuyerError::Duplicate {
            id: taken.map(|buyer| buyer.id),
        })
    }

    /// How far a buyer that the actor sees has come, with a new invitation when one may be made.
    pub(super) async fn answer(
        &self,
        actor: &Actor,
        client: &ClientInfo,
        id: BuyerId,
        replayed: bool,
    ) -> Result<CreatedBuyer, DbError> {
        let buyer = buyers::find(&self.accounts.tripwire, &actor.scope(), id).await?;
        let buyer = buyer.ok_or(DbError::RowCount { want: 1, got: 0 })?;
        let invite = self.invite(actor, client, &buyer).await.inspect_err(|error| {
            tracing::debug!(error = error as &dyn std::error::Error, buyer.id = %id, "no invitation with this answer");
        });
        let invite = invite.ok();
        let state = if invite.is_some() {
            ProvisioningState::Invited
        } else {
            buyer.provisioning.state
        };
        Ok(CreatedBuyer {
            id,
            state,
            account_existed: buyer.provisioning.account_existed,
            invite,
            replayed,
        })
    }
}

/// Whether the sale is what the earlier request entered.
fn is_same(sale: &Sale<'_>, earlier: &sales::Buyer) -> bool {
    earlier.email == sale.buyer.email.as_str()
        && earlier.name == sale.buyer.name.as_str()
        && earlier.phone.as_deref() == sale.buyer.phone.as_ref().map(stoa_domain::Phone::as_str)
        && earlier.price_minor == sale.price_minor
}

impl Failure for CreateBuyerError {
    fn kind(&self) -> Kind {
        match self {
            Self::Role(error) => error.kind(),
            Self::KeyInvalid => Kind::Malformed,
            Self::BodyDiffers => Kind::Invalid,
            Self::Duplicate { .. } => Kind::Conflict,
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Role(error) => error.code(),
            Self::KeyInvalid => "idempotency.key_invalid",
            Self::BodyDiffers => "idempotency.body_differs",
            Self::Duplicate { .. } => "buyer.duplicate",
            Self::Db(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Role(error) => error.public(),
            Self::KeyInvalid => {
                "The Idempotency-Key must be 1 to 255 printable ASCII characters.".to_owned()
            }
            Self::BodyDiffers => "This Idempotency-Key was used for another request.".to_owned(),
            Self::Duplicate { id: Some(id) } => {
                format!("This e-mail address is a buyer already: {id}.")
            }
            Self::Duplicate { id: None } => "This e-mail address is a buyer already.".to_owned(),
            Self::Db(error) => error.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Duplicate { .. } => vec![FieldError::new("email", self.code(), self.public())],
            _ => Vec::new(),
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
