use std::str::FromStr;

use stoa_db_main::identity::{identities, scope, sessions, users};
use stoa_pg::{DbError, MainTx};
use thiserror::Error;

use super::endings::end_sessions;
use super::federate::is_foreign;
use super::{Identity, Inner, finish};
use crate::live::Forgotten;
use crate::{Actor, AuditAction, AuditEvent, ClientInfo, Fault, Origin};

/// Which sessions a sign-out ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignOutScope {
    /// All of the person's.
    Global,
    /// This one.
    Local,
    /// All but this one.
    Others,
}

/// A word that names no scope of a sign-out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no scope of a sign-out is called {0:?}")]
pub struct UnknownScope(pub String);

impl SignOutScope {
    /// The scope as clients write it: `global`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Local => "local",
            Self::Others => "others",
        }
    }
}

impl FromStr for SignOutScope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "global" => Ok(Self::Global),
            "local" => Ok(Self::Local),
            "others" => Ok(Self::Others),
            other => Err(UnknownScope(other.chars().take(40).collect())),
        }
    }
}

impl Identity {
    /// Ends sessions: their tokens and cookies are worthless at once. Ending what has ended is no error.
    ///
    /// # Errors
    /// [`Fault`].
    #[tracing::instrument(name = "identity.session.sign_out", skip_all, fields(user.id = %actor.user_id))]
    pub async fn sign_out(
        &self,
        actor: &Actor,
        which: SignOutScope,
        client: &ClientInfo,
    ) -> Result<(), Fault> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let _forgotten = inner.live.forget_at_end(Forgotten::User(actor.user_id));
        let work = inner.sign_out_within(&tx, actor, which, client).await;
        Ok(finish(tx, work).await?)
    }
}

impl Inner {
    async fn sign_out_within(
        &self,
        tx: &MainTx,
        actor: &Actor,
        which: SignOutScope,
        client: &ClientInfo,
    ) -> Result<(), DbError> {
        let (id, here, now) = (actor.user_id, actor.session_id, self.ambient.now());
        // The person's row first, always: a ban, a deletion and a new password do the same, and nobody waits for one who
        // waits for him. Somebody who is deleted has nothing left to end.
        users::lock(tx, id).await?;
        let ended = match which {
            SignOutScope::Global => end_sessions(tx, id, None, now).await?,
            SignOutScope::Others => end_sessions(tx, id, Some(here), now).await?,
            // Tokens of a foreign issuer have no session to end: the older ones are refused from now on.
            SignOutScope::Local if is_foreign(here) => {
                identities::save_signed_out(tx, id, now).await?;
                0
            }
            SignOutScope::Local => u64::from(sessions::delete(tx, here).await?),
        };
        let event = AuditEvent::about(AuditAction::SignedOut, id)
            .detail("scope", which.as_str())
            .detail("sessions", ended);
        self.audit(tx, &Origin::actor(actor, client), event, now)
            .await
    }
}
