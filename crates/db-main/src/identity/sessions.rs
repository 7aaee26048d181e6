//! Sign-ins that are alive: a session that was revoked has no row.

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::{CommunityId, PageLimit, SessionId, UserId};
use stoa_domain::RoleSet;
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::sessions as q;
use stoa_pg::{DbError, MainDb, MainTx};
use uuid::Uuid;

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
    /// Whether the user has set up a second proof.
    pub has_factor: bool,
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
    /// The client's program, as it last refreshed.
    pub user_agent: Option<String>,
    /// The client's network, as it last refreshed.
    pub ip_prefix: Option<String>,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
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
    /// The smallest number of a refresh token issued since the session rose to its level.
    pub refresh_floor: i64,
}

/// What came of a try to lock a session without waiting.
#[derive(Debug)]
pub enum TryLock {
    /// It is ours until the end of the transaction.
    Locked(Box<LockedSession>),
    /// Somebody else holds it.
    Busy,
    /// There is none.
    Gone,
}

/// By what a session has risen to `aal2`.
#[derive(Debug)]
pub struct RaisedSession<'a> {
    /// The session.
    pub id: SessionId,
    /// The factor, or the set of recovery codes.
    pub by: Uuid,
    /// The proofs given, newest first.
    pub amr: &'a Value,
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
        has_factor: row.has_factor,
    }))
}

/// Locks the session, waiting for whoever holds it.
///
/// # Errors
/// [`DbError`].
pub async fn lock(tx: &MainTx, id: SessionId) -> Result<Option<LockedSession>, DbError> {
    let row = q::lock_session().bind(tx.client(), &id.0).opt().await?;
    Ok(row.map(locked))
}

/// Locks the session unless somebody holds it: refreshes of one session happen one after the other, and none of them
/// keeps a connection while it waits.
///
/// # Errors
/// [`DbError`].
pub async fn try_lock(tx: &MainTx, id: SessionId) -> Result<TryLock, DbError> {
    let row = q::try_lock_session().bind(tx.client(), &id.0).opt().await?;
    if let Some(row) = row {
        return Ok(TryLock::Locked(Box::new(locked(row))));
    }
    let is_there = q::session_exists().bind(tx.client(), &id.0).one().await?;
    Ok(if is_there {
        TryLock::Busy
    } else {
        TryLock::Gone
    })
}

