//! A sink's share of a lead: where it stands, and every change of it.

use chrono::{DateTime, Utc};
use stoa_core::{CommunityId, DeliveryId, LeadCode, LeadId, PageLimit};
use stoa_domain::{DeliveryState, Sink};
use stoa_pg::{DbError, Scope, TripwireDb, TripwireTx};
use stoa_tripwire_sql::{client::Params as _, queries::deliveries as sql};
use uuid::Uuid;

use super::rows::{utc, word};

/// The class of a blocked delivery whose lead is in quarantine.
pub const QUARANTINE: &str = "quarantine";

/// One sink's share of a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id; also the key of its job.
    pub id: DeliveryId,
    /// Whose it is.
    pub community_id: CommunityId,
    /// The lead.
    pub lead_id: LeadId,
    /// Where it has to arrive.
    pub sink: Sink,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was sent; a throttled call does not count.
    pub attempts: i16,
    /// When it is tried again, in the state `retry`.
    pub next_at: Option<DateTime<Utc>>,
    /// When the first byte left.
    pub first_sent_at: Option<DateTime<Utc>>,
    /// When it was done or given up.
    pub settled_at: Option<DateTime<Utc>>,
    /// The sink's name of it: a message or a deal.
    pub external_id: Option<String>,
    /// Which version of the mapping row chose pipeline and stage.
    pub mapping_version: Option<i32>,
    /// The class of the last failure: `not_sent`, `unknown`, `quarantine`.
    pub last_error_class: Option<String>,
    /// What it was, for people.
    pub last_error: Option<String>,
    /// Grows by one with each change; the fence.
    pub version: i32,
    /// When the lead was accepted.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl TryFrom<sql::DeliveryRow> for Delivery {
    type Error = DbError;

    fn try_from(row: sql::DeliveryRow) -> Result<Self, DbError> {
        Ok(Self {
            id: DeliveryId(row.id),
            community_id: CommunityId(row.community_id),
            lead_id: LeadId(row.lead_id),
            sink: word(&row.sink, "deliveries", "sink", row.id)?,
            state: word(&row.state, "deliveries", "state", row.id)?,
            attempts: row.attempts,
            next_at: row.next_at.map(utc),
            first_sent_at: row.first_sent_at.map(utc),
            settled_at: row.settled_at.map(utc),
            external_id: row.external_id,
            mapping_version: row.mapping_version,
            last_error_class: row.last_error_class,
            last_error: row.last_error,
            version: row.version,
            created_at: utc(row.created_at),
            updated_at: utc(row.updated_at),
        })
    }
}

/// The delivery `id`, locked to the end of the transaction.
///
/// # Errors
/// [`DbError`].
pub async fn lock(tx: &TripwireTx, id: DeliveryId) -> Result<Option<Delivery>, DbError> {
    sql::lock_delivery().bind(tx.client(), &id.0).opt().await?.map(Delivery::try_from).transpose()
}

/// A change of a delivery.
#[derive(Debug, Clone, Copy)]
pub struct Settlement<'a> {
    /// Where it stands from now on.
    pub state: DeliveryState,
    /// True when the attempt does not count.
    pub refund: bool,
    /// The sink's name of it, when known now.
    pub external_id: Option<&'a str>,
    /// When it is tried again.
    pub next_at: Option<DateTime<Utc>>,
    /// The class of the failure.
    pub class: Option<&'a str>,
    /// What it was, for people.
    pub error: Option<&'a str>,
}

impl Settlement<'_> {
    /// A change to `state` and nothing else to tell.
    #[must_use]
    pub fn plain(state: DeliveryState) -> Self {
        Self { state, refund: false, external_id: None, next_at: None, class: None, error: None }
    }
}

/// Writes a change, unless the delivery has another version by now: then false, and nothing is written.
///
/// # Errors
/// [`DbError`].
pub async fn save(
    tx: &TripwireTx,
    id: DeliveryId,
    version: i32,
    change: &Settlement<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let params = sql::SaveDeliveryParams {
        state: change.state.as_str(),
        refund: i16::from(change.refund),
        external_id: change.external_id,
        next_at: change.next_at.map(|at| at.fixed_offset()),
        class: change.class,
        error: change.error,
        now: now.fixed_offset(),
        id: id.0,
        version,
    };
    Ok(sql::save_delivery().params(tx.client(), &params).await? == 1)
}

/// Frees the deliveries of a lead that has left quarantine.
///
/// # Errors
/// [`DbError`].
pub async fn free_quarantined(
    tx: &TripwireTx,
    lead: LeadId,
    now: DateTime<Utc>,
) -> Result<Vec<(DeliveryId, Sink)>, DbError> {
    let rows = sql::free_quarantined().bind(tx.client(), &now.fixed_offset(), &lead.0).all().await?;
    rows.into_iter().map(|row| Ok((DeliveryId(row.id), word(&row.sink, "deliveries", "sink", row.id)?))).collect()
}

/// Blocked deliveries of `sink` that a change of the settings may free, in the order of their ids, after `after`.
///
/// # Errors
/// [`DbError`].
pub async fn list_blocked(
    db: &TripwireDb,
    sink: Sink,
    after: Option<DeliveryId>,
    limit: PageLimit,
) -> Result<Vec<DeliveryId>, DbError> {
    let reader = db.reader(&Scope::service("delivery")).await?;
    let list = sql::list_blocked().prepare(reader.client()).await?;
    let (sink, after) = (sink.as_str(), after.map(|id| id.0));
    let ids = reader.read(list.bind(reader.client(), &sink, &after, &limit.rows()).all()).await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

/// How many deliveries of a sink stand in one state that is not `done`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCount {
    /// The sink.
    pub sink: Sink,
    /// The state.
    pub state: DeliveryState,
    /// How many.
    pub number: i64,
    /// When the oldest of them was accepted.
    pub oldest_at: DateTime<Utc>,
}

/// How many deliveries are not done, by sink and state.
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
pub async fn list(db: &TripwireDb, scope: &Scope, filter: &DeliveryFilter) -> Result<Vec<Listed>, DbError> {
    let reader = db.reader(scope).await?;
    let list = sql::list_deliveries().prepare(reader.client()).await?;
    let params = sql::ListDeliveriesParams {
        after_at: filter.after.map(|(at, _)| at.fixed_offset()),
        after_id: filter.after.map(|(_, id)| id.0),
        state: filter.state.map(DeliveryState::as_str),
        sink: filter.sink.map(Sink::as_str),
        rows: filter.limit.probe(),
    };
    let rows = reader.read(list.params(reader.client(), &params).all()).await?;
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
pub async fn of_leads(db: &TripwireDb, scope: &Scope, leads: &[LeadId]) -> Result<Vec<Delivery>, DbError> {
    let ids: Vec<Uuid> = leads.iter().map(|lead| lead.0).collect();
    let reader = db.reader(scope).await?;
    let list = sql::list_deliveries_of_leads().prepare(reader.client()).await?;
    let rows = reader.read(list.bind(reader.client(), &ids).all()).await?;
    rows.into_iter().map(Delivery::try_from).collect()
}
