//! Codes for the day the authenticator app is lost: ten, shown once, each works once.

mod make;
mod redeem;
mod remove;

use stoa_core::SecretString;
use stoa_db_main::identity::recovery_codes;
use uuid::Uuid;

use super::RecoveryError;
use crate::Actor;
use crate::service::Identity;

/// A set of recovery codes that was just made. They are shown now and never again.
#[derive(Debug)]
pub struct RecoveryCodeSet {
    /// The set.
    pub id: Uuid,
    /// How the person calls it.
    pub friendly_name: String,
    /// 16 characters each, lower case without separators.
    pub codes: Vec<SecretString>,
}

/// How many recovery codes a person has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecoveryStatus {
    /// The set.
    pub id: Uuid,
    /// How many codes it began with.
    pub total: i64,
    /// How many of them still work.
    pub remaining: i64,
}

impl Identity {
    /// How many recovery codes the person has; at any assurance level.
    ///
    /// # Errors
    /// `mfa.recovery_not_set_up` (404).
    pub async fn recovery_status(&self, actor: &Actor) -> Result<RecoveryStatus, RecoveryError> {
        let set = recovery_codes::find(&self.inner.db, actor.user_id).await?;
        let set = set.ok_or(RecoveryError::NotSetUp)?;
        Ok(RecoveryStatus {
            id: set.id,
            total: set.total,
            remaining: set.remaining,
        })
    }
}
