//! Second proofs that people have set up, and the tries to prove them.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use stoa_core::{ChallengeId, FactorId, SessionId, UserId};
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::factors as q;
use stoa_pg::{DbError, MainDb, MainTx};

use super::{scope, utc};

const VERIFIED: &str = "verified";

/// An authenticator app of a person. Its secret is not here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Factor {
    /// The id.
    pub id: FactorId,
    /// How the person calls it.
    pub friendly_name: Option<String>,
    /// A code of it proved right at least once; until then it counts for nothing.
    pub is_verified: bool,
    /// When it was set up.
    pub created_at: DateTime<Utc>,
    /// When it last changed or proved right.
    pub updated_at: DateTime<Utc>,
    /// When it was last asked for.
    pub last_challenged_at: Option<DateTime<Utc>>,
}

/// A factor whose row is locked.
#[derive(Clone)]
pub struct LockedFactor {
    /// See [`Factor::is_verified`].
    pub is_verified: bool,
    /// Encrypted.
    pub secret: Vec<u8>,
    /// The time step of the last code accepted.
    pub last_step: Option<i64>,
    /// Wrong codes since the last right one.
    pub wrong_tries: i32,
    /// No code is looked at until then.
    pub locked_until: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for LockedFactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LockedFactor")
            .field("is_verified", &self.is_verified)
            .finish_non_exhaustive()
    }
}

/// A factor to be made, not yet verified.
pub struct NewFactorRow<'a> {
    /// The id.
    pub id: FactorId,
    /// Whose it is.
    pub user_id: UserId,
    /// How the person calls it.
    pub friendly_name: Option<&'a str>,
    /// Encrypted.
    pub secret: &'a [u8],
}

impl std::fmt::Debug for NewFactorRow<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewFactorRow")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Whose challenge of what.
#[derive(Debug, Clone, Copy)]
pub struct ChallengeKey {
    /// The challenge.
    pub id: ChallengeId,
    /// Of which factor.
    pub factor_id: FactorId,
    /// By which session.
    pub session_id: SessionId,
}

/// A challenge whose row is locked.
#[derive(Debug, Clone, Copy)]
pub struct LockedChallenge {
    /// Wrong codes so far.
    pub wrong_tries: i32,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
    /// Since when it is of no more use.
    pub closed_at: Option<DateTime<Utc>>,
}

fn factor(row: q::FactorRow) -> Factor {
    Factor {
        id: FactorId(row.id),
        friendly_name: row.friendly_name,
        is_verified: row.status == VERIFIED,
        created_at: utc(row.created_at),
        updated_at: utc(row.updated_at),
        last_challenged_at: row.last_challenged_at.map(utc),
    }
}

/// The factors of a person, oldest first.
///
/// # Errors
/// [`DbError`].
pub async fn list(db: &MainDb, user_id: UserId) -> Result<Vec<Factor>, DbError> {
    let reader = db.reader(&scope()).await?;
    let list = q::list_factors().prepare(reader.client()).await?;
    let rows = reader
        .read(list.bind(reader.client(), &user_id.0).all())
        .await?;
    Ok(rows.into_iter().map(factor).collect())
}

/// The same inside a transaction.
///
/// # Errors
/// [`DbError`].
pub async fn list_in(tx: &MainTx, user_id: UserId) -> Result<Vec<Factor>, DbError> {
    let rows = q::list_factors()
        .bind(tx.client(), &user_id.0)
        .all()
        .await?;
    Ok(rows.into_iter().map(factor).collect())
}

/// Locks a factor of this person.
///
/// # Errors
/// [`DbError`].
pub async fn lock(
    tx: &MainTx,
    user_id: UserId,
    id: FactorId,
) -> Result<Option<LockedFactor>, DbError> {
    let row = q::lock_factor()
        .bind(tx.client(), &id.0, &user_id.0)
        .opt()
        .await?;
    Ok(row.map(|row| LockedFactor {
        is_verified: row.status == VERIFIED,
        secret: row.secret,
        last_step: row.last_step,
        wrong_tries: row.wrong_tries,
        locked_until: row.locked_until.map(utc),
    }))
}

/// Makes an unverified factor; `false` when the person has another of this name.
///
/// # Errors
/// [`DbError`].
pub async fn insert(
    tx: &MainTx,
    new: &NewFactorRow<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let params = q::InsertFactorParams {
        id: new.id.0,
        user_id: new.user_id.0,
        friendly_name: new.friendly_name,
        secret: new.secret,
        now: now.fixed_offset(),
    };
    Ok(q::insert_factor().params(tx.client(), &params).await? == 1)
}

/// A code of this time step proved right: it is verified, and no code of this step or an older one counts again.
///
/// # Errors
/// [`DbError`].
pub async fn save_proved(
    tx: &MainTx,
    id: FactorId,
    step: i64,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let saved = q::save_factor_proved()
        .bind(tx.client(), &step, &now.fixed_offset(), &id.0)
        .await?;
    DbError::expect_rows(1, saved)
}

