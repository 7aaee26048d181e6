//! The ways into an account, closed all at once.

use chrono::{DateTime, Utc};
use serde_json::json;
use stoa_core::UserId;
use stoa_db_main::identity::{credentials, factors, identities, recovery_codes, users};
use stoa_pg::{DbError, MainTx};
use uuid::Uuid;

use super::Inner;
use super::endings::{end_sessions, void_links};
use crate::{AuditAction, AuditEvent, Origin};

/// What was closed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closed {
    password: bool,
    factors: u64,
    recovery_codes: bool,
    identities: u64,
    /// How many sessions ended.
    pub(super) sessions: u64,
}

impl Closed {
    const fn is_nothing(self) -> bool {
        !self.password
            && self.factors == 0
            && !self.recovery_codes
            && self.identities == 0
            && self.sessions == 0
    }
}

impl Inner {
    /// Takes away password, second factors, recovery codes and accounts at providers, ends all sessions, and makes every
    /// link and code worthless, except those of the flow `kept`. The person's row is locked; the account stays, and letters
    /// to its address lead into it.
    pub(super) async fn close_ways_in(
        &self,
        tx: &MainTx,
        user_id: UserId,
        kept: Option<Uuid>,
        now: DateTime<Utc>,
    ) -> Result<Closed, DbError> {
        let closed = self.close_but_links(tx, user_id, now).await?;
        void_links(tx, user_id, kept, now).await?;
        Ok(closed)
    }

    /// The same, but links that went to the address, or were handed to the person, stay good; an unfinished change to another
    /// address does not.
    pub(super) async fn close_but_links(
        &self,
        tx: &MainTx,
        user_id: UserId,
        now: DateTime<Utc>,
    ) -> Result<Closed, DbError> {
        let closed = Closed {
            sessions: end_sessions(tx, user_id, None, now).await?,
            password: credentials::delete(tx, user_id).await?,
            factors: factors::delete_of(tx, user_id).await?,
            recovery_codes: recovery_codes::delete(tx, user_id).await?.is_some(),
            identities: identities::delete_of(tx, user_id).await?,
        };
        users::delete_new_email(tx, user_id, now).await?;
        if closed.identities > 0
            && let Some(user) = users::find_in(tx, user_id).await?
        {
            let mut data = user.app_metadata;
            data["provider"] = json!("email");
            data["providers"] = json!(["email"]);
            identities::save_app_metadata(tx, user_id, &data, now).await?;
        }
        Ok(closed)
    }

    /// The person who has just shown that the address is theirs gets the account without what somebody else may have set
    /// up in it before.
    pub(super) async fn take_over(
        &self,
        tx: &MainTx,
        (user_id, kept): (UserId, Option<Uuid>),
        by: &Origin,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let closed = self.close_ways_in(tx, user_id, kept, now).await?;
        let why = ("set up before the address was proved", by);
        self.audit_closed(tx, user_id, closed, why, now).await
    }

    /// Notes what was closed, if anything was.
    pub(super) async fn audit_closed(
        &self,
        tx: &MainTx,
        user_id: UserId,
        closed: Closed,
        (reason, by): (&str, &Origin),
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        if closed.is_nothing() {
            return Ok(());
        }
        let event = AuditEvent::about(AuditAction::SessionRevoked, user_id)
            .detail("reason", reason)
            .detail("password", closed.password)
            .detail("factors", closed.factors)
            .detail("recovery_codes", closed.recovery_codes)
            .detail("identities", closed.identities)
            .detail("sessions_ended", closed.sessions);
        self.audit(tx, by, event, now).await
    }
}
