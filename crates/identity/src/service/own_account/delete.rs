use stoa_core::{Failure, Kind, SecretString};
use stoa_db_main::identity::{credentials, scope, sessions, users};
use stoa_pg::MainTx;
use thiserror::Error;

use crate::fault::{BUSY_RETRY_SECONDS, BUSY_TEXT, take_faults};
use crate::live::Forgotten;
use crate::service::admin::AdminError;
use crate::service::{Identity, Inner, finish};
use crate::{Actor, ClientInfo, Fault, Origin};

/// Why an account was not deleted at the wish of its person.
#[derive(Debug, Error)]
pub enum DeleteOwnError {
    /// There is a password, and none was given: `account.password_required` (422).
    #[error("the password is needed")]
    PasswordMissing,
    /// What was given is not the password: `account.password_wrong` (422).
    #[error("the password is wrong")]
    PasswordWrong,
    /// The person has a second factor, and this sign-in did not use it: `auth.insufficient_aal` (403).
    #[error("the sign-in was not proved by the second factor")]
    InsufficientAal,
    /// Nobody else could administer the platform: `account.last_admin` (409).
    #[error("the account is the last administrator's")]
    LastAdmin,
    /// The user or the session ended a moment ago: `auth.session_gone` (401).
    #[error("the account or the session is gone")]
    Gone,
    /// All hash threads are busy: `auth.busy` (503).
    #[error("too many passwords to hash at once")]
    Busy,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(DeleteOwnError, busy);

impl From<AdminError> for DeleteOwnError {
    fn from(error: AdminError) -> Self {
        match error {
            AdminError::Fault(fault) => Self::Fault(fault),
            AdminError::LastAdmin => Self::LastAdmin,
            _ => Self::Gone,
        }
    }
}

impl Failure for DeleteOwnError {
    fn kind(&self) -> Kind {
        match self {
            Self::PasswordMissing | Self::PasswordWrong => Kind::Invalid,
            Self::InsufficientAal => Kind::Forbidden,
            Self::LastAdmin => Kind::Conflict,
            Self::Gone => Kind::Unauthenticated,
            Self::Busy => Kind::Unavailable,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::PasswordMissing => "account.password_required",
            Self::PasswordWrong => "account.password_wrong",
            Self::InsufficientAal => "auth.insufficient_aal",
            Self::LastAdmin => "account.last_admin",
            Self::Gone => "auth.session_gone",
            Self::Busy => "auth.busy",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        let text = match self {
            Self::PasswordMissing => "The password is needed.",
            Self::PasswordWrong => "This is not the password.",
            Self::InsufficientAal => "Please confirm with your second factor first.",
            Self::LastAdmin => "You are the only administrator; give the role to somebody first.",
            Self::Gone => "The session is gone; please sign in again.",
            Self::Busy => BUSY_TEXT,
            Self::Fault(fault) => return fault.public(),
        };
        text.to_owned()
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Busy => Some(BUSY_RETRY_SECONDS),
            Self::Fault(fault) => fault.retry_after_seconds(),
            _ => None,
        }
    }
}

impl Identity {
    /// Deletes the actor's own account, as an administrator's soft deletion does: at once, with every session. Who has a
    /// password gives it; the tries are counted by the caller.
    ///
    /// # Errors
    /// See [`DeleteOwnError`]; nothing is changed then.
    #[tracing::instrument(name = "identity.user.delete_own", skip_all, fields(user.id = %actor.user_id))]
    pub async fn delete_own(
        &self,
        actor: &Actor,
        password: Option<SecretString>,
        client: &ClientInfo,
    ) -> Result<(), DeleteOwnError> {
        let inner = &self.inner;
        if actor.owes_second_proof() {
            return Err(DeleteOwnError::InsufficientAal);
        }
        let seen = inner.proved_by_password(actor, password).await?;
        let tx = inner.db.begin(&scope()).await?;
        let _forgotten = inner.live.forget_at_end(Forgotten::User(actor.user_id));
        let work = inner.delete_own_within(&tx, actor, seen, client).await;
        finish(tx, work).await
    }
}

impl Inner {
    /// The hash that the password was compared with.
    async fn proved_by_password(
        &self,
        actor: &Actor,
        password: Option<SecretString>,
    ) -> Result<Option<String>, DeleteOwnError> {
        use stoa_core::ExposeSecret as _;
        let seen = credentials::find(&self.db, actor.user_id).await?;
        if seen.is_none() {
            return Ok(None);
        }
        let password = password.filter(|password| !password.expose_secret().is_empty());
        let password = password.ok_or(DeleteOwnError::PasswordMissing)?;
        let verified = self.hasher.verify(password, seen.clone()).await?;
        if verified.matches {
            Ok(seen)
        } else {
            Err(DeleteOwnError::PasswordWrong)
        }
    }

    async fn delete_own_within(
        &self,
        tx: &MainTx,
        actor: &Actor,
        seen: Option<String>,
        client: &ClientInfo,
    ) -> Result<(), DeleteOwnError> {
        let id = actor.user_id;
        users::lock(tx, id).await?.ok_or(DeleteOwnError::Gone)?;
        let session = sessions::lock(tx, actor.session_id).await?;
        session.ok_or(DeleteOwnError::Gone)?;
        if credentials::lock(tx, id).await? != seen {
            return Err(DeleteOwnError::PasswordWrong);
        }
        let by = Origin::actor(actor, client);
        Ok(self.delete_within(tx, id, true, &by).await?)
    }
}
