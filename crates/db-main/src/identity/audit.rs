//! What was done to identities, and what was tried: rows that are added and read, never changed.

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::{CommunityId, SessionId, UserId};
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::audit as q;
use stoa_pg::{DbError, MainTx};
use uuid::Uuid;

/// An event to be added.
#[derive(Debug)]
pub struct NewEventRow<'a> {
    /// The id.
    pub id: Uuid,
    /// In which community.
    pub community_id: CommunityId,
    /// What was done: `session.signed_in`.
    pub action: &'a str,
    /// `user`, `service`, `system` or `visitor`.
    pub actor_kind: &'a str,
    /// Who did it, when it was a person.
    pub actor_id: Option<UserId>,
    /// Whom it is about.
    pub subject: Option<UserId>,
    /// Which sign-in it is about.
    pub session_id: Option<SessionId>,
    /// From which network.
    pub ip_prefix: Option<&'a str>,
    /// By which program.
    pub user_agent: Option<&'a str>,
    /// In which request.
    pub request_id: Option<&'a str>,
    /// An object of further facts.
    pub details: &'a Value,
}

/// Adds an event.
///
/// # Errors
/// [`DbError`].
pub async fn insert(
    tx: &MainTx,
    event: &NewEventRow<'_>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let params = q::InsertEventParams {
        id: event.id,
        community_id: event.community_id.0,
        now: now.fixed_offset(),
        action: event.action,
        actor_kind: event.actor_kind,
        actor_id: event.actor_id.map(|id| id.0),
        subject_user_id: event.subject.map(|id| id.0),
        session_id: event.session_id.map(|id| id.0),
        ip_prefix: event.ip_prefix,
        user_agent: event.user_agent,
        request_id: event.request_id,
        details: event.details,
    };
    DbError::expect_rows(1, q::insert_event().params(tx.client(), &params).await?)
}
