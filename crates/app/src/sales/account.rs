//! The steps by which a sale becomes an account with the course. Each finds what an earlier run of it made, so all of
//! them may be repeated, and cut off, at any point.

use chrono::{DateTime, Utc};
use stoa_core::{Ambient, BuyerId, UserId};
use stoa_db_tripwire::sales::{
    Buyer,
    buyers::{self, PERSON_TAKEN, Progress},
};
use stoa_domain::buyer::{IllegalStep, ProvisioningEvent};
use stoa_domain::{Email, PersonName, Phone, Provisioning, ProvisioningState};
use stoa_identity::{BuyerAccountError, Fault, Identity, Origin};
use stoa_pg::{DbError, Scope, TripwireDb, TripwireTx};
use thiserror::Error;

use super::COURSE_SLUG;
use crate::learning::{EnrolError, Learning};

/// Where accounts are made.
#[derive(Clone)]
pub(super) struct Accounts {
    pub(super) tripwire: TripwireDb,
    pub(super) identity: Identity,
    pub(super) learning: Learning,
    pub(super) ambient: Ambient,
}

/// One step, and what is noted with it.
pub(super) struct Step<'a> {
    event: ProvisioningEvent,
    person: Option<UserId>,
    code: Option<&'a str>,
    invited_at: Option<DateTime<Utc>>,
}

