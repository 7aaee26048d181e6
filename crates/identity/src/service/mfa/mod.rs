//! Second proofs: an authenticator app, and codes for the day it is lost. One file for each operation.

mod challenge;
mod enroll;
mod error;
mod foreign;
mod manage;
mod name;
mod recovery;
mod rise;
mod unenroll;
mod verify;

use stoa_db_main::identity::sessions::{self, LockedSession};
use stoa_db_main::identity::users;
use stoa_pg::{DbError, MainTx};

pub use challenge::FactorChallenge;
pub use enroll::{EnrolledFactor, NewFactor};
pub use error::{EnrollError, FactorError, RecoveryError, VerifyFactorError};
pub use recovery::{RecoveryCodeSet, RecoveryStatus};
pub use verify::FactorProof;

use super::Inner;
use super::federate::is_foreign;
use super::refresh::aal;
use crate::{Aal, Actor};

/// For what factor secrets are sealed.
const FACTOR_SECRET: &str = "factors.secret";

/// Who asks, as it is at this moment.
struct Caller {
    session: LockedSession,
    /// The lower of what the session has and what the caller's token or cookie proves.
    aal: Aal,
}

impl Inner {
    /// Locks the person and the session, in this order; `None` when either is gone.
    async fn lock_caller(&self, tx: &MainTx, actor: &Actor) -> Result<Option<Caller>, DbError> {
        if users::lock(tx, actor.user_id).await?.is_none() {
            return Ok(None);
        }
        let Some(session) = sessions::lock(tx, actor.session_id).await? else {
            return Ok(None);
        };
        let aal = aal(&session, actor.session_id)?.min(actor.aal);
        Ok(Some(Caller { session, aal }))
    }

    /// The same for what needs no session: who comes with a foreign token has none here, and has proved one thing. Says
    /// what the caller has proved.
    async fn lock_level(&self, tx: &MainTx, actor: &Actor) -> Result<Option<Aal>, DbError> {
        if is_foreign(actor.session_id) {
            let user = users::lock(tx, actor.user_id).await?;
            return Ok(user.map(|_| Aal::Aal1));
        }
        let caller = self.lock_caller(tx, actor).await?;
        Ok(caller.map(|caller| caller.aal))
    }
}
