//! Whose buyers a lead of sales may look at.

use chrono::{DateTime, Utc};
use stoa_core::{CommunityId, UserId};
use stoa_pg::{DbError, TripwireTx};
use stoa_tripwire_sql::queries::sales_teams as q;

/// Puts a manager into a lead's team; one who is in it stays.
///
/// # Errors
/// [`DbError`], also when a policy refuses.
pub async fn insert_member(
    tx: &TripwireTx,
    community: CommunityId,
    (lead, member): (UserId, UserId),
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    q::insert_member()
        .bind(
            tx.client(),
            &community.0,
            &lead.0,
            &member.0,
            &now.fixed_offset(),
        )
        .await?;
    Ok(())
}
