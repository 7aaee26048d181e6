use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use stoa_core::{ExposeSecret as _, SecretString, SessionId, UserId};
use stoa_db_main::identity::sessions::{self, LockedSession, TryLock};
use stoa_db_main::identity::{scope, users};
use stoa_pg::{DbError, MainTx};

mod error;

pub use error::RefreshError;

use super::authenticate::ends_at;
use super::start::REFRESH_KEY;
use super::{Identity, Inner, Letter, finish};
use crate::live::Forgotten;
use crate::refresh_token::{self, Chain, Presented, Verdict};
use crate::session::ClaimSource;
use crate::token::{ACCESS_TOKEN_SECONDS, Amr};
use crate::{Aal, AuditAction, AuditEvent, ClientInfo, Fault, Origin, Session, User};

/// How long a refresh waits for others of the same session, in all.
///
/// # Source
/// the identity contract, 5.
const PATIENCE: Duration = Duration::from_secs(5);
/// The shortest wait between two tries, in milliseconds; the longest is three times as long.
const PAUSE_MS: u64 = 10;
/// How long nobody is told again that a session is used from two places.
const FOLLOWED_QUIET: TimeDelta = TimeDelta::days(1);

/// What a refresh decided, while the session's row is locked.
enum Decision {
    /// The token with this number, whether new or known, belongs to the caller.
    Give(Box<Given>),
    /// The session's row was deleted; it must be committed, and the caller is told why.
    Ended(RefreshError),
    /// Another refresh of the session is at work.
    Busy,
}

/// What a session is handed out with, once its row is committed.
pub(super) struct Given {
    pub(super) refresh_token: SecretString,
    pub(super) user: User,
    pub(super) aal: Aal,
    pub(super) amr: Vec<Amr>,
}

/// A token that was presented, by whom, and when.
struct Asked<'a> {
    presented: Presented,
    client: &'a ClientInfo,
    now: DateTime<Utc>,
}

impl Identity {
    /// Gives the next access token, and the refresh token that is active from now on.
    ///
    /// The parent of the active token always gets the active one, in strict mode for ten seconds only; so do older ones within ten seconds of a rotation,
    /// unless the session has risen to another level since. Any other old token ends the session. Refreshes of one
    /// session happen one after the other; one that waits holds no connection.
    ///
    /// # Errors
    /// `auth.refresh_token_malformed` (400); `auth.refresh_token_not_found`, `auth.refresh_token_already_used`,
    /// `auth.session_expired` (401); `auth.user_banned` (403); `auth.refresh_conflict` (409) after five seconds.
    #[tracing::instrument(name = "identity.session.refresh", skip_all)]
    pub async fn refresh(
        &self,
        token: &SecretString,
        client: &ClientInfo,
    ) -> Result<Session, RefreshError> {
        let presented = Presented::parse(token.expose_secret()).ok_or(RefreshError::Malformed)?;
        let (inner, asked_at) = (&self.inner, Instant::now());
        loop {
            let asked = Asked {
                presented: presented.clone(),
                client,
                now: inner.ambient.now(),
            };
            if let Some(session) = inner.try_refresh(&asked).await? {
                return Ok(session);
            }
            if asked_at.elapsed() >= PATIENCE {
                return Err(RefreshError::Conflict);
            }
            let [luck] = inner.ambient.bytes::<1>();
            let pause = PAUSE_MS + 2 * PAUSE_MS * u64::from(luck) / 255;
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
    }
}

impl Inner {
    /// `None` when another refresh of the session is at work.
    async fn try_refresh(&self, asked: &Asked<'_>) -> Result<Option<Session>, RefreshError> {
        let id = asked.presented.session_id;
        let tx = self.db.begin(&scope()).await?;
        let work = self.refresh_within(&tx, asked).await;
        let _forgotten = matches!(work, Ok(Decision::Ended(_)))
            .then(|| self.live.forget_at_end(Forgotten::Session(id)));
        match finish(tx, work).await? {
            Decision::Give(given) => Ok(Some(self.give(id, *given, asked.now)?)),
            Decision::Busy => Ok(None),
            Decision::Ended(error) => {
                tracing::warn!(session.id = %id, reason = %error, "a refresh ended a session");
                Err(error)
            }
        }
    }

