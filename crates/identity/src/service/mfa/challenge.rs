use chrono::{DateTime, TimeDelta, Utc};
use stoa_core::{ChallengeId, FactorId};
use stoa_db_main::identity::factors::{self, ChallengeKey};
use stoa_db_main::identity::scope;
use stoa_pg::MainTx;

use super::FactorError;
use crate::Actor;
use crate::service::{Identity, Inner, finish};

/// How long a challenge is good for.
///
/// # Source
/// the identity contract, 5.
const LIFE: TimeDelta = TimeDelta::minutes(5);

/// A try to prove a factor, open until it expires, a code proves right, or five prove wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactorChallenge {
    /// To be given back with the code, by the same session.
    pub id: ChallengeId,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

impl Identity {
    /// Asks for a code of a factor, verified or not yet. Only the session that asks may answer; who comes with a foreign
    /// token gets a session of ours by the answer.
    ///
    /// # Errors
    /// `mfa.factor_not_found` (404); `auth.session_gone` (401).
    #[tracing::instrument(name = "identity.factor.challenge", skip_all, fields(user.id = %actor.user_id))]
    pub async fn challenge_factor(
        &self,
        actor: &Actor,
        factor_id: FactorId,
    ) -> Result<FactorChallenge, FactorError> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.challenge_within(&tx, actor, factor_id).await;
        finish(tx, work).await
    }
}

impl Inner {
    async fn challenge_within(
        &self,
        tx: &MainTx,
        actor: &Actor,
        factor_id: FactorId,
    ) -> Result<FactorChallenge, FactorError> {
        let now = self.ambient.now();
        let here = self.here(tx, actor, now).await?;
        let actor = &here.ok_or(FactorError::SessionGone)?;
        let caller = self.lock_caller(tx, actor).await?;
        caller.ok_or(FactorError::SessionGone)?;
        factors::lock(tx, actor.user_id, factor_id)
            .await?
            .ok_or(FactorError::NotFound)?;
        let challenge = FactorChallenge {
            id: ChallengeId::new(&self.ambient),
            expires_at: now + LIFE,
        };
        let key = ChallengeKey {
            id: challenge.id,
            factor_id,
            session_id: actor.session_id,
        };
        factors::insert_challenge(tx, key, challenge.expires_at, now).await?;
        Ok(challenge)
    }
}
