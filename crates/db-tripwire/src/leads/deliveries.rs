//! A sink's share of a lead: where it stands, and every change of it.

use chrono::{DateTime, Utc};
use stoa_core::{CommunityId, DeliveryId, LeadId};
use stoa_domain::{DeliveryState, Sink};
use stoa_pg::{DbError, TripwireTx};
use stoa_tripwire_sql::{client::Params as _, queries::deliveries as sql};

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
    sql::lock_delivery()
        .bind(tx.client(), &id.0)
        .opt()
        .await?
        .map(Delivery::try_from)
        .transpose()
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
        Self {
            state,
            refund: false,
            external_id: None,
            next_at: None,
            class: None,
            error: None,
        }
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
    let rows = sql::free_quarantined()
        .bind(tx.client(), &now.fixed_offset(), &lead.0)
        .all()
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok((
                DeliveryId(row.id),
                word(&row.sink, "deliveries", "sink", row.id)?,
            ))
        })
        .collect()
}
