use stoa_core::{SessionId, UserId};
use stoa_db_main::identity::{
    identities, letters, one_time_tokens as tokens, roles, scope, sessions, users,
};
use stoa_db_main::learning::profiles::{self, ProfileEdit};
use stoa_domain::RoleSet;
use stoa_pg::MainTx;

use super::AdminError;
use super::create::found;
use crate::live::Forgotten;
use crate::service::federate::session_of;
use crate::service::{Identity, Inner, finish};
use crate::{AuditAction, AuditEvent, Fault, Origin};

impl Identity {
    /// Deletes a user: sessions, password, roles, links and everything personal are gone at once, and the address is
    /// free. The row stays without them, because sales and events know its id. A soft deletion keeps a hash in place of
    /// the address, and the row can still be looked at by its id.
    ///
    /// # Errors
    /// `auth.user_not_found` (404).
    #[tracing::instrument(name = "identity.admin.delete_user", skip_all, fields(user.id = %id))]
    pub async fn admin_delete_user(
        &self,
        id: UserId,
        soft: bool,
        by: &Origin,
    ) -> Result<(), AdminError> {
        let tx = self.inner.db.begin(&scope()).await?;
        let _forgotten = self.inner.live.forget_at_end(Forgotten::User(id));
        let work = self.inner.delete_within(&tx, id, soft, by).await;
        finish(tx, work).await
    }

    /// Ends one session of a user; `false` when the user has no such session.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn revoke_session(
        &self,
        id: UserId,
        session: SessionId,
        by: &Origin,
    ) -> Result<bool, Fault> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let _forgotten = inner.live.forget_at_end(Forgotten::Session(session));
        let work = async {
            let ended = sessions::delete_one_of(&tx, id, session).await?;
            if ended {
                let event = AuditEvent::about(AuditAction::SessionRevoked, id).session(session);
                inner.audit(&tx, by, event, inner.ambient.now()).await?;
            }
            Ok::<_, Fault>(ended)
        };
        let work = work.await;
        finish(tx, work).await
    }
}

impl Inner {
    pub(in crate::service) async fn delete_within(
        &self,
        tx: &MainTx,
        id: UserId,
        soft: bool,
        by: &Origin,
    ) -> Result<(), AdminError> {
        let now = self.ambient.now();
        users::lock(tx, id).await?.ok_or(AdminError::UserNotFound)?;
        let before = found(tx, id).await?;
        for (issuer, subject) in identities::list_names(tx, id).await? {
            identities::save_departed(tx, session_of(&issuer, &subject).0, now).await?;
        }
        let closed = self.close_ways_in(tx, id, None, now).await?;
        tokens::delete_of(tx, id).await?;
        letters::delete_of(tx, id).await?;
        roles::delete_except(tx, id, RoleSet::EMPTY).await?;
        // What is shown beside a lesson or in a list of students from now on.
        let nobody = ProfileEdit {
            name: Some("—"),
            ..ProfileEdit::default()
        };
        profiles::save(tx, id, nobody, now).await?;
        let address = before.email.as_deref().unwrap_or_default();
        let hash = soft.then(|| self.tag(format!("{id} {address}").as_bytes()));
        if !users::admin::bury(tx, id, hash.as_deref(), now).await? {
            return Err(AdminError::UserNotFound);
        }
        if self.was_last_admin(tx, &before, by).await? {
            return Err(AdminError::LastAdmin);
        }
        let event = AuditEvent::about(AuditAction::UserDeleted, id)
            .detail("soft", soft)
            .detail("sessions_ended", closed.sessions);
        self.audit(tx, by, event, now).await?;
        Ok(())
    }
}
