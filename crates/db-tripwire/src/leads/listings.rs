//! Deliveries by the dozen: for people, for `/health`, for the start.

use chrono::{DateTime, Utc};
use stoa_core::{DeliveryId, LeadCode, LeadId, PageLimit};
use stoa_domain::{DeliveryState, Sink};
use stoa_pg::{DbError, Scope, TripwireDb};
use stoa_tripwire_sql::{client::Params as _, queries::deliveries as sql};
use uuid::Uuid;

use super::{
    Delivery,
    rows::{utc, word},
};

/// What keeps deliveries of a sink blocked that was asked, or that would be asked wrongly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// `auth`, `chat_gone`, `config` or `mapping`.
    pub class: String,
    /// The words, where they tell causes of one class apart.
    pub error: Option<String>,
}

impl Cause {
    /// The cause behind a delivery's last failure, if that keeps deliveries blocked.
    #[must_use]
    pub fn of(class: &str, error: Option<&str>) -> Option<Self> {
        let error = match class {
            "auth" | "chat_gone" => None,
            "config" | "mapping" => error.map(str::to_owned),
            _ => return None,
        };
        Some(Self {
            class: class.to_owned(),
            error,
        })
    }
}

/// Blocked deliveries of `sink`, one for each cause, with which to find out whether the cause is gone; those whose cause
/// was looked at not long before `now` are left out, unless Stoa starts.
///
/// # Errors
/// [`DbError`].
pub async fn list_probes(
    db: &TripwireDb,
    sink: Sink,
    is_start: bool,
    now: DateTime<Utc>,
) -> Result<Vec<DeliveryId>, DbError> {
    let reader = db.reader(&Scope::service("delivery")).await?;
    let list = sql::list_probes().prepare(reader.client()).await?;
    let params = sql::ListProbesParams {
        sink: sink.as_str(),
        is_start,
        now: now.fixed_offset(),
    };
    let ids = reader
        .read(list.params(reader.client(), &params).all())
        .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

/// Deliveries of `sink` that one cause keeps blocked, in the order of their ids, after `after`.
///
/// # Errors
/// [`DbError`].
pub async fn list_blocked_by(
    db: &TripwireDb,
    sink: Sink,
    cause: &Cause,
    after: Option<DeliveryId>,
    limit: PageLimit,
) -> Result<Vec<DeliveryId>, DbError> {
    let reader = db.reader(&Scope::service("delivery")).await?;
    let list = sql::list_blocked_by().prepare(reader.client()).await?;
    let params = sql::ListBlockedByParams {
        sink: sink.as_str(),
        class: cause.class.as_str(),
        error: cause.error.as_deref(),
        after_id: after.map(|id| id.0),
        rows: limit.rows(),
    };
    let ids = reader
        .read(list.params(reader.client(), &params).all())
        .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

/// Deliveries of `sink` that were blocked without asking it, because it was not configured, in the order of their ids,
/// after `after`.
///
/// # Errors
/// [`DbError`].
pub async fn list_unasked(
    db: &TripwireDb,
    sink: Sink,
    after: Option<DeliveryId>,
    limit: PageLimit,
) -> Result<Vec<DeliveryId>, DbError> {
    let reader = db.reader(&Scope::service("delivery")).await?;
    let list = sql::list_unasked().prepare(reader.client()).await?;
    let (sink, after) = (sink.as_str(), after.map(|id| id.0));
    let ids = reader
        .read(
            list.bind(reader.client(), &sink, &after, &limit.rows())
                .all(),
        )
        .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

/// How many deliveries of a sink stand in one state that is not `done`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCount {
    /// The sink.
    pub sink: Sink,
    /// The state.
    pub state: DeliveryState,
    /// Blocked although the sink is there: it refuses us, or the settings lead nowhere.
    pub is_refused: bool,
    /// Blocked because the sink is not configured.
    pub is_unasked: bool,
    /// How many.
    pub number: i64,
    /// When the oldest of them was accepted.
    pub oldest_at: DateTime<Utc>,
}

/// How many deliveries are not done, by sink, state and why they are blocked.
///
/// # Errors
/// [`DbError`].
pub async fn count_open(db: &TripwireDb) -> Result<Vec<OpenCount>, DbError> {
    let reader = db.reader(&Scope::service("delivery")).await?;
    let count = sql::count_open().prepare(reader.client()).await?;
    let rows = reader.read(count.bind(reader.client()).all()).await?;
    let counted = |row: sql::CountOpen| {
        Ok(OpenCount {
            sink: word(&row.sink, "deliveries", "sink", "?")?,
            state: word(&row.state, "deliveries", "state", "?")?,
            is_refused: row.is_refused,
            is_unasked: row.is_unasked,
            number: row.number,
            oldest_at: utc(row.oldest_at),
        })
    };
    rows.into_iter().map(counted).collect()
}

/// Which deliveries are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct DeliveryFilter {
    /// Only those in this state.
    pub state: Option<DeliveryState>,
    /// Only those of this sink.
    pub sink: Option<Sink>,
    /// Only those after this one in the list.
    pub after: Option<(DateTime<Utc>, DeliveryId)>,
    /// How many.
    pub limit: PageLimit,
}

/// A delivery with its lead's short name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The delivery.
    pub delivery: Delivery,
    /// The lead's short name.
    pub code: LeadCode,
}

/// Deliveries that `scope` may see, newest first; one more than the limit when there are more.
///
/// # Errors
/// [`DbError`].
pub async fn list(
    db: &TripwireDb,
    scope: &Scope,
    filter: &DeliveryFilter,
) -> Result<Vec<Listed>, DbError> {
    let reader = db.reader(scope).await?;
    let list = sql::list_deliveries().prepare(reader.client()).await?;
    let params = sql::ListDeliveriesParams {
        after_at: filter.after.map(|(at, _)| at.fixed_offset()),
        after_id: filter.after.map(|(_, id)| id.0),
        state: filter.state.map(DeliveryState::as_str),
        sink: filter.sink.map(Sink::as_str),
        rows: filter.limit.probe(),
    };
    let rows = reader
        .read(list.params(reader.client(), &params).all())
        .await?;
    rows.into_iter().map(listed).collect()
}

fn listed(row: sql::ListedRow) -> Result<Listed, DbError> {
    Ok(Listed {
        code: LeadCode::from_stored(row.code),
        delivery: sql::DeliveryRow {
            id: row.id,
            community_id: row.community_id,
            lead_id: row.lead_id,
            sink: row.sink,
            state: row.state,
            attempts: row.attempts,
            next_at: row.next_at,
            first_sent_at: row.first_sent_at,
            settled_at: row.settled_at,
            external_id: row.external_id,
            mapping_version: row.mapping_version,
            last_error_class: row.last_error_class,
            last_error: row.last_error,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
        .try_into()?,
    })
}

/// The deliveries of these leads that `scope` may see, by lead and sink.
///
/// # Errors
/// [`DbError`].
pub async fn of_leads(
    db: &TripwireDb,
    scope: &Scope,
    leads: &[LeadId],
) -> Result<Vec<Delivery>, DbError> {
    let ids: Vec<Uuid> = leads.iter().map(|lead| lead.0).collect();
    let reader = db.reader(scope).await?;
    let list = sql::list_deliveries_of_leads()
        .prepare(reader.client())
        .await?;
    let rows = reader.read(list.bind(reader.client(), &ids).all()).await?;
    rows.into_iter().map(Delivery::try_from).collect()
}
