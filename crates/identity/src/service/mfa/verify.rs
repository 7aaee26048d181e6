use chrono::{DateTime, Utc};
use stoa_core::{ChallengeId, ExposeSecret as _, FactorId, SecretString, SessionId};
use stoa_db_main::identity::factors::{self, ChallengeKey, LockedChallenge, LockedFactor};
use stoa_db_main::identity::scope;
use stoa_pg::{DbError, MainTx};

use super::name::is_blank;
use super::rise::Proof;
use super::{FACTOR_SECRET, VerifyFactorError};
use crate::live::Forgotten;
use crate::mfa::{MOST_TRIES, locked_until, matching_step};
use crate::service::endings::end_sessions_below_aal2;
use crate::service::refresh::Given;
use crate::service::{Identity, Inner, Letter, finish};
use crate::{Actor, AuditAction, AuditEvent, ClientInfo, Origin, Session};

const METHOD: &str = "totp";

/// An answer to a challenge.
#[derive(Debug, Clone, Copy)]
pub struct FactorProof<'a> {
    /// Of which factor.
    pub factor_id: FactorId,
    /// To which challenge.
    pub challenge_id: ChallengeId,
    /// Six digits; spaces count for nothing.
    pub code: &'a SecretString,
}

/// What came of a code: either way it is committed.
enum Outcome {
    Raised(SessionId, Box<Given>),
    Refused,
}

impl Identity {
    /// Proves a factor and raises the session to `aal2`: the same session, with new tokens; no refresh token from before
    /// leads there. A page's cookie has to be set anew, with [`Session::aal`].
    ///
    /// The first time it also ends the person's other sessions at `aal1`, and drops other factors that were never
    /// verified. A code counts once, and only for its own half minute and its neighbours. Five wrong codes void the
    /// challenge; five in a row, over all challenges, close the factor for a minute, then for two, up to an hour.
    ///
    /// # Errors
    /// `mfa.code_missing` (400); `mfa.factor_not_found`, `mfa.challenge_not_found` (404); `mfa.challenge_expired` (410);
    /// `mfa.code_wrong` (422); `mfa.locked` (429); `auth.session_gone` (401).
    #[tracing::instrument(name = "identity.factor.verify", skip_all, fields(user.id = %actor.user_id))]
    pub async fn verify_factor(
        &self,
        actor: &Actor,
        proof: &FactorProof<'_>,
        client: &ClientInfo,
    ) -> Result<Session, VerifyFactorError> {
        if is_blank(proof.code) {
            return Err(VerifyFactorError::CodeMissing);
        }
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let tx = inner.db.begin(&scope()).await?;
        let done = inner.verify_factor_within(&tx, actor, proof, client, now);
        let done = done.await;
        let _forgotten = inner.live.forget_at_end(Forgotten::User(actor.user_id));
        match finish(tx, done).await? {
            Outcome::Raised(id, given) => {
                inner.wake_postman();
                Ok(inner.give(id, *given, now)?)
            }
            Outcome::Refused => Err(VerifyFactorError::CodeWrong),
        }
    }
}

impl Inner {
    async fn verify_factor_within(
        &self,
        tx: &MainTx,
        actor: &Actor,
        proof: &FactorProof<'_>,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<Outcome, VerifyFactorError> {
        let challenge = (proof.factor_id, proof.challenge_id);
        let here = self.here_again(tx, actor, challenge).await?;
        let here = here.ok_or(VerifyFactorError::ChallengeNotFound)?;
        let work = Verification {
            inner: self,
            actor: &here,
            proof,
            client,
            now,
        };
        let outcome = work.run(tx).await?;
        if matches!(outcome, Outcome::Raised(..)) {
            self.keep_here(tx, (actor, &here), client, now).await?;
        }
        Ok(outcome)
    }
}

struct Verification<'a> {
    inner: &'a Inner,
    /// The caller by a session of ours.
    actor: &'a Actor,
    proof: &'a FactorProof<'a>,
    client: &'a ClientInfo,
    now: DateTime<Utc>,
}

