//! What was done to identities, and what was tried: rows that are added and read, never changed.

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::{CommunityId, SessionId, UserId};
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::audit as q;
use stoa_pg::{DbError, MainDb, MainTx};
use uuid::Uuid;

use super::{scope, utc};

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

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    /// The id.
    pub id: Uuid,
    /// Its place in the order of events.
    pub seq: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What was done: `session.signed_in`.
    pub action: String,
    /// `user`, `service`, `system` or `visitor`.
    pub actor_kind: String,
    /// Who did it, when it was a person.
    pub actor_id: Option<UserId>,
    /// Whom it is about.
    pub subject: Option<UserId>,
    /// Which sign-in it is about.
    pub session_id: Option<SessionId>,
    /// From which network.
    pub ip_prefix: Option<String>,
    /// By which program.
    pub user_agent: Option<String>,
    /// In which request.
    pub request_id: Option<String>,
    /// An object of further facts.
    pub details: Value,
}

/// Which events a search shows; what is absent does not narrow it.
#[derive(Debug, Clone, Default)]
pub struct EventSearch {
    /// Those before this place in the order.
    pub before: Option<i64>,
    /// One action.
    pub action: Option<String>,
    /// Done by this person.
    pub actor: Option<UserId>,
    /// About this person.
    pub subject: Option<UserId>,
    /// About this sign-in.
    pub session: Option<SessionId>,
    /// From this network.
    pub ip_prefix: Option<String>,
    /// In this request.
    pub request_id: Option<String>,
    /// With this tag of an address.
    pub address: Option<String>,
    /// Not before this time.
    pub since: Option<DateTime<Utc>>,
    /// Before this time.
    pub until: Option<DateTime<Utc>>,
    /// How many rows.
    pub rows: i64,
    /// How many rows come before.
    pub skipped: i64,
}

impl From<q::EventRow> for StoredEvent {
    fn from(row: q::EventRow) -> Self {
        Self {
            id: row.id,
            seq: row.seq,
            at: utc(row.at),
            action: row.action,
            actor_kind: row.actor_kind,
            actor_id: row.actor_id.map(UserId),
            subject: row.subject_user_id.map(UserId),
            session_id: row.session_id.map(SessionId),
            ip_prefix: row.ip_prefix,
            user_agent: row.user_agent,
            request_id: row.request_id,
            details: row.details,
        }
    }
}

/// Events, newest first.
///
/// # Errors
/// [`DbError`].
pub async fn search(db: &MainDb, search: &EventSearch) -> Result<Vec<StoredEvent>, DbError> {
    let reader = db.reader(&scope()).await?;
    let list = q::list_events().prepare(reader.client()).await?;
    let params = q::ListEventsParams {
        before: search.before,
        action: search.action.as_deref(),
        actor_id: search.actor.map(|id| id.0),
        subject_user_id: search.subject.map(|id| id.0),
        session_id: search.session.map(|id| id.0),
        ip_prefix: search.ip_prefix.as_deref(),
        request_id: search.request_id.as_deref(),
        address: search.address.as_deref(),
        since: search.since.map(|time| time.fixed_offset()),
        until: search.until.map(|time| time.fixed_offset()),
        rows: search.rows,
        skipped: search.skipped,
    };
    let rows = reader
        .read(list.params(reader.client(), &params).all())
        .await?;
    Ok(rows.into_iter().map(StoredEvent::from).collect())
}

/// How many events a search has in all, wherever its page begins.
///
/// # Errors
/// [`DbError`].
pub async fn count(db: &MainDb, search: &EventSearch) -> Result<i64, DbError> {
    let reader = db.reader(&scope()).await?;
    let count = q::count_events().prepare(reader.client()).await?;
    let params = q::CountEventsParams {
        action: search.action.as_deref(),
        actor_id: search.actor.map(|id| id.0),
        subject_user_id: search.subject.map(|id| id.0),
        session_id: search.session.map(|id| id.0),
        ip_prefix: search.ip_prefix.as_deref(),
        request_id: search.request_id.as_deref(),
        address: search.address.as_deref(),
        since: search.since.map(|time| time.fixed_offset()),
        until: search.until.map(|time| time.fixed_offset()),
    };
    reader
        .read(count.params(reader.client(), &params).one())
        .await
}
