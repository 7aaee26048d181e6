use chrono::{DateTime, Utc};
use stoa_core::{ExposeSecret as _, SecretString, SessionId};
use stoa_db_main::identity::recovery_codes::{self, LockedSet};
use stoa_db_main::identity::scope;
use stoa_pg::{DbError, MainTx};

use super::super::name::is_blank;
use super::super::rise::Proof;
use super::RecoveryError;
use crate::live::Forgotten;
use crate::mfa::{hash_of, locked_until};
use crate::service::endings::end_sessions_below_aal2;
use crate::service::refresh::Given;
use crate::service::{Identity, Inner, Letter, finish};
use crate::{Actor, AuditAction, AuditEvent, ClientInfo, Origin, Session};

const METHOD: &str = "mfa/recovery_code";

/// What came of a code: either way it is committed.
enum Outcome {
    Raised(SessionId, Box<Given>),
    Refused,
}

impl Identity {
    /// Uses a recovery code up and raises the session to `aal2`, as a code of the app does. The person's other sessions
    /// at `aal1` end. Case, spaces and dashes count for nothing. Five wrong codes in a row close the set for a minute,
    /// then for two, up to an hour.
    ///
    /// # Errors
    /// `mfa.code_missing` (400); `mfa.code_wrong` (422), also without any codes; `mfa.locked` (429); `auth.session_gone`
    /// (401).
    #[tracing::instrument(name = "identity.recovery.verify", skip_all, fields(user.id = %actor.user_id))]
    pub async fn verify_recovery_code(
        &self,
        actor: &Actor,
        code: &SecretString,
        client: &ClientInfo,
    ) -> Result<Session, RecoveryError> {
        if is_blank(code) {
            return Err(RecoveryError::CodeMissing);
        }
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let tx = inner.db.begin(&scope()).await?;
        let done = inner.redeem_recovery(&tx, actor, code, client, now).await;
        let _forgotten = inner.live.forget_at_end(Forgotten::User(actor.user_id));
        match finish(tx, done).await? {
            Outcome::Raised(id, given) => {
                inner.wake_postman();
                Ok(inner.give(id, *given, now)?)
            }
            Outcome::Refused => Err(RecoveryError::CodeWrong),
        }
    }
}

impl Inner {
    async fn redeem_recovery(
        &self,
        tx: &MainTx,
        actor: &Actor,
        code: &SecretString,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<Outcome, RecoveryError> {
        let here = self.here(tx, actor, now).await?;
        let here = here.ok_or(RecoveryError::SessionGone)?;
        let work = Redemption {
            inner: self,
            actor: &here,
            code,
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

struct Redemption<'a> {
    inner: &'a Inner,
    actor: &'a Actor,
    code: &'a SecretString,
    client: &'a ClientInfo,
    now: DateTime<Utc>,
}

impl Redemption<'_> {
    async fn run(&self, tx: &MainTx) -> Result<Outcome, RecoveryError> {
        let (actor, now) = (self.actor, self.now);
        let caller = self.inner.lock_caller(tx, actor).await?;
        let caller = caller.ok_or(RecoveryError::SessionGone)?;
        let set = recovery_codes::lock(tx, actor.user_id).await?;
        let set = set.ok_or(RecoveryError::CodeWrong)?;
        if let Some(until) = set.locked_until.filter(|until| *until > now) {
            let retry_after_seconds = (until - now).num_seconds().unsigned_abs() + 1;
            return Err(RecoveryError::Locked {
                retry_after_seconds,
            });
        }
        let hash = hash_of(set.id, self.code.expose_secret());
        if !recovery_codes::save_used(tx, set.id, &hash, now).await? {
            self.count_wrong(tx, &set).await?;
            return Ok(Outcome::Refused);
        }
        recovery_codes::save_tries(tx, set.id, 0, None, now).await?;
        let (id, here) = (actor.user_id, actor.session_id);
        let ended = end_sessions_below_aal2(tx, id, here, now).await?;
        let event = self
            .event(AuditAction::RecoveryCodeUsed, &set)
            .detail("sessions_ended", ended);
        self.note(tx, event).await?;
        let letter = Letter::RecoveryCodeUsed;
        self.inner
            .tell(tx, actor.user_id, letter, self.client)
            .await?;
        let proof = Proof {
            by: set.id,
            method: METHOD,
            client: self.client,
        };
        let given = self.inner.raise(tx, actor, &caller, &proof, now).await?;
        Ok(Outcome::Raised(actor.session_id, Box::new(given)))
    }

    async fn count_wrong(&self, tx: &MainTx, set: &LockedSet) -> Result<(), DbError> {
        let (tries, now) = (set.wrong_tries.saturating_add(1), self.now);
        recovery_codes::save_tries(tx, set.id, tries, locked_until(tries, now), now).await?;
        let event = self
            .event(AuditAction::FactorRefused, set)
            .detail("tries", tries);
        self.note(tx, event).await
    }

    fn event(&self, action: AuditAction, set: &LockedSet) -> AuditEvent {
        AuditEvent::about(action, self.actor.user_id).detail("factor_id", set.id.to_string())
    }

    async fn note(&self, tx: &MainTx, event: AuditEvent) -> Result<(), DbError> {
        let origin = Origin::actor(self.actor, self.client);
        self.inner.audit(tx, &origin, event, self.now).await
    }
}
