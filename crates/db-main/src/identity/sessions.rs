//! Sign-ins that are alive: a session that was revoked has no row.

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::{CommunityId, SessionId, UserId};
use stoa_domain::RoleSet;
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::sessions as q;
use stoa_pg::{DbError, MainDb, MainTx};

use super::{scope, utc};

/// A session with what is true of its user at this moment.
#[derive(Debug, Clone)]
pub struct LiveSessionRow {
    /// Whose it is.
    pub user_id: UserId,
    /// In which community the person acts.
    pub community_id: CommunityId,
    /// `aal1` or `aal2`.
    pub aal: String,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
    /// When it ends, when that was limited.
    pub not_after: Option<DateTime<Utc>>,
    /// The user's address.
    pub email: Option<String>,
    /// The user's language.
    pub locale: Option<String>,
    /// The user is shut out until then.
    pub banned_until: Option<DateTime<Utc>>,
    /// The user is gone since then.
    pub deleted_at: Option<DateTime<Utc>>,
    /// What the user may do in the community.
    pub roles: RoleSet,
}

/// A session whose row is locked.
#[derive(Clone)]
pub struct LockedSession {
    /// Whose it is.
    pub user_id: UserId,
    /// `aal1` or `aal2`.
    pub aal: String,
    /// The proofs given, newest first.
    pub amr: Value,
    /// When the refresh token last changed.
    pub refreshed_at: DateTime<Utc>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
    /// When it ends, when that was limited.
    pub not_after: Option<DateTime<Utc>>,
    /// Encrypted.
    pub refresh_key: Vec<u8>,
    /// The number in the active refresh token.
    pub refresh_counter: i64,
}

impl std::fmt::Debug for LockedSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LockedSession")
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// A session to be made.
pub struct NewSessionRow<'a> {
    /// The id.
    pub id: SessionId,
    /// Whose it is.
    pub user_id: UserId,
    /// `aal1` or `aal2`.
    pub aal: &'a str,
    /// The proofs given, newest first.
    pub amr: &'a Value,
    /// The client's program.
    pub user_agent: Option<&'a str>,
    /// The client's network.
    pub ip_prefix: Option<&'a str>,
    /// When it ends, when that is limited.
    pub not_after: Option<DateTime<Utc>>,
    /// Encrypted.
    pub refresh_key: &'a [u8],
}

impl std::fmt::Debug for NewSessionRow<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSessionRow")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// The session with what is true of its user: one round trip.
///
/// # Errors
/// [`DbError`].
pub async fn find_live(db: &MainDb, id: SessionId) -> Result<Option<LiveSessionRow>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_live_session().prepare(reader.client()).await?;
    let row = reader.read(find.bind(reader.client(), &id.0).opt()).await?;
    Ok(row.map(|row| LiveSessionRow {
        user_id: UserId(row.user_id),
        community_id: CommunityId(row.community_id),
        aal: row.aal,
        seen_at: utc(row.seen_at),
        not_after: row.not_after.map(utc),
        email: row.email,
        locale: row.locale,
        banned_until: row.banned_until.map(utc),
        deleted_at: row.deleted_at.map(utc),
        roles: RoleSet::from_stored(row.roles),
    }))
}

/// Locks the session: refreshes of one session happen one after the other.
///
/// # Errors
/// [`DbError`].
pub async fn lock(tx: &MainTx, id: SessionId) -> Result<Option<LockedSession>, DbError> {
    let row = q::lock_session().bind(tx.client(), &id.0).opt().await?;
    Ok(row.map(|row| LockedSession {
        user_id: UserId(row.user_id),
        aal: row.aal,
        amr: row.amr,
        refreshed_at: utc(row.refreshed_at),
        seen_at: utc(row.seen_at),
        not_after: row.not_after.map(utc),
        refresh_key: row.refresh_key,
        refresh_counter: row.refresh_counter,
    }))
}

/// Makes a session with counter 0, in the user's home community; `false` when the user is gone.
///
/// # Errors
/// [`DbError`].
pub async fn insert(
    tx: &MainTx,
    session: &NewSessionRow<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let params = q::InsertSessionParams {
        id: session.id.0,
        aal: session.aal,
        amr: session.amr,
        user_agent: session.user_agent,
        ip_prefix: session.ip_prefix,
        now: now.fixed_offset(),
        not_after: session.not_after.map(|time| time.fixed_offset()),
        refresh_key: session.refresh_key,
        user_id: session.user_id.0,
    };
    Ok(q::insert_session().params(tx.client(), &params).await? == 1)
}

/// Makes the token with this number the active one.
///
/// # Errors
/// [`DbError::RowCount`] when the session is gone.
pub async fn save_rotation(
    tx: &MainTx,
    id: SessionId,
    counter: i64,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    DbError::expect_rows(
        1,
        q::save_rotation()
            .bind(tx.client(), &counter, &now.fixed_offset(), &id.0)
            .await?,
    )
}

/// Notes that the session is in use.
///
/// # Errors
/// [`DbError`].
pub async fn save_seen(tx: &MainTx, id: SessionId, now: DateTime<Utc>) -> Result<(), DbError> {
    q::save_seen()
        .bind(tx.client(), &now.fixed_offset(), &id.0)
        .await?;
    Ok(())
}

/// Ends one session; `false` when it had ended already.
///
/// # Errors
/// [`DbError`].
pub async fn delete(tx: &MainTx, id: SessionId) -> Result<bool, DbError> {
    Ok(q::delete_session().bind(tx.client(), &id.0).await? == 1)
}

/// Ends all sessions of a user; says how many.
///
/// # Errors
/// [`DbError`].
pub async fn delete_of(tx: &MainTx, user_id: UserId) -> Result<u64, DbError> {
    Ok(q::delete_sessions_of()
        .bind(tx.client(), &user_id.0)
        .await?)
}

/// Ends all sessions of a user but one; says how many.
///
/// # Errors
/// [`DbError`].
pub async fn delete_others(tx: &MainTx, user_id: UserId, kept: SessionId) -> Result<u64, DbError> {
    Ok(q::delete_other_sessions()
        .bind(tx.client(), &user_id.0, &kept.0)
        .await?)
}
