use chrono::{DateTime, Utc};
use stoa_core::{FactorId, UserId};
use stoa_db_main::identity::factors::{self, Factor};
use stoa_db_main::identity::{recovery_codes, scope, sessions, users};
use stoa_pg::{DbError, MainTx};

use super::FactorError;
use crate::live::Forgotten;
use crate::service::{Identity, Inner, Letter, finish};
use crate::{Aal, Actor, AuditAction, AuditEvent, ClientInfo, Origin};

impl Identity {
    /// Removes a factor. A verified one can only be removed by a session that has proved one. Sessions that rose by it
    /// fall back to `aal1`. With the last verified factor the recovery codes go too: they stand in for it.
    ///
    /// # Errors
    /// `mfa.factor_not_found` (404); `auth.insufficient_aal` (403); `auth.session_gone` (401).
    #[tracing::instrument(name = "identity.factor.unenroll", skip_all, fields(user.id = %actor.user_id))]
    pub async fn unenroll_factor(
        &self,
        actor: &Actor,
        factor_id: FactorId,
        client: &ClientInfo,
    ) -> Result<(), FactorError> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let work = inner
            .unenroll_within(&tx, actor, factor_id, &Origin::actor(actor, client))
            .await;
        let _forgotten = inner.live.forget_at_end(Forgotten::User(actor.user_id));
        finish(tx, work).await?;
        inner.wake_postman();
        Ok(())
    }

    /// Removes a factor of any person, for a server or an administrator: for the person who has lost everything.
    ///
    /// # Errors
    /// `auth.user_not_found`, `mfa.factor_not_found` (404).
    #[tracing::instrument(name = "identity.factor.remove", skip_all, fields(user.id = %user_id))]
    pub async fn remove_factor(
        &self,
        user_id: UserId,
        factor_id: FactorId,
        origin: &Origin,
    ) -> Result<Factor, FactorError> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.remove_any(&tx, user_id, factor_id, origin).await;
        let _forgotten = inner.live.forget_at_end(Forgotten::User(user_id));
        let done = finish(tx, work).await?;
        inner.wake_postman();
        Ok(done)
    }
}

impl Inner {
    async fn unenroll_within(
        &self,
        tx: &MainTx,
        actor: &Actor,
        factor_id: FactorId,
        origin: &Origin,
    ) -> Result<(), FactorError> {
        let level = self.lock_level(tx, actor).await?;
        let level = level.ok_or(FactorError::SessionGone)?;
        let factor = factors::lock(tx, actor.user_id, factor_id).await?;
        if factor.ok_or(FactorError::NotFound)?.is_verified && level < Aal::Aal2 {
            return Err(FactorError::InsufficientAal);
        }
        self.remove_within(tx, actor.user_id, factor_id, origin)
            .await?;
        Ok(())
    }

    async fn remove_any(
        &self,
        tx: &MainTx,
        user_id: UserId,
        factor_id: FactorId,
        origin: &Origin,
    ) -> Result<Factor, FactorError> {
        let user = users::lock(tx, user_id).await?;
        user.ok_or(FactorError::UserNotFound)?;
        self.remove_within(tx, user_id, factor_id, origin).await
    }

    /// The person's row is locked already.
    async fn remove_within(
        &self,
        tx: &MainTx,
        user_id: UserId,
        factor_id: FactorId,
        origin: &Origin,
    ) -> Result<Factor, FactorError> {
        let now = self.ambient.now();
        let mut known = factors::list_in(tx, user_id).await?;
        let place = known.iter().position(|factor| factor.id == factor_id);
        let removed = known.swap_remove(place.ok_or(FactorError::NotFound)?);
        if !factors::delete(tx, user_id, factor_id).await? {
            return Err(FactorError::NotFound);
        }
        if removed.is_verified {
            let is_last = !known.iter().any(|factor| factor.is_verified);
            self.fall(tx, user_id, factor_id, is_last, now).await?;
        }
        let event = AuditEvent::about(AuditAction::FactorRemoved, user_id)
            .detail("factor_id", factor_id.to_string())
            .detail("was_verified", removed.is_verified);
        self.audit(tx, origin, event, now).await?;
        if removed.is_verified {
            self.tell(tx, user_id, Letter::FactorRemoved, origin.client())
                .await?;
        }
        Ok(removed)
    }

    async fn fall(
        &self,
        tx: &MainTx,
        user_id: UserId,
        factor_id: FactorId,
        is_last: bool,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let mut gone = vec![factor_id.0];
        if is_last {
            gone.extend(recovery_codes::delete(tx, user_id).await?);
        }
        sessions::save_lowered(tx, user_id, &gone, now).await?;
        Ok(())
    }
}
