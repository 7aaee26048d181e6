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
}
