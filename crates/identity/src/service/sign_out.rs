use std::str::FromStr;

use stoa_db_main::identity::{scope, sessions};
use thiserror::Error;

use super::Identity;
use crate::live::Forgotten;
use crate::{Actor, Fault};

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
    pub async fn sign_out(&self, actor: &Actor, which: SignOutScope) -> Result<(), Fault> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let _forgotten = inner.live.forget_at_end(Forgotten::User(actor.user_id));
        match which {
            SignOutScope::Global => sessions::delete_of(&tx, actor.user_id).await.map(drop),
            SignOutScope::Local => sessions::delete(&tx, actor.session_id).await.map(drop),
            SignOutScope::Others => sessions::delete_others(&tx, actor.user_id, actor.session_id)
                .await
                .map(drop),
        }?;
        Ok(tx.commit().await?)
    }
}
