//! Keys and sessions that a start could not read.

use chrono::{DateTime, Utc};
use stoa_core::{Ambient, CommunityId, UserId};
use stoa_db_main::identity::keys::{self, SigningKeyRow};
use stoa_db_main::identity::{scope, session_loss as rows, users};
use stoa_domain::Email;
use stoa_pg::{DbError, MainDb, MainTx};
use thiserror::Error;

use super::{LossCause, SessionLoss, SessionLossError};
use crate::MasterKey;
use crate::audit::{self, AuditAction, AuditEvent, Origin};
use crate::service::authenticate::IDLE;
use crate::service::keys::{ACTIVE, API, TOKEN};
use crate::service::{IdentityOptions, Letter, MailRequest, finish};

/// Looks at what is stored before anything is made anew, and replaces what is lost if that was accepted.
///
/// # Errors
/// [`OpenRefusal`].
pub(in crate::service) async fn settle(
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
pub(in crate::service) enum OpenRefusal {
    #[error(transparent)]
    Loss(#[from] SessionLossError),
    #[error(transparent)]
    Db(#[from] DbError),
}

pub(super) struct Look<'a> {
    pub(super) tx: &'a MainTx,
    pub(super) ambient: &'a Ambient,
    pub(super) community_id: CommunityId,
    pub(super) master: &'a MasterKey,
    pub(super) now: DateTime<Utc>,
}

impl Look<'_> {
    async fn settle(&self, loss: SessionLoss) -> Result<(), OpenRefusal> {
        let Some(error) = self.loss().await? else {
            return Ok(());
        };
        if loss == SessionLoss::Refused {
            return Err(error.into());
        }
        let SessionLossError {
            sessions,
            factors,
            cause,
        } = error;
        tracing::warn!(?cause, sessions, factors, "sessions end, as accepted");
        let event = AuditEvent::new(AuditAction::SessionsGivenUp)
            .detail("sessions", sessions)
            .detail("factors", factors)
            .detail("cause", cause.as_str());
        let (community, by) = (self.community_id, Origin::system());
        audit::insert(self.tx, self.ambient, community, &by, event, self.now).await?;
        let stored = keys::list(self.tx).await?;
        let unreadable = stored.iter().filter(|key| self.is_unreadable(key));
        Ok(self.replace(&unreadable.collect::<Vec<_>>()).await?)
    }

    /// What the start would end, if anything.
    pub(super) async fn loss(&self) -> Result<Option<SessionLossError>, DbError> {
        let stored = keys::list(self.tx).await?;
        let count = live(self.tx, self.master, self.now).await?;
        let is_missing = !stored
            .iter()
            .any(|key| key.purpose == TOKEN && key.state == ACTIVE);
        let is_unreadable = stored.iter().any(|key| self.is_unreadable(key));
        let factors = rows::count_factors(self.tx, &self.master.head()).await?;
        let (cause, sessions) = if is_unreadable || count.sealed_otherwise > 0 || factors > 0 {
            (LossCause::OtherMasterKey, count.sealed_otherwise)
        } else if is_missing && count.live > 0 {
            (LossCause::KeysMissing, count.live)
        } else {
            return Ok(None);
        };
        Ok(Some(SessionLossError {
            sessions,
            factors,
            cause,
        }))
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

pub(super) async fn live(
    tx: &MainTx,
    master: &MasterKey,
    now: DateTime<Utc>,
) -> Result<rows::LiveCount, DbError> {
    rows::count(tx, &master.head(), now - IDLE, now).await
}
