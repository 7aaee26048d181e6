use chrono::{DateTime, Utc};
use stoa_core::{Failure, Kind};
use stoa_db_main::identity::scope;
use stoa_db_main::identity::users::{self, Sent};
use stoa_domain::Email;
use stoa_pg::MainTx;
use thiserror::Error;

use super::{Identity, Inner, Letter, LinkWish, finish};
use crate::fault::take_faults;
use crate::{Actor, ClientInfo, Fault};

/// Why no nonce was sent.
#[derive(Debug, Error)]
pub enum ReauthenticateError {
    /// The user was deleted.
    #[error("the user is gone")]
    Gone,
    /// There is no proved address to send it to.
    #[error("the user has no proved e-mail address")]
    NoAddress,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(ReauthenticateError);

impl Identity {
    /// Sends the person a nonce that stands for the password once: who signed in long ago shows with it that it is still
    /// the same person.
    ///
    /// # Errors
    /// `auth.user_gone` (401), `auth.email_missing` (422).
    #[tracing::instrument(name = "identity.letter.reauthenticate", skip_all, fields(user.id = %actor.user_id))]
    pub async fn reauthenticate(
        &self,
        actor: &Actor,
        client: &ClientInfo,
    ) -> Result<(), ReauthenticateError> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.reauthenticate_within(&tx, actor, client, now).await;
        finish(tx, work).await?;
        inner.wake_postman();
        Ok(())
    }
}

impl Inner {
    async fn reauthenticate_within(
        &self,
        tx: &MainTx,
        actor: &Actor,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(), ReauthenticateError> {
        let user = users::find_in(tx, actor.user_id).await?;
        let user = user.filter(|user| user.deleted_at.is_none());
        let user = user.ok_or(ReauthenticateError::Gone)?;
        let email = user
            .email
            .as_deref()
            .and_then(|text| Email::parse(text).ok());
        // Who may sign in by it is asked, not whose it is: the nonce adds to a session, and opens none.
        let email = email.filter(|_| !user.email_proof.is_waiting());
        let email = email.ok_or(ReauthenticateError::NoAddress)?;
        if !self
            .note_letter(tx, user.id, Sent::Reauthentication, now)
            .await?
        {
            return Err(ReauthenticateError::Gone);
        }
        let letter = (Letter::Reauthentication, user.id, &email);
        self.ask_for(tx, letter, (&LinkWish::default(), None), client)
            .await?;
        Ok(())
    }
}

impl Failure for ReauthenticateError {
    fn kind(&self) -> Kind {
        match self {
            Self::Gone => Kind::Unauthenticated,
            Self::NoAddress => Kind::Invalid,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Gone => "auth.user_gone",
            Self::NoAddress => "auth.email_missing",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Gone => "User from sub claim in JWT does not exist".to_owned(),
            Self::NoAddress => {
                "Reauthentication requires the user to have a confirmed email".to_owned()
            }
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Fault(fault) => fault.retry_after_seconds(),
            _ => None,
        }
    }
}
