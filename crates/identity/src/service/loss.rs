//! A changed secret never signs everybody out silently: what a start would cost is found out first, and refused.

use std::fmt;

use chrono::{DateTime, Utc};
use stoa_core::{Ambient, CommunityId, UserId};
use stoa_db_main::identity::keys::{self as keys, SigningKeyRow};
use stoa_db_main::identity::{scope, session_loss as rows, users};
use stoa_domain::Email;
use stoa_pg::{DbError, MainDb, MainTx};
use thiserror::Error;

use super::authenticate::IDLE;
use super::keys::{ACTIVE, API, TOKEN};
use super::{Identity, IdentityOptions, Letter, MailRequest, finish};
use crate::audit::{self, AuditAction, AuditEvent, Origin};
use crate::{Fault, MasterKey};

/// Whether a start may end sessions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SessionLoss {
    /// It is refused, with the number.
    #[default]
    Refused,
    /// An operator said yes: what cannot be read is replaced.
    Accepted,
}

/// Why sessions would end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LossCause {
    /// Keys or sessions were encrypted with another master key.
    OtherMasterKey,
    /// There are sessions, but the key that signed their tokens is not there.
    KeysMissing,
    /// Tokens would be signed under another name than before.
    IssuerChanged {
        /// The name until now.
        from: String,
        /// The name from now on.
        to: String,
    },
}

impl LossCause {
    const fn as_str(&self) -> &'static str {
        match self {
            Self::OtherMasterKey => "other_master_key",
            Self::KeysMissing => "keys_missing",
            Self::IssuerChanged { .. } => "issuer_changed",
        }
    }
}

/// A start that would end sessions.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct SessionLossError {
    /// How many.
    pub sessions: i64,
    /// How many second factors nobody could use any more.
    pub factors: i64,
    /// Why.
    pub cause: LossCause,
}

impl fmt::Display for SessionLossError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sessions, factors) = (self.sessions, self.factors);
        match &self.cause {
            LossCause::OtherMasterKey => write!(
                f,
                "this start would end {sessions} live session(s) and take away {factors} second factor(s): the secrets in \
                 the database were encrypted with another master key. Was STOA_MASTER_KEY (or master.key in the data directory) changed? Put the former one back. \
                 If it is lost, start once with --accept-session-loss: everybody signs in again, whoever had an \
                 authenticator app enrolls it anew and is told so by letter, and the API keys of \
                 frontends and servers change too"
            ),
            LossCause::KeysMissing => write!(
                f,
                "this start would end {sessions} live session(s): the key that signed their tokens is not in the database. \
                 Was the table auth.signing_keys emptied? Restore it. If it is lost, start once with \
                 --accept-session-loss: new keys are made, and every access token is refused until it is refreshed"
            ),
            LossCause::IssuerChanged { from, to } => write!(
                f,
                "this start would refuse the access tokens of {sessions} live session(s): they were issued by {from}, and \
                 this start issues as {to}. Was http.public_url changed? To keep them, name the former address in \
                 auth.former_issuers. To go on without them, start once with --accept-session-loss"
            ),
        }
    }
}

/// Looks at what is stored before anything is made anew, and replaces what is lost if that was accepted.
///
/// # Errors
/// [`OpenRefusal`].
pub(super) async fn settle(
    db: &MainDb,
    ambient: &Ambient,
    master: &MasterKey,
    options: &IdentityOptions,
) -> Result<(), OpenRefusal> {
    let tx = db.begin(&scope()).await?;
    let look = Look {
        tx: &tx,
        ambient,
        master,
        community_id: options.community_id,
        now: ambient.now(),
    };
    let work = look.settle(options.session_loss).await;
    finish(tx, work).await
}

/// Why the start is refused, or our own fault.
#[derive(Debug, Error)]
pub(super) enum OpenRefusal {
    #[error(transparent)]
    Loss(#[from] SessionLossError),
    #[error(transparent)]
    Db(#[from] DbError),
}

struct Look<'a> {
    tx: &'a MainTx,
    ambient: &'a Ambient,
    community_id: CommunityId,
    master: &'a MasterKey,
    now: DateTime<Utc>,
}

impl Look<'_> {
    async fn settle(&self, loss: SessionLoss) -> Result<(), OpenRefusal> {
        let stored = keys::list(self.tx).await?;
        let unreadable: Vec<_> = stored
            .iter()
            .filter(|key| self.is_unreadable(key))
            .collect();
        let count = live(self.tx, self.master, self.now).await?;
        let is_missing = !stored
            .iter()
            .any(|key| key.purpose == TOKEN && key.state == ACTIVE);
        let factors = rows::count_factors(self.tx, &self.master.head()).await?;
        let cause = if !unreadable.is_empty() || count.sealed_otherwise > 0 || factors > 0 {
            Some((LossCause::OtherMasterKey, count.sealed_otherwise))
        } else if is_missing && count.live > 0 {
            Some((LossCause::KeysMissing, count.live))
        } else {
            None
        };
        match (cause, loss) {
            (None, _) => Ok(()),
            (Some((cause, sessions)), SessionLoss::Refused) => Err(SessionLossError {
                sessions,
                factors,
                cause,
            }
            .into()),
            (Some((cause, sessions)), SessionLoss::Accepted) => {
                tracing::warn!(?cause, sessions, factors, "sessions end, as accepted");
                let event = AuditEvent::new(AuditAction::SessionsGivenUp)
                    .detail("sessions", sessions)
                    .detail("factors", factors)
                    .detail("cause", cause.as_str());
                let (community, by) = (self.community_id, Origin::system());
                audit::insert(self.tx, self.ambient, community, &by, event, self.now).await?;
                Ok(self.replace(&unreadable).await?)
            }
        }
    }

