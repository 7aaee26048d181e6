//! Each call to a sink: committed before the first byte leaves, closed once with what came of it.

use chrono::{DateTime, Utc};
use stoa_core::{DeliveryId, LeadId};
use stoa_pg::{DbError, Scope, TripwireDb, TripwireTx};
use stoa_tripwire_sql::{client::Params as _, queries::deliveries as sql};

use super::rows::utc;

/// An attempt that was just begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun {
    /// The attempt's number within its delivery, from 1.
    pub n: i16,
    /// The delivery's version while it is being sent.
    pub version: i32,
}

/// Sets a delivery to `sending` and opens its next attempt; `None` when it has another version or state by now.
///
/// # Errors
/// [`DbError`].
pub async fn begin(
    tx: &TripwireTx,
    id: DeliveryId,
    version: i32,
    mapping_version: Option<i32>,
    now: DateTime<Utc>,
) -> Result<Option<Begun>, DbError> {
    let begin = sql::begin_attempt();
    let row = begin
        .bind(
            tx.client(),
            &now.fixed_offset(),
            &mapping_version,
            &id.0,
            &version,
        )
        .opt()
        .await?;
    Ok(row.map(|row| Begun {
        n: row.n,
        version: row.version,
    }))
}

/// The class of an attempt whose answer was lost.
pub const UNKNOWN: &str = "unknown";
/// The class of an attempt whose worker died.
pub const INTERRUPTED: &str = "interrupted";

/// Whether an earlier attempt may have arrived.
///
/// # Errors
/// [`DbError`].
pub async fn may_have_arrived(tx: &TripwireTx, id: DeliveryId) -> Result<bool, DbError> {
    Ok(sql::may_have_arrived()
        .bind(tx.client(), &id.0)
        .one()
        .await?)
}

/// What came of an attempt.
#[derive(Debug, Clone, Copy)]
pub struct Closing<'a> {
    /// `done`, or the class of the failure.
    pub class: &'a str,
    /// The HTTP status, when there was one.
    pub status: Option<i16>,
    /// The sink's own name of the call.
    pub request_id: Option<&'a str>,
    /// The beginning of the answer, without secrets.
    pub excerpt: Option<&'a str>,
}

/// Closes attempt `n`; false when it was closed before.
///
/// # Errors
/// [`DbError`].
pub async fn close(
    tx: &TripwireTx,
    id: DeliveryId,
    n: i16,
    closing: &Closing<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let params = sql::CloseAttemptParams {
        now: now.fixed_offset(),
        class: closing.class,
        status: closing.status,
        request_id: closing.request_id,
        excerpt: closing.excerpt,
        id: id.0,
        n,
    };
    Ok(sql::close_attempt().params(tx.client(), &params).await? == 1)
}

/// Closes the attempts that a dead worker left open.
///
/// # Errors
/// [`DbError`].
pub async fn close_open(
    tx: &TripwireTx,
    id: DeliveryId,
    class: &str,
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    Ok(sql::close_open_attempts()
        .bind(tx.client(), &now.fixed_offset(), &class, &id.0)
        .await?)
}

/// One call to a sink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The delivery it belongs to.
    pub delivery_id: DeliveryId,
    /// Its number, from 1.
    pub n: i16,
    /// When it was committed to be sent.
    pub started_at: DateTime<Utc>,
    /// When its outcome was written.
    pub ended_at: Option<DateTime<Utc>>,
    /// `done`, or the class of the failure.
    pub class: Option<String>,
    /// The HTTP status.
    pub status: Option<i16>,
    /// The sink's own name of the call.
    pub request_id: Option<String>,
    /// The beginning of the answer.
    pub excerpt: Option<String>,
}

impl Attempt {
    /// Whether nobody knows if it arrived: its answer was lost, or its worker died.
    #[must_use]
    pub fn may_have_arrived(&self) -> bool {
        matches!(self.class.as_deref(), Some(UNKNOWN | INTERRUPTED))
    }
}

/// All calls for a lead that `scope` may see, by delivery and number.
///
/// # Errors
/// [`DbError`].
pub async fn of_lead(
    db: &TripwireDb,
    scope: &Scope,
    lead: LeadId,
) -> Result<Vec<Attempt>, DbError> {
    let reader = db.reader(scope).await?;
    let list = sql::list_attempts_of_lead()
        .prepare(reader.client())
        .await?;
    let rows = reader
        .read(list.bind(reader.client(), &lead.0).all())
        .await?;
    Ok(rows.into_iter().map(attempt).collect())
}

fn attempt(row: sql::AttemptRow) -> Attempt {
    Attempt {
        delivery_id: DeliveryId(row.delivery_id),
        n: row.n,
        started_at: utc(row.started_at),
        ended_at: row.ended_at.map(utc),
        class: row.class,
        status: row.status,
        request_id: row.request_id,
        excerpt: row.excerpt,
    }
}
