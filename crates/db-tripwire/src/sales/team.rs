//! Whose buyers a lead of sales may look at.

use chrono::{DateTime, Utc};
use stoa_core::{CommunityId, UserId};
use stoa_pg::{DbError, Scope, TripwireDb, TripwireTx};
use stoa_tripwire_sql::queries::sales_teams as q;

/// That a manager belongs to a lead's team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// The lead.
    pub lead: UserId,
    /// The manager.
    pub member: UserId,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Puts a manager into a lead's team; false for one who is in it already.
///
/// # Errors
/// [`DbError`], also when a policy refuses.
pub async fn insert_member(
    tx: &TripwireTx,
    community: CommunityId,
    (lead, member): (UserId, UserId),
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let inserted = q::insert_member()
        .bind(
            tx.client(),
            &community.0,
            &lead.0,
            &member.0,
            &now.fixed_offset(),
        )
        .await?;
    Ok(inserted == 1)
}

/// Takes a manager out of a lead's team; false for one who was not in it, or whom a policy hides.
///
/// # Errors
/// [`DbError`].
pub async fn delete_member(
    tx: &TripwireTx,
    community: CommunityId,
    (lead, member): (UserId, UserId),
) -> Result<bool, DbError> {
    let deleted = q::delete_member()
        .bind(tx.client(), &community.0, &lead.0, &member.0)
        .await?;
    Ok(deleted == 1)
}

/// The teams that `scope` may see, lead by lead, members in the order in which they came.
///
/// # Errors
/// [`DbError`].
pub async fn list_members(
    db: &TripwireDb,
    scope: &Scope,
    community: CommunityId,
) -> Result<Vec<Membership>, DbError> {
    let reader = db.reader(scope).await?;
    let list = q::list_members().prepare(reader.client()).await?;
    let rows = reader
        .read(list.bind(reader.client(), &community.0).all())
        .await?;
    let membership = |row: q::ListMembers| Membership {
        lead: UserId(row.lead_user_id),
        member: UserId(row.member_user_id),
        since: row.created_at.with_timezone(&Utc),
    };
    Ok(rows.into_iter().map(membership).collect())
}
