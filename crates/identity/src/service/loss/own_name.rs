//! The name under which tokens are issued, and the issuers whose tokens are accepted beside.

use chrono::{DateTime, Utc};
use stoa_db_main::identity::{scope, session_loss as rows};
use stoa_pg::{DbError, MainDb, MainTx};
use thiserror::Error;

use super::look::live;
use super::{LossCause, SessionLoss, SessionLossError, foreign};
use crate::audit::{AuditAction, AuditEvent, Origin};
use crate::service::{Identity, finish};
use crate::{Fault, MasterKey};

/// Former names that are accepted without being named: on loopback the port is the name, and a machine's own.
fn is_loopback(issuer: &str) -> bool {
    ["http://127.0.0.1:", "http://[::1]:", "http://localhost:"]
        .iter()
        .any(|start| issuer.starts_with(start))
}

/// The former names that need no word of an operator.
pub(in crate::service) async fn former_loopback(
    db: &MainDb,
    issuer: &str,
) -> Result<Vec<String>, Fault> {
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
    /// To be called before tokens are issued to anybody: notes under which name they are, and whose tokens are accepted
    /// beside.
    ///
    /// # Errors
    /// [`ClaimIssuerError::Loss`] when people hold tokens of another name that is not accepted any more.
    pub async fn claim_issuer(&self) -> Result<(), ClaimIssuerError> {
        let tx = self.inner.db.begin(&scope()).await?;
        let work = self.claim_within(&tx).await;
        finish(tx, work).await
    }

    async fn claim_within(&self, tx: &MainTx) -> Result<(), ClaimIssuerError> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let options = &inner.options;
        if let Some(error) = former_name(
            tx,
            (&inner.master, now),
            &options.issuer,
            &inner.rules.issuers,
        )
        .await?
        {
            self.give_up(tx, error).await?;
        }
        let accepted = &options.accepted_issuers;
        if let Some(error) = foreign::loss(tx, &inner.master, accepted, now).await? {
            self.give_up(tx, error).await?;
        }
        foreign::save(tx, &inner.master, accepted, now).await?;
        Ok(rows::save_issuer(tx, &options.issuer, now).await?)
    }

    /// Notes a loss that was accepted.
    async fn give_up(&self, tx: &MainTx, error: SessionLossError) -> Result<(), ClaimIssuerError> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        if error.sessions > 0 && inner.options.session_loss == SessionLoss::Refused {
            return Err(error.into());
        }
        let event = AuditEvent::new(AuditAction::SessionsGivenUp)
            .detail("sessions", error.sessions)
            .detail("cause", error.cause.as_str());
        let event = match &error.cause {
            LossCause::ForeignIssuers(lost) => event.detail("issuers", foreign::noted(lost)),
            _ => event,
        };
        Ok(inner.audit(tx, &Origin::system(), event, now).await?)
    }
}

/// What another name of our own would end: the last name under which tokens were issued is accepted no more.
pub(super) async fn former_name(
    tx: &MainTx,
    (master, now): (&MasterKey, DateTime<Utc>),
    own: &str,
    accepted: &[String],
) -> Result<Option<SessionLossError>, DbError> {
    let last = rows::list_issuers(tx).await?.into_iter().next();
    let Some(from) = last.filter(|last| !accepted.contains(last)) else {
        return Ok(None);
    };
    Ok(Some(SessionLossError {
        sessions: live(tx, master, now).await?.live,
        factors: 0,
        cause: LossCause::IssuerChanged {
            from,
            to: own.to_owned(),
        },
    }))
}
