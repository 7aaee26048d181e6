use stoa_core::{SessionId, UserId};
use stoa_db_main::identity::{scope, users};
use stoa_pg::{DbError, MainTx};

use crate::live::Forgotten;
use crate::service::endings::end_sessions;
use crate::service::{Identity, Inner, finish};
use crate::{AuditAction, AuditEvent, Fault, Origin};

impl Identity {
    /// Ends every session of a user but `keep`, at once; says how many.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn revoke_sessions(
        &self,
        id: UserId,
        keep: Option<SessionId>,
        by: &Origin,
    ) -> Result<u64, Fault> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let _forgotten = inner.live.forget_at_end(Forgotten::User(id));
        let work = inner.revoke_within(&tx, id, keep, by).await;
        Ok(finish(tx, work).await?)
    }
}

impl Inner {
    async fn revoke_within(
        &self,
        tx: &MainTx,
        id: UserId,
        keep: Option<SessionId>,
        by: &Origin,
    ) -> Result<u64, DbError> {
        users::lock(tx, id).await?;
        let ended = end_sessions(tx, id, keep, self.ambient.now()).await?;
        if ended > 0 {
            let event =
                AuditEvent::about(AuditAction::SessionRevoked, id).detail("sessions_ended", ended);
            self.audit(tx, by, event, self.ambient.now()).await?;
        }
        Ok(ended)
    }
}
