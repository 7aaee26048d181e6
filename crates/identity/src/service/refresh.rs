use chrono::{DateTime, Utc};
use stoa_core::{ExposeSecret as _, SecretString, SessionId};
use stoa_db_main::identity::sessions::{self, LockedSession};
use stoa_db_main::identity::{scope, users};
use stoa_pg::{DbError, MainTx};

mod error;

pub use error::RefreshError;

use super::authenticate::ends_at;
use super::start::REFRESH_KEY;
use super::{Identity, Inner, finish};
use crate::live::Forgotten;
use crate::refresh_token::{self, Presented, Verdict, judge};
use crate::session::ClaimSource;
use crate::token::{ACCESS_TOKEN_SECONDS, Amr};
use crate::{Aal, Session, User};

/// What a refresh decided, while the session's row is locked.
enum Decision {
    /// The token with this number, whether new or known, belongs to the caller.
    Give(Box<Given>),
    /// The session's row was deleted; it must be committed, and the caller is told why.
    Ended(RefreshError),
}

struct Given {
    refresh_token: SecretString,
    user: User,
    aal: Aal,
    amr: Vec<Amr>,
}

impl Identity {
    /// Gives the next access token, and the refresh token that is active from now on.
    ///
    /// The parent of the active token always gets the active one; so do older ones within ten seconds of a rotation.
    /// Any other old token ends the session.
    ///
    /// # Errors
    /// `auth.refresh_token_malformed` (400); `auth.refresh_token_not_found`, `auth.refresh_token_already_used`,
    /// `auth.session_expired` (401); `auth.user_banned` (403).
    #[tracing::instrument(name = "identity.session.refresh", skip_all)]
    pub async fn refresh(&self, token: &SecretString) -> Result<Session, RefreshError> {
        let presented = Presented::parse(token.expose_secret()).ok_or(RefreshError::Malformed)?;
        let (inner, now, id) = (&self.inner, self.inner.ambient.now(), presented.session_id);
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.refresh_within(&tx, &presented, now).await;
        let _forgotten = matches!(work, Ok(Decision::Ended(_)))
            .then(|| inner.live.forget_at_end(Forgotten::Session(id)));
        match finish(tx, work).await? {
            Decision::Give(given) => inner.give(id, *given, now),
            Decision::Ended(error) => {
                tracing::warn!(session.id = %id, reason = %error, "a refresh ended a session");
                Err(error)
            }
        }
    }
}

impl Inner {
    async fn refresh_within(
        &self,
        tx: &MainTx,
        presented: &Presented,
        now: DateTime<Utc>,
    ) -> Result<Decision, RefreshError> {
        let id = presented.session_id;
        let locked = sessions::lock(tx, id)
            .await?
            .ok_or(RefreshError::NotFound)?;
        let key = self.master.open(REFRESH_KEY, id.0, &locked.refresh_key)?;
        if !presented.is_signed_with(&key) {
            return Err(RefreshError::NotFound);
        }
        if ends_at(locked.seen_at, locked.not_after) <= now {
            sessions::delete(tx, id).await?;
            return Ok(Decision::Ended(RefreshError::SessionExpired));
        }
        let user = users::find_in(tx, locked.user_id)
            .await?
            .filter(|user| user.deleted_at.is_none());
        let user = user.ok_or(RefreshError::NotFound)?;
        if let Some(until) = user.banned_until.filter(|until| *until > now) {
            return Err(RefreshError::Banned { until });
        }
        let active =
            u64::try_from(locked.refresh_counter).map_err(|_| corrupt("refresh_counter", id))?;
        let counter = match judge(active, presented.counter, now - locked.refreshed_at) {
            Verdict::NeverIssued => return Err(RefreshError::NotFound),
            Verdict::GiveActive => active,
            Verdict::Rotate => {
                sessions::save_rotation(tx, id, locked.refresh_counter + 1, now).await?;
                active + 1
            }
            Verdict::Reused => {
                sessions::delete(tx, id).await?;
                return Ok(Decision::Ended(RefreshError::AlreadyUsed));
            }
        };
        let refresh_token = refresh_token::mint(&key, id, counter);
        Ok(Decision::Give(Box::new(Given {
            refresh_token,
            user,
            aal: aal(&locked, id)?,
            amr: amr(&locked, id)?,
        })))
    }

    fn give(
        &self,
        id: SessionId,
        given: Given,
        now: DateTime<Utc>,
    ) -> Result<Session, RefreshError> {
        let Given {
            refresh_token,
            user,
            aal,
            amr,
        } = given;
        let issuer = &self.options.issuer;
        let claims = ClaimSource {
            issuer,
            user: &user,
            session_id: id,
            aal,
            amr: &amr,
            now: now.timestamp(),
        };
        let access_token = self.sign(&claims)?;
        Ok(Session {
            id,
            access_token,
            refresh_token,
            expires_at: now.timestamp() + ACCESS_TOKEN_SECONDS,
            user,
        })
    }
}

fn aal(locked: &LockedSession, id: SessionId) -> Result<Aal, DbError> {
    locked.aal.parse().map_err(|_| corrupt("aal", id))
}

fn amr(locked: &LockedSession, id: SessionId) -> Result<Vec<Amr>, DbError> {
    serde_json::from_value(locked.amr.clone()).map_err(|_| corrupt("amr", id))
}

pub(super) fn corrupt(column: &'static str, id: SessionId) -> DbError {
    DbError::Corrupt {
        table: "auth.sessions",
        column,
        row: id.to_string(),
    }
}
