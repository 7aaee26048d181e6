//! Who may do what.

use chrono::{DateTime, Utc};
use stoa_core::{CommunityId, UserId};
use stoa_domain::{Role, RoleSet};
use stoa_main_sql::queries::user_roles as q;
use stoa_pg::{DbError, MainTx};

/// Gives a role in the user's home community; `false` when it was held already.
///
/// # Errors
/// [`DbError`].
pub async fn insert(
    tx: &MainTx,
    user_id: UserId,
    role: Role,
    granted_by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let granted_by = granted_by.map(|id| id.0);
    let rows = q::insert_role()
        .bind(
            tx.client(),
            &role.as_str(),
            &granted_by,
            &now.fixed_offset(),
            &user_id.0,
        )
        .await?;
    Ok(rows == 1)
}

/// Takes a role away; `false` when it was not held.
///
/// # Errors
/// [`DbError`].
pub async fn delete(tx: &MainTx, user_id: UserId, role: Role) -> Result<bool, DbError> {
    Ok(q::delete_role()
        .bind(tx.client(), &user_id.0, &role.as_str())
        .await?
        == 1)
}

/// Takes every role away that is not among `kept`; says how many.
///
/// # Errors
/// [`DbError`].
pub async fn delete_except(tx: &MainTx, user_id: UserId, kept: RoleSet) -> Result<u64, DbError> {
    Ok(q::delete_roles_except()
        .bind(tx.client(), &user_id.0, &kept.names())
        .await?)
}

/// How many living administrators there are whom nobody has shut out. Whoever asks at the same time waits until this
/// transaction ends, and then sees what it has left.
///
/// # Errors
/// [`DbError`].
pub async fn lock_and_count_admins(
    tx: &MainTx,
    community_id: CommunityId,
    now: DateTime<Utc>,
) -> Result<i64, DbError> {
    q::lock_admins()
        .bind(tx.client(), &community_id.0)
        .one()
        .await?;
    // A statement of its own: it sees what was committed while the lock was waited for.
    Ok(q::count_admins()
        .bind(tx.client(), &community_id.0, &now.fixed_offset())
        .one()
        .await?)
}