fn locked(row: q::LockedSessionRow) -> LockedSession {
    LockedSession {
        user_id: UserId(row.user_id),
        aal: row.aal,
        amr: row.amr,
        user_agent: row.user_agent,
        ip_prefix: row.ip_prefix,
        created_at: utc(row.created_at),
        refreshed_at: utc(row.refreshed_at),
        seen_at: utc(row.seen_at),
        not_after: row.not_after.map(utc),
        refresh_key: row.refresh_key,
        refresh_counter: row.refresh_counter,
        refresh_floor: row.refresh_floor,
    }
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

/// Whether a parent token of the session came from elsewhere since then.
///
/// # Errors
/// [`DbError`].
pub async fn was_followed(
    tx: &MainTx,
    id: SessionId,
    since: DateTime<Utc>,
) -> Result<bool, DbError> {
    Ok(q::was_followed()
        .bind(tx.client(), &id.0, &since.fixed_offset())
        .one()
        .await?)
}

/// Makes the token with this number the active one, and remembers from where it was asked for.
///
/// # Errors
/// [`DbError::RowCount`] when the session is gone.
pub async fn save_rotation(
    tx: &MainTx,
    id: SessionId,
    counter: i64,
    from: (Option<&str>, Option<&str>),
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let params = q::SaveRotationParams {
        refresh_counter: counter,
        now: now.fixed_offset(),
        user_agent: from.0,
        ip_prefix: from.1,
        id: id.0,
    };
    DbError::expect_rows(1, q::save_rotation().params(tx.client(), &params).await?)
}

/// Raises a session to `aal2`. Its refresh token jumps by two, and no token issued before gets a new one; gives the
/// number of the active one.
///
/// # Errors
/// [`DbError::RowCount`] when the session is gone.
pub async fn save_raised(
    tx: &MainTx,
    raised: &RaisedSession<'_>,
    now: DateTime<Utc>,
) -> Result<i64, DbError> {
    let counter = q::save_raised()
        .bind(
            tx.client(),
            &raised.by,
            &raised.amr,
            &now.fixed_offset(),
            &raised.id.0,
        )
        .opt()
        .await?;
    counter.ok_or(DbError::RowCount { want: 1, got: 0 })
}

/// Lowers the sessions that rose by one of these to `aal1`; says how many.
///
/// # Errors
/// [`DbError`].
pub async fn save_lowered(
    tx: &MainTx,
    user_id: UserId,
    by: &[Uuid],
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    Ok(q::save_lowered()
        .bind(tx.client(), &now.fixed_offset(), &user_id.0, &by)
        .await?)
}

/// Ends the sessions of a user that did not rise to `aal2`, but for one; says how many.
///
/// # Errors
/// [`DbError`].
pub async fn delete_below_aal2(
    tx: &MainTx,
    user_id: UserId,
    kept: SessionId,
) -> Result<u64, DbError> {
    Ok(q::delete_sessions_below_aal2()
        .bind(tx.client(), &user_id.0, &kept.0)
        .await?)
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

/// A session as its person and administrators see it.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// The session.
    pub id: SessionId,
    /// `aal1` or `aal2`.
    pub aal: String,
    /// The proofs given, newest first.
    pub amr: Value,
    /// The client's program.
    pub user_agent: Option<String>,
    /// The client's network.
    pub ip_prefix: Option<String>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When the refresh token last changed.
    pub refreshed_at: DateTime<Utc>,
    /// When it was last used, to the hour.
    pub seen_at: DateTime<Utc>,
    /// When it ends, when that was limited.
    pub not_after: Option<DateTime<Utc>>,
}

/// The sessions of a user, the one used last first.
///
/// # Errors
/// [`DbError`].
pub async fn list_of(
    db: &MainDb,
    user_id: UserId,
    limit: PageLimit,
) -> Result<Vec<SessionRow>, DbError> {
    let reader = db.reader(&scope()).await?;
    let list = q::list_sessions_of().prepare(reader.client()).await?;
    let rows = reader
        .read(list.bind(reader.client(), &user_id.0, &limit.rows()).all())
        .await?;
    let session = |row: q::ListSessionsOf| SessionRow {
        id: SessionId(row.id),
        aal: row.aal,
        amr: row.amr,
        user_agent: row.user_agent,
        ip_prefix: row.ip_prefix,
        created_at: utc(row.created_at),
        refreshed_at: utc(row.refreshed_at),
        seen_at: utc(row.seen_at),
        not_after: row.not_after.map(utc),
    };
    Ok(rows.into_iter().map(session).collect())
}

/// Ends one session of this user; `false` when the user has no such session.
///
/// # Errors
/// [`DbError`].
pub async fn delete_one_of(tx: &MainTx, user_id: UserId, id: SessionId) -> Result<bool, DbError> {
    Ok(q::delete_session_of()
        .bind(tx.client(), &user_id.0, &id.0)
        .await?
        == 1)
}

/// Keeps a session that was begun for a moment: until `not_after`, or as long as it is used.
///
/// # Errors
/// [`DbError::RowCount`] when the session is gone.
pub async fn save_kept(
    tx: &MainTx,
    id: SessionId,
    (user_agent, ip_prefix): (Option<&str>, Option<&str>),
    not_after: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let params = q::SaveSessionKeptParams {
        user_agent,
        ip_prefix,
        not_after: not_after.map(|time| time.fixed_offset()),
        now: now.fixed_offset(),
        id: id.0,
    };
    let saved = q::save_session_kept().params(tx.client(), &params).await?;
    DbError::expect_rows(1, saved)
}
