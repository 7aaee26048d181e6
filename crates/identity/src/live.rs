//! What is true of a session at this moment, remembered for at most five seconds.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use moka::sync::Cache;
use stoa_core::{SessionId, UserId};

use crate::{Aal, Actor, AuthenticateError};

/// How long what was read may be believed.
///
/// # Source
/// DESIGN 7.8.
pub(crate) const MAX_AGE: TimeDelta = TimeDelta::seconds(5);
const MAX_SESSIONS: u64 = 50_000;

/// A session as it was read.
#[derive(Debug, Clone)]
pub(crate) struct LiveSession {
    pub(crate) actor: Arc<Actor>,
    /// The same at the lowest level: for tokens and cookies from before the session rose.
    pub(crate) lowered: Arc<Actor>,
    pub(crate) banned_until: Option<DateTime<Utc>>,
    pub(crate) is_deleted: bool,
    pub(crate) ends_at: DateTime<Utc>,
    /// Tokens that were issued before are refused; for persons of a foreign issuer.
    pub(crate) tokens_after: Option<DateTime<Utc>>,
    pub(crate) loaded_at: DateTime<Utc>,
}

impl LiveSession {
    /// The person, at the lower of the session's level and the one that is proved, unless something shuts the person
    /// out.
    ///
    /// # Errors
    /// `auth.session_gone`, `auth.user_gone`, `auth.user_banned`.
    pub(crate) fn admits(
        &self,
        proved: Aal,
        now: DateTime<Utc>,
    ) -> Result<Arc<Actor>, AuthenticateError> {
        if self.ends_at <= now {
            return Err(AuthenticateError::SessionGone);
        }
        if self.is_deleted {
            return Err(AuthenticateError::UserGone);
        }
        if let Some(until) = self.banned_until.filter(|until| *until > now) {
            return Err(AuthenticateError::Banned { until });
        }
        Ok(Arc::clone(if proved < self.actor.aal {
            &self.lowered
        } else {
            &self.actor
        }))
    }

    fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        (TimeDelta::zero()..MAX_AGE).contains(&(now - self.loaded_at))
    }
}

/// The sessions read lately.
pub(crate) struct LiveSessions {
    cache: Cache<SessionId, Arc<LiveSession>>,
    /// Counts the times that anything was forgotten: what was read before such a time must not be kept after it.
    epoch: Mutex<u64>,
}

/// When a read began, in the cache's own count.
#[derive(Clone, Copy)]
pub(crate) struct Epoch(u64);

impl LiveSessions {
    pub(crate) fn new() -> Self {
        // Its own clock only bounds the memory: the age is judged by the time that callers give.
        let cache = Cache::builder()
            .max_capacity(MAX_SESSIONS)
            .time_to_live(Duration::from_secs(5))
            .build();
        Self {
            cache,
            epoch: Mutex::new(0),
        }
    }

    /// What is known of a session and still to be believed.
    pub(crate) fn get(&self, id: SessionId, now: DateTime<Utc>) -> Option<Arc<LiveSession>> {
        self.cache.get(&id).filter(|session| session.is_fresh(now))
    }

    /// To be taken before a read whose answer is to be kept.
    pub(crate) fn epoch(&self) -> Epoch {
        Epoch(*self.lock())
    }

    /// Keeps what was read, unless something was forgotten since the read began: it might be just that.
    pub(crate) fn put(&self, since: Epoch, session: Arc<LiveSession>) {
        let epoch = self.lock();
        if *epoch == since.0 {
            self.cache.insert(session.actor.session_id, session);
        }
    }

    fn forget(&self, what: &Forgotten) {
        let mut epoch = self.lock();
        *epoch += 1;
        match what {
            Forgotten::Session(id) => self.cache.invalidate(id),
            Forgotten::User(user) => {
                let theirs: Vec<_> = self
                    .cache
                    .iter()
                    .filter(|(_, s)| s.actor.user_id == *user)
                    .map(|(id, _)| *id)
                    .collect();
                for id in &theirs {
                    self.cache.invalidate(id);
                }
            }
            Forgotten::All => self.cache.invalidate_all(),
        }
    }

    /// Forgets when the guard is dropped: taken before a commit, it forgets even when the caller is cancelled or the
    /// commit's outcome stays unknown.
    #[must_use]
    pub(crate) fn forget_at_end(&self, what: Forgotten) -> ForgetAtEnd<'_> {
        ForgetAtEnd {
            sessions: self,
            what,
        }
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        self.epoch.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is to be read anew.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Forgotten {
    Session(SessionId),
    User(UserId),
    All,
}

/// See [`LiveSessions::forget_at_end`].
pub(crate) struct ForgetAtEnd<'a> {
    sessions: &'a LiveSessions,
    what: Forgotten,
}

impl Drop for ForgetAtEnd<'_> {
    fn drop(&mut self) {
        self.sessions.forget(&self.what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stoa_core::CommunityId;
    use stoa_domain::RoleSet;
    use uuid::Uuid;

    fn session(id: u128, user: u128, now: DateTime<Utc>) -> Arc<LiveSession> {
        let actor = Actor {
            user_id: UserId(Uuid::from_u128(user)),
            session_id: SessionId(Uuid::from_u128(id)),
            email: None,
            roles: RoleSet::EMPTY,
            community_id: CommunityId(Uuid::nil()),
            aal: Aal::Aal1,
            has_factor: false,
            locale: None,
        };
        let actor = Arc::new(actor);
        Arc::new(LiveSession {
            lowered: Arc::clone(&actor),
            actor,
            banned_until: None,
            is_deleted: false,
            ends_at: now,
            tokens_after: None,
            loaded_at: now,
        })
    }

    fn id(number: u128) -> SessionId {
        SessionId(Uuid::from_u128(number))
    }

    #[test]
    fn a_session_is_believed_for_five_seconds_of_the_given_clock() {
        let (sessions, now) = (LiveSessions::new(), DateTime::UNIX_EPOCH);
        sessions.put(sessions.epoch(), session(1, 1, now));
        assert!(
            sessions
                .get(id(1), now + TimeDelta::milliseconds(4_999))
                .is_some()
        );
        assert!(sessions.get(id(1), now + TimeDelta::seconds(5)).is_none());
        assert!(
            sessions
                .get(id(1), now - TimeDelta::milliseconds(1))
                .is_none()
        );
    }

    #[test]
    fn what_was_read_before_something_was_forgotten_is_not_kept() {
        let (sessions, now) = (LiveSessions::new(), DateTime::UNIX_EPOCH);
        let since = sessions.epoch();
        drop(sessions.forget_at_end(Forgotten::Session(id(1))));
        sessions.put(since, session(1, 1, now));
        assert!(sessions.get(id(1), now).is_none());
    }

    #[test]
    fn one_session_one_user_or_all_are_forgotten() {
        let (sessions, now) = (LiveSessions::new(), DateTime::UNIX_EPOCH);
        let fill = || (1..=4).for_each(|n| sessions.put(sessions.epoch(), session(n, n % 2, now)));
        let left = || {
            (1..=4)
                .filter(|n| sessions.get(id(*n), now).is_some())
                .collect::<Vec<_>>()
        };
        fill();
        drop(sessions.forget_at_end(Forgotten::Session(id(2))));
        assert_eq!(left(), [1, 3, 4]);
        drop(sessions.forget_at_end(Forgotten::User(UserId(Uuid::from_u128(1)))));
        assert_eq!(left(), [4]);
        fill();
        drop(sessions.forget_at_end(Forgotten::All));
        assert!(left().is_empty());
    }
}
