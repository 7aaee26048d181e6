//! The copy of what buyers did in the main database.

use chrono::{DateTime, FixedOffset, Utc};
use stoa_core::{CommunityId, UserId};
use stoa_pg::{DbError, Scope, TripwireDb, TripwireTx};
use stoa_tripwire_sql::{
    client::Params as _,
    queries::buyer_activity::{self as q, SaveActivityParams},
};
use uuid::Uuid;

/// What one person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    /// Who.
    pub user_id: UserId,
    /// The latest sign of life.
    pub seen_at: DateTime<Utc>,
    /// How many modules of the course are done.
    pub modules_completed: i16,
    /// Whether those are all of them.
    pub finished: bool,
}

/// The latest sign of life in the copy.
///
/// # Errors
/// [`DbError`].
pub async fn latest(
    db: &TripwireDb,
    scope: &Scope,
    community: CommunityId,
) -> Result<Option<DateTime<Utc>>, DbError> {
    let reader = db.reader(scope).await?;
    let find = q::find_latest_activity().prepare(reader.client()).await?;
    let latest = reader
        .read(find.bind(reader.client(), &community.0).opt())
        .await?;
    Ok(latest.flatten().map(|at| at.with_timezone(&Utc)))
}

/// Brings the copy of these people up to date, as far as nobody else is doing so; how many rows changed.
///
/// # Errors
/// [`DbError`].
pub async fn save(
    tx: &TripwireTx,
    community: CommunityId,
    activity: &[Activity],
) -> Result<u64, DbError> {
    let user_ids: Vec<Uuid> = activity.iter().map(|a| a.user_id.0).collect();
    let seen_at: Vec<DateTime<FixedOffset>> =
        activity.iter().map(|a| a.seen_at.fixed_offset()).collect();
    let modules_completed: Vec<i16> = activity.iter().map(|a| a.modules_completed).collect();
    let finished: Vec<bool> = activity.iter().map(|a| a.finished).collect();
    let params = SaveActivityParams {
        user_ids,
        seen_at,
        modules_completed,
        finished,
        community_id: community.0,
    };
    Ok(q::save_activity().params(tx.client(), &params).await?)
}