    async fn refresh_within(
        &self,
        tx: &MainTx,
        asked: &Asked<'_>,
    ) -> Result<Decision, RefreshError> {
        let (id, now) = (asked.presented.session_id, asked.now);
        let locked = match sessions::try_lock(tx, id).await? {
            TryLock::Locked(locked) => locked,
            TryLock::Busy => return Ok(Decision::Busy),
            TryLock::Gone => return Err(RefreshError::NotFound),
        };
        let key = self.master.open(REFRESH_KEY, id.0, &locked.refresh_key)?;
        if !asked.presented.is_signed_with(&key) {
            return Err(RefreshError::NotFound);
        }
        if ends_at(locked.seen_at, locked.not_after) <= now {
            sessions::delete(tx, id).await?;
            let expired =
                AuditEvent::about(AuditAction::SessionExpired, locked.user_id).session(id);
            self.audit(tx, &Origin::visitor(asked.client), expired, now)
                .await?;
            return Ok(Decision::Ended(RefreshError::SessionExpired));
        }
        let user = users::find_in(tx, locked.user_id)
            .await?
            .filter(|user| user.deleted_at.is_none());
        let user = user.ok_or(RefreshError::NotFound)?;
        if let Some(until) = user.banned_until.filter(|until| *until > now) {
            return Err(RefreshError::Banned { until });
        }
        let chain = chain(&locked, id, now, self.options.strict_refresh)?;
        let counter = match self.judged(&chain, asked) {
            Verdict::NeverIssued => return Err(RefreshError::NotFound),
            Verdict::BelowFloor => return Err(RefreshError::AlreadyUsed),
            Verdict::GiveActive => {
                if is_followed(&locked, asked.client) {
                    self.note_followed(tx, user.id, asked).await?;
                }
                chain.active
            }
            Verdict::GiveActiveLate => chain.active,
            Verdict::Rotate => {
                let from = (asked.client.user_agent(), asked.client.ip_prefix());
                sessions::save_rotation(tx, id, locked.refresh_counter + 1, from, now).await?;
                chain.active + 1
            }
            Verdict::Reused => {
                sessions::delete(tx, id).await?;
                let reused = AuditEvent::about(AuditAction::RefreshReused, user.id)
                    .session(id)
                    .detail("behind", chain.active - asked.presented.counter);
                self.audit(tx, &Origin::visitor(asked.client), reused, now)
                    .await?;
                return Ok(Decision::Ended(RefreshError::AlreadyUsed));
            }
        };
        Ok(Decision::Give(Box::new(Given {
            refresh_token: refresh_token::mint(&key, id, counter),
            user,
            aal: aal(&locked, id)?,
            amr: amr(&locked, id)?,
        })))
    }

    /// What a presented token means, counted by cause.
    fn judged(&self, chain: &Chain, asked: &Asked<'_>) -> Verdict {
        let verdict = chain.judge(asked.presented.counter);
        self.refresh_stats.count(verdict);
        verdict
    }

    /// An event each time, and one letter a day: the thief, or the person's own second device, comes back every hour.
    async fn note_followed(
        &self,
        tx: &MainTx,
        user_id: UserId,
        asked: &Asked<'_>,
    ) -> Result<(), DbError> {
        let (id, now, client) = (asked.presented.session_id, asked.now, asked.client);
        self.refresh_stats.count_followed();
        tracing::warn!(session.id = %id, "a parent token came from another program on another network");
        if !sessions::was_followed(tx, id, now - FOLLOWED_QUIET).await? {
            self.tell(tx, user_id, Letter::NewDevice, client).await?;
        }
        let followed = AuditEvent::about(AuditAction::RefreshFollowed, user_id).session(id);
        self.audit(tx, &Origin::visitor(client), followed, now)
            .await
    }

    /// The session as it is handed out, once its row is committed.
    pub(super) fn give(
        &self,
        id: SessionId,
        given: Given,
        now: DateTime<Utc>,
    ) -> Result<Session, Fault> {
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
            aal,
            user,
            provider: None,
        })
    }
}

/// The parent's right to the active token has no limit of time, so a thief of the parent could follow along: that
/// another program on another network comes with it is worth an event.
///
/// # Source
/// the identity contract, 5.
fn is_followed(locked: &LockedSession, client: &ClientInfo) -> bool {
    let is_new = |known: Option<&str>, now: Option<&str>| known.is_some() && known != now;
    is_new(locked.user_agent.as_deref(), client.user_agent())
        && is_new(locked.ip_prefix.as_deref(), client.ip_prefix())
}

fn chain(
    locked: &LockedSession,
    id: SessionId,
    now: DateTime<Utc>,
    is_strict: bool,
) -> Result<Chain, DbError> {
    let number = |value: i64, column| u64::try_from(value).map_err(|_| corrupt(column, id));
    Ok(Chain {
        active: number(locked.refresh_counter, "refresh_counter")?,
        floor: number(locked.refresh_floor, "refresh_floor")?,
        since_rotation: now - locked.refreshed_at,
        is_strict,
    })
}

pub(super) fn aal(locked: &LockedSession, id: SessionId) -> Result<Aal, DbError> {
    locked.aal.parse().map_err(|_| corrupt("aal", id))
}

pub(super) fn amr(locked: &LockedSession, id: SessionId) -> Result<Vec<Amr>, DbError> {
    serde_json::from_value(locked.amr.clone()).map_err(|_| corrupt("amr", id))
}

pub(super) fn corrupt(column: &'static str, id: SessionId) -> DbError {
    DbError::Corrupt {
        table: "auth.sessions",
        column,
        row: id.to_string(),
    }
}
