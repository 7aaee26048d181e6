use stoa_db_main::identity::{recovery_codes, scope, sessions};
use stoa_pg::MainTx;
use uuid::Uuid;

use super::RecoveryError;
use crate::live::Forgotten;
use crate::service::{Identity, Inner, Letter, finish};
use crate::{Actor, AuditAction, AuditEvent, ClientInfo, Origin};

impl Identity {
    /// Removes the person's recovery codes, in a session that has proved a factor; gives the set's id. Sessions that
    /// rose by one of them fall back to `aal1`.
    ///
    /// # Errors
    /// `auth.insufficient_aal` (403); `mfa.recovery_not_set_up` (404); `auth.session_gone` (401).
    #[tracing::instrument(name = "identity.recovery.remove", skip_all, fields(user.id = %actor.user_id))]
    pub async fn remove_recovery_codes(
        &self,
        actor: &Actor,
        client: &ClientInfo,
    ) -> Result<Uuid, RecoveryError> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.remove_codes_within(&tx, actor, client).await;
        let _forgotten = inner.live.forget_at_end(Forgotten::User(actor.user_id));
        let id = finish(tx, work).await?;
        inner.wake_postman();
        Ok(id)
    }
}

impl Inner {
    async fn remove_codes_within(
        &self,
        tx: &MainTx,
        actor: &Actor,
        client: &ClientInfo,
    ) -> Result<Uuid, RecoveryError> {
        let now = self.ambient.now();
        self.lock_raised(tx, actor).await?;
        let id = recovery_codes::delete(tx, actor.user_id).await?;
        let id = id.ok_or(RecoveryError::NotSetUp)?;
        sessions::save_lowered(tx, actor.user_id, &[id], now).await?;
        let event = AuditEvent::about(AuditAction::FactorRemoved, actor.user_id)
            .detail("factor_id", id.to_string());
        self.audit(tx, &Origin::actor(actor, client), event, now)
            .await?;
        self.tell(tx, actor.user_id, Letter::FactorRemoved, client)
            .await?;
        Ok(id)
    }
}
