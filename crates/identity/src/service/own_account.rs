//! What the pages of the own account ask, beside the operations that have a file of their own.

mod delete;

pub use delete::DeleteOwnError;

use stoa_core::{PageLimit, SessionId, UserId};
use stoa_db_main::identity::{credentials, scope};

use super::exchange::RECOVERY;
use super::rules::FRESH;
use super::{Identity, finish};
use crate::{Actor, AuditAction, AuditEvent, ClientInfo, Fault, Origin, SessionRow};

impl Identity {
    /// Where people reach this installation: `https://academy.kz`.
    #[must_use]
    pub fn site(&self) -> &str {
        self.inner.origin()
    }

    /// Whether the person has a password: some sign in by letters or elsewhere only.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn has_password(&self, id: UserId) -> Result<bool, Fault> {
        let found = credentials::find(&self.inner.db, id).await?;
        Ok(found.is_some())
    }

    /// Whether a page asks for the present password before it sets another: there is one, and the session was not begun
    /// by a letter for a forgotten one in the last 24 hours.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn asks_present_password(&self, actor: &Actor) -> Result<bool, Fault> {
        if !self.has_password(actor.user_id).await? {
            return Ok(false);
        }
        let own = self.own_sessions(actor).await?;
        let here = own.iter().find(|session| session.id == actor.session_id);
        let now = self.inner.ambient.now();
        let is_fresh = |session: &SessionRow| now - session.created_at < FRESH;
        Ok(!here.is_some_and(|session| is_fresh(session) && began_by_recovery(session)))
    }

    /// The person's living sessions, the one used last first; at most a page of them.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn own_sessions(&self, actor: &Actor) -> Result<Vec<SessionRow>, Fault> {
        self.sessions_of(actor.user_id, PageLimit::default()).await
    }

    /// Ends one of the person's own sessions; `false` when there is no such session.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn end_own_session(
        &self,
        actor: &Actor,
        session: SessionId,
        client: &ClientInfo,
    ) -> Result<bool, Fault> {
        let by = Origin::actor(actor, client);
        self.revoke_session(actor.user_id, session, &by).await
    }

    /// Notes that the person took out everything that is known about them.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn note_export(&self, actor: &Actor, client: &ClientInfo) -> Result<(), Fault> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let event = AuditEvent::about(AuditAction::UserExported, actor.user_id);
        let origin = Origin::actor(actor, client);
        let work = inner.audit(&tx, &origin, event, inner.ambient.now()).await;
        Ok(finish(tx, work).await?)
    }
}

fn began_by_recovery(session: &SessionRow) -> bool {
    let proofs = session.amr.as_array();
    proofs.is_some_and(|proofs| proofs.iter().any(|proof| proof["method"] == RECOVERY))
}
