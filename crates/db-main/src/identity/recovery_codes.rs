//! Codes for the day the phone is lost. Of each only the hash is known here.

use chrono::{DateTime, Utc};
use stoa_core::UserId;
use stoa_main_sql::queries::recovery_codes as q;
use stoa_pg::{DbError, MainDb, MainTx};
use uuid::Uuid;

use super::{scope, utc};

/// A person's set of recovery codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoverySet {
    /// The id.
    pub id: Uuid,
    /// How the person calls it.
    pub friendly_name: String,
    /// How many codes it has.
    pub total: i64,
    /// How many of them were not used.
    pub remaining: i64,
}

/// A set whose row is locked.
#[derive(Debug, Clone)]
pub struct LockedSet {
    /// The id.
    pub id: Uuid,
    /// How the person calls it.
    pub friendly_name: String,
    /// Wrong codes since the last right one.
    pub wrong_tries: i32,
    /// No code is looked at until then.
    pub locked_until: Option<DateTime<Utc>>,
}

/// The set of a person.
///
/// # Errors
/// [`DbError`].
pub async fn find(db: &MainDb, user_id: UserId) -> Result<Option<RecoverySet>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_recovery_set().prepare(reader.client()).await?;
    let row = reader
        .read(find.bind(reader.client(), &user_id.0).opt())
        .await?;
    Ok(row.map(|row| RecoverySet {
        id: row.id,
        friendly_name: row.friendly_name,
        total: row.total,
        remaining: row.remaining,
    }))
}

/// Locks the set of a person.
///
/// # Errors
/// [`DbError`].
pub async fn lock(tx: &MainTx, user_id: UserId) -> Result<Option<LockedSet>, DbError> {
    let row = q::lock_recovery_set()
        .bind(tx.client(), &user_id.0)
        .opt()
        .await?;
    Ok(row.map(|row| LockedSet {
        id: row.id,
        friendly_name: row.friendly_name,
        wrong_tries: row.wrong_tries,
        locked_until: row.locked_until.map(utc),
    }))
}

/// Makes an empty set.
///
/// # Errors
/// [`DbError`], also when the person has one.
pub async fn insert(
    tx: &MainTx,
    id: Uuid,
    user_id: UserId,
    friendly_name: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let made = q::insert_recovery_set()
        .bind(
            tx.client(),
            &id,
            &user_id.0,
            &friendly_name,
            &now.fixed_offset(),
        )
        .await?;
    DbError::expect_rows(1, made)
}

/// Puts these codes in the place of all that the set had; each is an id and a hash.
///
/// # Errors
/// [`DbError`].
pub async fn replace(tx: &MainTx, set_id: Uuid, codes: &[(Uuid, [u8; 32])]) -> Result<(), DbError> {
    q::delete_recovery_codes()
        .bind(tx.client(), &set_id)
        .await?;
    let ids: Vec<Uuid> = codes.iter().map(|(id, _)| *id).collect();
    let hashes: Vec<&[u8]> = codes.iter().map(|(_, hash)| hash.as_slice()).collect();
    let made = q::insert_recovery_codes()
        .bind(tx.client(), &ids, &set_id, &hashes)
        .await?;
    DbError::expect_rows(codes.len() as u64, made)
}

/// Uses a code up; `false` when the set has no such code, or not any more.
///
/// # Errors
/// [`DbError`].
pub async fn save_used(
    tx: &MainTx,
    set_id: Uuid,
    hash: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    Ok(q::save_recovery_code_used()
        .bind(tx.client(), &now.fixed_offset(), &set_id, &hash.as_slice())
        .await?
        == 1)
}

/// Notes how many wrong codes came in a row, and until when no other is looked at.
///
/// # Errors
/// [`DbError`].
pub async fn save_tries(
    tx: &MainTx,
    id: Uuid,
    wrong_tries: i32,
    locked_until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let locked_until = locked_until.map(|time| time.fixed_offset());
    let saved = q::save_recovery_tries()
        .bind(
            tx.client(),
            &wrong_tries,
            &locked_until,
            &now.fixed_offset(),
            &id,
        )
        .await?;
    DbError::expect_rows(1, saved)
}

/// Removes the set of a person with all its codes; its id, when there was one.
///
/// # Errors
/// [`DbError`].
pub async fn delete(tx: &MainTx, user_id: UserId) -> Result<Option<Uuid>, DbError> {
    Ok(q::delete_recovery_set()
        .bind(tx.client(), &user_id.0)
        .opt()
        .await?)
}
