use chrono::{DateTime, Utc};
use stoa_core::{BuyerId, ExposeSecret as _, Failure, Kind, SecretString, UserId};
use stoa_db_tripwire::sales::{self, buyers};
use stoa_domain::{ProvisioningState, Role, RoleSet};
use stoa_identity::{Actor, ClientInfo, Fault, InviteError as IdentityInviteError, Origin};
use stoa_pg::DbError;
use thiserror::Error;

use super::account::{Step, StepError};
use super::{RoleMissing, Sales, desk};

/// A way into a new account: to be given to the buyer, shown once, and stored nowhere.
#[derive(Debug, Clone)]
pub struct InviteLink {
    /// `/invite/` and a token; the public address goes before it.
    pub url_path: SecretString,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

impl InviteLink {
    /// The path as text, for the one answer that shows it.
    #[must_use]
    pub fn path(&self) -> &str {
        self.url_path.expose_secret()
    }
}

/// Why there is no invitation.
#[derive(Debug, Error)]
pub enum InviteError {
    /// The actor does not work at the desk.
    #[error(transparent)]
    Role(#[from] RoleMissing),
    /// There is no such buyer, or not for the actor.
    #[error("there is no such buyer")]
    NotFound,
    /// The account is not made yet.
    #[error("the buyer has no account yet")]
    NotReady,
    /// The making of the account was given up.
    #[error("the buyer's account could not be made")]
    Failed,
    /// The account is older than the sale, or is more than a student's: its owner has a way in, and an invitation would
    /// give it to others.
    #[error("the account is not the sale's")]
    AccountExisted,
    /// The buyer has signed in, or set a password.
    #[error("the buyer has a way in already")]
    AlreadyActive,
    /// Our own fault, in `main`.
    #[error("the invitation could not be made")]
    Identity(
        #[from]
        #[source]
        Fault,
    ),
    /// Our own fault, in `tripwire`.
    #[error("the buyer could not be read or written")]
    Db(
        #[from]
        #[source]
        DbError,
    ),
}

impl Sales {
    /// A new invitation. Earlier ones stay good until one of them is used.
    ///
    /// # Errors
    /// `auth.role_missing`, `buyer.not_found`, `buyer.not_ready` (409), `buyer.provisioning_failed` (409: begin it again
    /// with [`Self::retry_provisioning`]), `buyer.account_existed` (409), `buyer.already_active` (409),
    /// `database.unavailable`.
    #[tracing::instrument(name = "app.buyer.invite", skip_all, fields(buyer.id = %id))]
    pub async fn new_invite(
        &self,
        actor: &Actor,
        client: &ClientInfo,
        id: BuyerId,
    ) -> Result<InviteLink, InviteError> {
        desk(actor)?;
        let buyer = buyers::find(&self.accounts.tripwire, &actor.scope(), id)
            .await?
            .ok_or(InviteError::NotFound)?;
        self.invite(actor, client, &buyer).await
    }

    /// The same for a buyer that the actor has been found to see.
    pub(super) async fn invite(
        &self,
        actor: &Actor,
        client: &ClientInfo,
        buyer: &sales::Buyer,
    ) -> Result<InviteLink, InviteError> {
        let user = invitable(buyer)?;
        let identity = &self.accounts.identity;
        let person = identity
            .find_user(user)
            .await?
            .ok_or(InviteError::NotReady)?;
        if person.roles != RoleSet::from([Role::Student]) {
            return Err(InviteError::AccountExisted);
        }
        if person.last_sign_in_at.is_some() {
            return Err(InviteError::AlreadyActive);
        }
        let invite = identity.invite(user, &Origin::actor(actor, client)).await?;
        self.accounts
            .take(
                &actor.scope(),
                buyer.id,
                &Step::invited(self.accounts.ambient.now()),
            )
            .await?;
        let url_path = SecretString::from(format!("/invite/{}", invite.token.expose_secret()));
        Ok(InviteLink {
            url_path,
            expires_at: invite.expires_at,
        })
    }
}

/// The person to invite, when the account was made by the sale.
fn invitable(buyer: &sales::Buyer) -> Result<UserId, InviteError> {
    match (
        buyer.provisioning.state,
        buyer.user_id,
        buyer.provisioning.account_existed,
    ) {
        (_, _, Some(true)) => Err(InviteError::AccountExisted),
        (state, Some(user), Some(false)) if state.has_course() => Ok(user),
        (ProvisioningState::Failed, _, _) => Err(InviteError::Failed),
        _ => Err(InviteError::NotReady),
    }
}

impl From<IdentityInviteError> for InviteError {
    fn from(error: IdentityInviteError) -> Self {
        match error {
            IdentityInviteError::UserNotFound => Self::NotReady,
            IdentityInviteError::AlreadyActive => Self::AlreadyActive,
            IdentityInviteError::Fault(fault) => Self::Identity(fault),
        }
    }
}

impl From<StepError> for InviteError {
    fn from(error: StepError) -> Self {
        match error {
            StepError::BuyerGone => Self::NotFound,
            StepError::Identity(fault) => Self::Identity(fault),
            StepError::Tripwire(error) | StepError::Learning(error) => Self::Db(error),
            StepError::PersonTaken
            | StepError::AddressUnproved
            | StepError::CourseMissing
            | StepError::OutOfOrder(_) => Self::NotReady,
        }
    }
}

impl Failure for InviteError {
    fn kind(&self) -> Kind {
        match self {
            Self::Role(error) => error.kind(),
            Self::NotFound => Kind::NotFound,
            Self::NotReady | Self::Failed | Self::AccountExisted | Self::AlreadyActive => {
                Kind::Conflict
            }
            Self::Identity(fault) => fault.kind(),
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Role(error) => error.code(),
            Self::NotFound => "buyer.not_found",
            Self::NotReady => "buyer.not_ready",
            Self::Failed => "buyer.provisioning_failed",
            Self::AccountExisted => "buyer.account_existed",
            Self::AlreadyActive => "buyer.already_active",
            Self::Identity(fault) => fault.code(),
            Self::Db(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Role(error) => error.public(),
            Self::NotFound => "There is no such buyer.".to_owned(),
            Self::NotReady => "The account is not made yet; please try again in a moment.".to_owned(),
            Self::Failed => {
                "The account could not be made: begin it again with POST .../retry, or on the buyer's page.".to_owned()
            }
            Self::AccountExisted => {
                "This address had an account already: the buyer signs in with the password they have.".to_owned()
            }
            Self::AlreadyActive => "The buyer has signed in already and needs no invitation.".to_owned(),
            Self::Identity(fault) => fault.public(),
            Self::Db(error) => error.public(),
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