impl Verification<'_> {
    async fn run(&self, tx: &MainTx) -> Result<Outcome, VerifyFactorError> {
        let (actor, now, id) = (self.actor, self.now, self.proof.factor_id);
        let caller = self.inner.lock_caller(tx, actor).await?;
        let caller = caller.ok_or(VerifyFactorError::SessionGone)?;
        let factor = factors::lock(tx, actor.user_id, id).await?;
        let factor = factor.ok_or(VerifyFactorError::FactorNotFound)?;
        let challenge = self.open_challenge(tx).await?;
        if let Some(until) = factor.locked_until.filter(|until| *until > now) {
            let retry_after_seconds = (until - now).num_seconds().unsigned_abs() + 1;
            return Err(VerifyFactorError::Locked {
                retry_after_seconds,
            });
        }
        let secret = self
            .inner
            .master
            .open(FACTOR_SECRET, id.0, &factor.secret)?;
        let code = self.proof.code.expose_secret();
        let Some(step) = matching_step(&secret, code, now.timestamp(), factor.last_step) else {
            self.count_wrong(tx, &factor, challenge).await?;
            return Ok(Outcome::Refused);
        };
        factors::save_proved(tx, id, step, now).await?;
        factors::save_challenge_closed(tx, self.proof.challenge_id, now).await?;
        if !factor.is_verified {
            self.first_time(tx).await?;
        }
        let proof = Proof {
            by: id.0,
            method: METHOD,
            client: self.client,
        };
        let given = self.inner.raise(tx, actor, &caller, &proof, now).await?;
        Ok(Outcome::Raised(actor.session_id, Box::new(given)))
    }

    async fn open_challenge(&self, tx: &MainTx) -> Result<LockedChallenge, VerifyFactorError> {
        let key = ChallengeKey {
            id: self.proof.challenge_id,
            factor_id: self.proof.factor_id,
            session_id: self.actor.session_id,
        };
        let challenge = factors::lock_challenge(tx, key).await?;
        let challenge = challenge.ok_or(VerifyFactorError::ChallengeNotFound)?;
        if challenge.closed_at.is_some() || challenge.expires_at <= self.now {
            return Err(VerifyFactorError::ChallengeExpired);
        }
        Ok(challenge)
    }

    async fn count_wrong(
        &self,
        tx: &MainTx,
        factor: &LockedFactor,
        challenge: LockedChallenge,
    ) -> Result<(), DbError> {
        let now = self.now;
        let tries = factor.wrong_tries.saturating_add(1);
        factors::save_wrong(tx, self.proof.factor_id, tries, locked_until(tries, now)).await?;
        let here = challenge.wrong_tries + 1;
        let closed_at = (here >= MOST_TRIES).then_some(now);
        factors::save_challenge_wrong(tx, self.proof.challenge_id, here, closed_at).await?;
        let event = self
            .event(AuditAction::FactorRefused)
            .detail("tries", tries);
        self.note(tx, event).await
    }

    /// Until now the password was enough; whoever came in by it alone has to come again.
    async fn first_time(&self, tx: &MainTx) -> Result<(), DbError> {
        let (user_id, kept) = (self.actor.user_id, self.actor.session_id);
        factors::delete_other_unverified(tx, user_id, self.proof.factor_id).await?;
        let ended = end_sessions_below_aal2(tx, user_id, kept, self.now).await?;
        let event = self
            .event(AuditAction::FactorVerified)
            .detail("sessions_ended", ended);
        self.note(tx, event).await?;
        self.inner
            .tell(tx, user_id, Letter::FactorAdded, self.client)
            .await
    }

    fn event(&self, action: AuditAction) -> AuditEvent {
        AuditEvent::about(action, self.actor.user_id)
            .detail("factor_id", self.proof.factor_id.to_string())
    }

    async fn note(&self, tx: &MainTx, event: AuditEvent) -> Result<(), DbError> {
        let origin = Origin::actor(self.actor, self.client);
        self.inner.audit(tx, &origin, event, self.now).await
    }
}