/// Why a step was not done.
#[derive(Debug, Error)]
pub(super) enum StepError {
    /// There is no such buyer, or the scope may not change it.
    #[error("there is no such buyer")]
    BuyerGone,
    /// The address leads to a person who is a buyer already, under another address.
    #[error("the person is a buyer already, under another address")]
    PersonTaken,
    /// An account has the address, somebody is in it, and nobody has shown that the address is theirs.
    #[error("nobody has proved the address of the account")]
    AddressUnproved,
    /// The course is not there.
    #[error("there is no course to give")]
    CourseMissing,
    /// Another run has come further in the meantime, or given up.
    #[error(transparent)]
    OutOfOrder(#[from] IllegalStep),
    /// The tripwire database.
    #[error("the buyer's row could not be read or written")]
    Tripwire(#[source] DbError),
    /// The main database, as identity sees it.
    #[error("the account could not be found or made")]
    Identity(#[from] Fault),
    /// The main database, as learning sees it.
    #[error("the course could not be given")]
    Learning(#[source] DbError),
}

impl From<DbError> for StepError {
    fn from(error: DbError) -> Self {
        if error.unique_violation() == Some(PERSON_TAKEN) {
            Self::PersonTaken
        } else {
            Self::Tripwire(error)
        }
    }
}

impl From<BuyerAccountError> for StepError {
    fn from(error: BuyerAccountError) -> Self {
        match error {
            BuyerAccountError::Unproved => Self::AddressUnproved,
            BuyerAccountError::Fault(fault) => Self::Identity(fault),
        }
    }
}

impl From<EnrolError> for StepError {
    fn from(error: EnrolError) -> Self {
        match error {
            EnrolError::NoSuchCourse(_) => Self::CourseMissing,
            EnrolError::Storage(error) => Self::Learning(error),
        }
    }
}

impl Accounts {
    /// All steps that are still to be done, in their order.
    pub(super) async fn make(&self, id: BuyerId) -> Result<(), StepError> {
        let buyer = buyers::find(&self.tripwire, &server(), id)
            .await?
            .ok_or(StepError::BuyerGone)?;
        match buyer.provisioning.state {
            ProvisioningState::Enrolled | ProvisioningState::Invited => {
                tracing::info!(
                    skipped = true,
                    reason = "Already processed (idempotency check)",
                    "buyer has the course"
                );
                return Ok(());
            }
            ProvisioningState::Failed => drop(self.take(&server(), id, &Step::retried()).await?),
            ProvisioningState::Requested | ProvisioningState::UserReady => {}
        }
        let user = self.person(&buyer).await?;
        self.learning
            .ensure_enrolment(user, buyer.community_id, COURSE_SLUG, "tripwire", id.0)
            .await?;
        self.take(&server(), id, &Step::enrolled()).await?;
        Ok(())
    }

    /// Takes one step in a transaction of its own; gives how far the account has come.
    pub(super) async fn take(
        &self,
        scope: &Scope,
        id: BuyerId,
        step: &Step<'_>,
    ) -> Result<Provisioning, StepError> {
        let tx = self.tripwire.begin(scope).await?;
        match take_within(&tx, id, step, self.ambient.now()).await {
            Ok(provisioning) => {
                tx.commit().await?;
                Ok(provisioning)
            }
            Err(error) => {
                tx.rollback().await?;
                Err(error)
            }
        }
    }

    /// The person with the buyer's account: known, found, or made now without a password.
    async fn person(&self, buyer: &Buyer) -> Result<UserId, StepError> {
        let (user, existed) = match (buyer.user_id, buyer.provisioning.account_existed) {
            (Some(user), Some(existed)) => {
                tracing::info!(
                    skipped = true,
                    reason = "Already in database (partial retry)",
                    "buyer has an account"
                );
                (user, existed)
            }
            _ => self.find_or_make(buyer).await?,
        };
        self.take(&server(), buyer.id, &Step::user_ready(user, existed))
            .await?;
        Ok(user)
    }

    async fn find_or_make(&self, buyer: &Buyer) -> Result<(UserId, bool), StepError> {
        let corrupt = |column| DbError::Corrupt {
            table: "tripwire_users",
            column,
            row: buyer.id.to_string(),
        };
        let email = Email::parse(&buyer.email).map_err(|_| corrupt("email"))?;
        let name = PersonName::parse(&buyer.name).map_err(|_| corrupt("name"))?;
        let phone = buyer
            .phone
            .as_deref()
            .map(Phone::parse)
            .transpose()
            .map_err(|_| corrupt("phone"))?;
        let (user, found) = self
            .identity
            .find_or_create_buyer(&email, &name, phone.as_ref(), &Origin::system())
            .await?;
        let existed = found && self.is_older_than_the_sale(user, buyer).await?;
        if existed {
            tracing::info!(
                skipped = true,
                reason = "User already exists",
                "buyer had an account before the sale"
            );
        }
        Ok((user, existed))
    }

    /// Tells an account that was there from one that an earlier, cut-off run of this step made.
    async fn is_older_than_the_sale(&self, user: UserId, buyer: &Buyer) -> Result<bool, StepError> {
        let user = self.identity.find_user(user).await?;
        Ok(user.is_none_or(|user| user.created_at < buyer.created_at))
    }
}

/// The step inside a transaction that holds more than it.
pub(super) async fn take_within(
    tx: &TripwireTx,
    id: BuyerId,
    step: &Step<'_>,
    now: DateTime<Utc>,
) -> Result<Provisioning, StepError> {
    let buyer = buyers::lock(tx, id).await?.ok_or(StepError::BuyerGone)?;
    let next = buyer.provisioning.advance(step.event)?;
    if let (None, Some(user), Some(existed)) = (buyer.user_id, step.person, next.account_existed) {
        buyers::save_person(tx, id, user, existed).await?;
    }
    if next != buyer.provisioning || step.invited_at.is_some() {
        let progress = Progress {
            state: next.state,
            reason: step.code,
            invited_at: step.invited_at,
        };
        buyers::save_provisioning(tx, id, progress, now).await?;
    }
    Ok(next)
}

impl<'a> Step<'a> {
    pub(super) const fn retried() -> Self {
        Self::of(ProvisioningEvent::Retried)
    }

    pub(super) const fn failed(code: &'a str) -> Self {
        Self {
            code: Some(code),
            ..Self::of(ProvisioningEvent::Failed)
        }
    }

    pub(super) const fn invited(at: DateTime<Utc>) -> Self {
        Self {
            invited_at: Some(at),
            ..Self::of(ProvisioningEvent::Invited)
        }
    }

    const fn user_ready(user: UserId, account_existed: bool) -> Self {
        Self {
            person: Some(user),
            ..Self::of(ProvisioningEvent::UserReady { account_existed })
        }
    }

    const fn enrolled() -> Self {
        Self::of(ProvisioningEvent::Enrolled)
    }

    const fn of(event: ProvisioningEvent) -> Self {
        Self {
            event,
            person: None,
            code: None,
            invited_at: None,
        }
    }
}

/// The making of an account is the server's work, whoever asked for it.
pub(super) fn server() -> Scope {
    Scope::service("make a buyer's account")
}
