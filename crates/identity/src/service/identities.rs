//! The ways to sign in that a person has beside the password.

use serde_json::json;
use stoa_db_main::identity::{identities, scope, users};
use stoa_pg::MainTx;
use uuid::Uuid;

use super::federate::is_foreign;
use super::oauth::{account, names};
use super::{Identity, Inner, Letter, OAuthBegun, OAuthError, OAuthWish, finish};
use crate::view::has_email_identity;
use crate::{Actor, AuditAction, AuditEvent, ClientInfo, Fault, Origin, UserIdentity};

impl Identity {
    /// The person's names at providers and foreign issuers, oldest first.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn identities(&self, user_id: stoa_core::UserId) -> Result<Vec<UserIdentity>, Fault> {
        let tx = self.inner.db.begin(&scope()).await?;
        let work = identities::list_of(&tx, user_id).await.map_err(Fault::from);
        finish(tx, work).await
    }

    /// Begins to add a provider to the person's ways to sign in. Whoever has a second factor must have given it in this
    /// session: a further way in is worth as much as a password. Without PKCE, `browser` is what the browser holds from an
    /// earlier beginning, as in [`Identity::begin_oauth`].
    ///
    /// # Errors
    /// `auth.insufficient_aal` (403), and those of [`Identity::begin_oauth`].
    pub async fn begin_link(
        &self,
        actor: &Actor,
        wish: OAuthWish,
        browser: Option<&str>,
    ) -> Result<OAuthBegun, OAuthError> {
        if actor.owes_second_proof() {
            return Err(OAuthError::InsufficientAal);
        }
        let wish = OAuthWish {
            link_to: Some(actor.user_id),
            link_session: (!is_foreign(actor.session_id)).then_some(actor.session_id),
            ..wish
        };
        self.begin_oauth(&wish, browser).await
    }

    /// Takes a way to sign in away, never the last one, and never the address. Whoever has a second factor must have given it in this session.
    ///
    /// # Errors
    /// `auth.identity_not_found` (404); `auth.identity_last`, `auth.identity_of_email` (409); `auth.insufficient_aal` (403).
    #[tracing::instrument(name = "identity.oauth.unlink", skip_all, fields(user.id = %actor.user_id))]
    pub async fn unlink_identity(
        &self,
        actor: &Actor,
        id: Uuid,
        client: &ClientInfo,
    ) -> Result<(), OAuthError> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.unlink(&tx, actor, id, client).await;
        finish(tx, work).await?;
        inner.wake_postman();
        Ok(())
    }
}

impl Inner {
    async fn unlink(
        &self,
        tx: &MainTx,
        actor: &Actor,
        id: Uuid,
        client: &ClientInfo,
    ) -> Result<(), OAuthError> {
        let (user_id, now) = (actor.user_id, self.ambient.now());
        // The user's row first: of two requests at once, the second sees what the first has left.
        users::lock(tx, user_id)
            .await?
            .ok_or(OAuthError::UserGone)?;
        if self.lacks_second_proof(tx, actor).await? {
            return Err(OAuthError::InsufficientAal);
        }
        let user = users::find_in(tx, user_id)
            .await?
            .ok_or(OAuthError::UserGone)?;
        let linked = &user.identities;
        let by_address = has_email_identity(&user);
        let is_last = linked.len() + usize::from(by_address) == 1;
        let gone = linked.iter().find(|identity| identity.id == id);
        let Some(gone) = gone else {
            return Err(match (id == user_id.0 && by_address, is_last) {
                (true, true) => OAuthError::LastIdentity,
                (true, false) => OAuthError::EmailIdentity,
                (false, _) => OAuthError::IdentityNotFound,
            });
        };
        if is_last {
            return Err(OAuthError::LastIdentity);
        }
        identities::delete(tx, id).await?;
        let is_left = |name: &String| {
            let mut others = linked.iter().filter(|other| other.id != id);
            *name != gone.provider || others.any(|other| other.provider == gone.provider)
        };
        let mut app_metadata = user.app_metadata.clone();
        let left: Vec<_> = names(&app_metadata).into_iter().filter(is_left).collect();
        app_metadata["providers"] = json!(left);
        identities::save_app_metadata(tx, user_id, &app_metadata, now).await?;
        let event = AuditEvent::about(AuditAction::IdentityUnlinked, user_id)
            .detail("provider", gone.provider.as_str());
        self.audit(tx, &Origin::actor(actor, client), event, now)
            .await?;
        let letter = Letter::IdentityUnlinked {
            account: account(&gone.provider, gone.email.as_deref()),
        };
        Ok(self.tell(tx, user_id, letter, client).await?)
    }
}