    fn is_unreadable(&self, key: &SigningKeyRow) -> bool {
        let is_in_use = key.verifies_until.is_none_or(|until| self.now < until);
        is_in_use && !key.private_key.starts_with(&self.master.head())
    }

    /// What nobody can read is out of use; what is missing then is made by whoever loads the keys.
    async fn replace(&self, unreadable: &[&SigningKeyRow]) -> Result<(), DbError> {
        for key in unreadable {
            if !keys::save_retired(self.tx, key.id, self.now, self.now).await? {
                keys::save_verifies_until(self.tx, key.id, self.now).await?;
            }
            if key.purpose == API {
                rows::delete_api_keys_of(self.tx, key.id).await?;
            }
        }
        rows::delete_sealed_otherwise(self.tx, &self.master.head()).await?;
        for user_id in rows::delete_factors(self.tx, &self.master.head()).await? {
            let event = AuditEvent::about(AuditAction::FactorRemoved, user_id)
                .detail("reason", "other_master_key");
            let (community, by) = (self.community_id, Origin::system());
            audit::insert(self.tx, self.ambient, community, &by, event, self.now).await?;
            self.tell(user_id).await?;
        }
        Ok(())
    }

    /// Whoever loses a second factor by this is told.
    async fn tell(&self, user_id: UserId) -> Result<(), DbError> {
        let user = users::find_in(self.tx, user_id).await?;
        let email = user.and_then(|user| user.email);
        let Some(email) = email.and_then(|email| Email::parse(&email).ok()) else {
            return Ok(());
        };
        let request = MailRequest::new(Letter::FactorRemoved, user_id, &email);
        request.insert(self.tx, self.ambient).await
    }
}

async fn live(
    tx: &MainTx,
    master: &MasterKey,
    now: DateTime<Utc>,
) -> Result<rows::LiveCount, DbError> {
    rows::count(tx, &master.head(), now - IDLE, now).await
}

/// Former names that are accepted without being named: on loopback the port is the name, and a machine's own.
pub(super) fn is_loopback(issuer: &str) -> bool {
    ["http://127.0.0.1:", "http://[::1]:", "http://localhost:"]
        .iter()
        .any(|start| issuer.starts_with(start))
}

/// The former names that need no word of an operator.
pub(super) async fn former_loopback(db: &MainDb, issuer: &str) -> Result<Vec<String>, Fault> {
    if !is_loopback(issuer) {
        return Ok(Vec::new());
    }
    let tx = db.begin(&scope()).await?;
    let work = rows::list_issuers(&tx).await.map_err(Fault::from);
    let mut former = finish(tx, work).await?;
    former.retain(|name| is_loopback(name) && name != issuer);
    Ok(former)
}

/// Why this process may not issue tokens under its name.
#[derive(Debug, Error)]
pub enum ClaimIssuerError {
    /// Tokens that people hold would be refused.
    #[error(transparent)]
    Loss(#[from] SessionLossError),
    /// Our own fault.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<DbError> for ClaimIssuerError {
    fn from(error: DbError) -> Self {
        Self::Fault(error.into())
    }
}

impl Identity {
    /// To be called before tokens are issued to anybody: notes under which name they are.
    ///
    /// # Errors
    /// [`ClaimIssuerError::Loss`] when there are sessions with tokens of another name that is not accepted.
    pub async fn claim_issuer(&self) -> Result<(), ClaimIssuerError> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let work = self.claim_within(&tx).await;
        finish(tx, work).await
    }

    async fn claim_within(&self, tx: &MainTx) -> Result<(), ClaimIssuerError> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let own = &inner.options.issuer;
        let last = rows::list_issuers(tx).await?.into_iter().next();
        let strange = last.filter(|last| !inner.rules.issuers.contains(last));
        if let Some(from) = strange {
            let sessions = live(tx, &inner.master, now).await?.live;
            let to = own.clone();
            let cause = LossCause::IssuerChanged { from, to };
            if sessions > 0 && inner.options.session_loss == SessionLoss::Refused {
                return Err(SessionLossError {
                    sessions,
                    factors: 0,
                    cause,
                }
                .into());
            }
            let event = AuditEvent::new(AuditAction::SessionsGivenUp)
                .detail("sessions", sessions)
                .detail("cause", cause.as_str());
            inner.audit(tx, &Origin::system(), event, now).await?;
        }
        Ok(rows::save_issuer(tx, own, now).await?)
    }
}
