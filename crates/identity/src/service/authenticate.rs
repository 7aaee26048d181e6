use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use stoa_core::{SecretString, SessionId, UserId};
use stoa_db_main::identity::sessions::{self, LiveSessionRow};
use stoa_db_main::identity::{scope, users};
use stoa_pg::DbError;

mod error;

pub use error::AuthenticateError;

use super::refresh::corrupt;
use super::{Identity, Inner};
use crate::live::{Forgotten, LiveSession};
use crate::{Aal, Actor, TokenError};

/// How long a session lives without being used.
///
/// # Source
/// the identity contract, 5.
pub(super) const IDLE: TimeDelta = TimeDelta::days(30);
/// How exactly the last use is noted: a write per request would be one too many.
pub(super) const SEEN_STEP: TimeDelta = TimeDelta::hours(1);

impl Identity {
    /// Who sends this access token, as the live session has it: at most five seconds old, and at once after a sign-out
    /// or a change of roles, in this process and, while the listener hears the database, in every other.
    ///
    /// # Errors
    /// 401 `auth.token_invalid`, `auth.token_expired`, `auth.token_sub_missing`, `auth.session_gone`, `auth.user_gone`;
    /// 403 `auth.issuer_mismatch`, `auth.user_banned`, `auth.federated_user_unknown`; 503 `auth.issuer_unavailable`.
    pub async fn authenticate(&self, bearer: &str) -> Result<Arc<Actor>, AuthenticateError> {
        match self.verify_or_look_again(bearer).await {
            Ok(token) => {
                let user_id = Some(token.user_id);
                self.inner.admit(token.session_id, user_id, token.aal).await
            }
            Err(AuthenticateError::Token(refused @ TokenError::IssuerMismatch { .. })) => {
                self.authenticate_foreign(bearer, refused).await
            }
            Err(error) => Err(error),
        }
    }

    /// The value of the cookie by which pages know a session. It holds no token, and changes only when the session rises
    /// to another level: a cookie of before stays where it was. Without use the session ends after 30 days.
    #[must_use]
    pub fn page_cookie(&self, session_id: SessionId, aal: Aal) -> SecretString {
        self.inner.cookie.mint(session_id, aal)
    }

    /// Who sends this cookie, just as [`Identity::authenticate`].
    ///
    /// # Errors
    /// `auth.session_gone` (401), also for a value that we did not make; `auth.user_gone` (401); `auth.user_banned` (403).
    pub async fn authenticate_cookie(&self, value: &str) -> Result<Arc<Actor>, AuthenticateError> {
        let read = self.inner.cookie.read(value);
        let (session_id, aal) = read.ok_or(AuthenticateError::SessionGone)?;
        self.inner.admit(session_id, None, aal).await
    }

    /// Reads a session anew at its next use: for changes that another process made.
    pub fn forget_session(&self, session_id: SessionId) {
        drop(
            self.inner
                .live
                .forget_at_end(Forgotten::Session(session_id)),
        );
    }

    /// Reads all sessions of a user anew at their next use.
    pub fn forget_user(&self, user_id: UserId) {
        drop(self.inner.live.forget_at_end(Forgotten::User(user_id)));
    }

    /// Reads every session anew at its next use: when changes may have been missed.
    pub fn forget_all(&self) {
        drop(self.inner.live.forget_at_end(Forgotten::All));
    }
}

impl Inner {
    async fn admit(
        &self,
        id: SessionId,
        user_id: Option<UserId>,
        proved: Aal,
    ) -> Result<Arc<Actor>, AuthenticateError> {
        let now = self.ambient.now();
        let session = match self.live.get(id, now) {
            Some(session) => session,
            None => self.load(id, user_id, now).await?,
        };
        if user_id.is_some_and(|user_id| user_id != session.actor.user_id) {
            return Err(AuthenticateError::SessionGone);
        }
        session.admits(proved, now)
    }

    async fn load(
        &self,
        id: SessionId,
        user_id: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<Arc<LiveSession>, AuthenticateError> {
        let since = self.live.epoch();
        let Some(row) = sessions::find_live(&self.db, id).await? else {
            return Err(self.why_gone(user_id, now).await?);
        };
        let seen_at = row.seen_at;
        let session = Arc::new(live(id, row, now)?);
        self.live.put(since, Arc::clone(&session));
        if now - seen_at >= SEEN_STEP && session.ends_at > now {
            self.note_use(id, now).await;
        }
        Ok(session)
    }

    /// Why somebody's session is gone, by a token whose signature is ours: whoever was deleted or shut out lost all
    /// sessions with it, and learns that rather than to sign in again.
    ///
    /// # Source
    /// the identity contract, 4.
    async fn why_gone(
        &self,
        user_id: Option<UserId>,
        now: DateTime<Utc>,
    ) -> Result<AuthenticateError, DbError> {
        let Some(user_id) = user_id else {
            return Ok(AuthenticateError::SessionGone);
        };
        let user = users::find(&self.db, user_id).await?;
        let Some(user) = user.filter(|user| user.deleted_at.is_none()) else {
            return Ok(AuthenticateError::UserGone);
        };
        let ban = user.banned_until.filter(|until| *until > now);
        Ok(ban.map_or(AuthenticateError::SessionGone, |until| {
            AuthenticateError::Banned { until }
        }))
    }

    /// That the last use is not noted is no reason to refuse this one.
    async fn note_use(&self, id: SessionId, now: DateTime<Utc>) {
        let noted = async {
            let tx = self.db.begin(&scope()).await?;
            sessions::save_seen(&tx, id, now).await?;
            tx.commit().await
        };
        if let Err(error) = noted.await {
            tracing::warn!(session.id = %id, %error, "the use of a session could not be noted");
        }
    }
}

/// When a session ends by itself.
pub(super) fn ends_at(seen_at: DateTime<Utc>, not_after: Option<DateTime<Utc>>) -> DateTime<Utc> {
    let idle = seen_at + IDLE;
    not_after.map_or(idle, |limit| limit.min(idle))
}

fn live(id: SessionId, row: LiveSessionRow, now: DateTime<Utc>) -> Result<LiveSession, DbError> {
    let aal = row.aal.parse().map_err(|_| corrupt("aal", id))?;
    let lowered = Actor {
        user_id: row.user_id,
        session_id: id,
        email: row.email,
        roles: row.roles,
        community_id: row.community_id,
        aal: Aal::Aal1,
        has_factor: row.has_factor,
        locale: row.locale,
    };
    let actor = Actor {
        aal,
        ..lowered.clone()
    };
    Ok(LiveSession {
        actor: Arc::new(actor),
        lowered: Arc::new(lowered),
        banned_until: row.banned_until,
        is_deleted: row.deleted_at.is_some(),
        ends_at: ends_at(row.seen_at, row.not_after),
        tokens_after: None,
        loaded_at: now,
    })
}