/// A code proved wrong.
///
/// # Errors
/// [`DbError`].
pub async fn save_wrong(
    tx: &MainTx,
    id: FactorId,
    wrong_tries: i32,
    locked_until: Option<DateTime<Utc>>,
) -> Result<(), DbError> {
    let locked_until = locked_until.map(|time| time.fixed_offset());
    let saved = q::save_factor_wrong()
        .bind(tx.client(), &wrong_tries, &locked_until, &id.0)
        .await?;
    DbError::expect_rows(1, saved)
}

/// Gives a factor another name; `false` when the person has no such factor.
///
/// # Errors
/// [`DbError`]; a name that another factor of the person has hits `factors_name_key`.
pub async fn save_name(
    tx: &MainTx,
    user_id: UserId,
    id: FactorId,
    friendly_name: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let now = now.fixed_offset();
    let saved = q::save_factor_name()
        .bind(tx.client(), &friendly_name, &now, &id.0, &user_id.0)
        .await?;
    Ok(saved == 1)
}

/// Removes a factor; `false` when the person has no such factor.
///
/// # Errors
/// [`DbError`].
pub async fn delete(tx: &MainTx, user_id: UserId, id: FactorId) -> Result<bool, DbError> {
    Ok(q::delete_factor()
        .bind(tx.client(), &id.0, &user_id.0)
        .await?
        == 1)
}

/// Removes what the person began to set up and did not verify, but for one; says how many.
///
/// # Errors
/// [`DbError`].
pub async fn delete_other_unverified(
    tx: &MainTx,
    user_id: UserId,
    kept: FactorId,
) -> Result<u64, DbError> {
    Ok(q::delete_other_unverified_factors()
        .bind(tx.client(), &user_id.0, &kept.0)
        .await?)
}

/// Removes what the person began to set up before that time and did not verify; says how many.
///
/// # Errors
/// [`DbError`].
pub async fn delete_abandoned(
    tx: &MainTx,
    user_id: UserId,
    before: DateTime<Utc>,
) -> Result<u64, DbError> {
    Ok(q::delete_abandoned_factors()
        .bind(tx.client(), &user_id.0, &before.fixed_offset())
        .await?)
}

/// Keeps a challenge, and drops those of the factor that have expired.
///
/// # Errors
/// [`DbError`].
pub async fn insert_challenge(
    tx: &MainTx,
    key: ChallengeKey,
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let (factor_id, now) = (key.factor_id.0, now.fixed_offset());
    q::delete_old_challenges()
        .bind(tx.client(), &factor_id, &now)
        .await?;
    let params = q::InsertChallengeParams {
        id: key.id.0,
        factor_id,
        session_id: key.session_id.0,
        now,
        expires_at: expires_at.fixed_offset(),
    };
    DbError::expect_rows(1, q::insert_challenge().params(tx.client(), &params).await?)?;
    let saved = q::save_factor_challenged()
        .bind(tx.client(), &now, &factor_id)
        .await?;
    DbError::expect_rows(1, saved)
}

/// Locks a challenge of this factor that this session asked for.
///
/// # Errors
/// [`DbError`].
pub async fn lock_challenge(
    tx: &MainTx,
    key: ChallengeKey,
) -> Result<Option<LockedChallenge>, DbError> {
    let row = q::lock_challenge()
        .bind(tx.client(), &key.id.0, &key.factor_id.0, &key.session_id.0)
        .opt()
        .await?;
    Ok(row.map(|row| LockedChallenge {
        wrong_tries: row.wrong_tries,
        expires_at: utc(row.expires_at),
        closed_at: row.closed_at.map(utc),
    }))
}

/// Counts a wrong code, and closes the challenge when it was one too many.
///
/// # Errors
/// [`DbError`].
pub async fn save_challenge_wrong(
    tx: &MainTx,
    id: ChallengeId,
    wrong_tries: i32,
    closed_at: Option<DateTime<Utc>>,
) -> Result<(), DbError> {
    let closed_at = closed_at.map(|time| time.fixed_offset());
    let saved = q::save_challenge_wrong()
        .bind(tx.client(), &wrong_tries, &closed_at, &id.0)
        .await?;
    DbError::expect_rows(1, saved)
}

/// Closes a challenge whose code proved right.
///
/// # Errors
/// [`DbError`].
pub async fn save_challenge_closed(
    tx: &MainTx,
    id: ChallengeId,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let saved = q::save_challenge_closed()
        .bind(tx.client(), &now.fixed_offset(), &id.0)
        .await?;
    DbError::expect_rows(1, saved)
}

/// Removes every factor of a person with its challenges; says how many there were.
///
/// # Errors
/// [`DbError`].
pub async fn delete_of(tx: &MainTx, user_id: UserId) -> Result<u64, DbError> {
    Ok(q::delete_factors_of().bind(tx.client(), &user_id.0).await?)
}

/// The session that was begun for a foreign caller with a challenge of this factor.
///
/// # Errors
/// [`DbError`].
pub async fn find_challenge_session(
    tx: &MainTx,
    id: ChallengeId,
    (user_id, factor_id): (UserId, FactorId),
) -> Result<Option<SessionId>, DbError> {
    let found = q::find_challenge_session()
        .bind(tx.client(), &id.0, &factor_id.0, &user_id.0)
        .opt()
        .await?;
    Ok(found.map(SessionId))
}
