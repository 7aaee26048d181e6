//! Passwords, as hashes.

use chrono::{DateTime, Utc};
use stoa_core::UserId;
use stoa_main_sql::queries::credentials as q;
use stoa_pg::{DbError, MainDb, MainTx};

use super::scope;

/// What a sign-in is checked against.
#[derive(Clone)]
pub struct Login {
    /// Whose it is.
    pub user_id: UserId,
    /// The hash in PHC form; without one, no password fits.
    pub phc: Option<String>,
    /// The hash of the password that a sign-up with this address was last refused with.
    pub refused_phc: Option<String>,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login")
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// The password of the living user with this address, given in its one form.
///
/// # Errors
/// [`DbError`].
pub async fn find_login(db: &MainDb, email: &str) -> Result<Option<Login>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_login().prepare(reader.client()).await?;
    let row = reader
        .read(find.bind(reader.client(), &email).opt())
        .await?;
    Ok(row.map(|row| Login {
        user_id: UserId(row.user_id),
        phc: row.phc,
        refused_phc: row.refused_phc,
    }))
}

/// The hash as it is now, locked until the end of the transaction; `None` when there is no password.
///
/// # Errors
/// [`DbError`].
pub async fn lock(tx: &MainTx, user_id: UserId) -> Result<Option<String>, DbError> {
    let row = q::lock_credential()
        .bind(tx.client(), &user_id.0)
        .opt()
        .await?;
    Ok(row.and_then(|row| row.phc))
}

/// Sets a password.
///
/// # Errors
/// [`DbError`].
pub async fn save(
    tx: &MainTx,
    user_id: UserId,
    phc: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    DbError::expect_rows(
        1,
        q::save_credential()
            .bind(tx.client(), &user_id.0, &phc, &now.fixed_offset())
            .await?,
    )
}

/// Puts another hash of the same password in the place of `seen`; `false` when the password has changed since.
///
/// # Errors
/// [`DbError`].
pub async fn save_rehashed(
    tx: &MainTx,
    user_id: UserId,
    seen: &str,
    phc: &str,
) -> Result<bool, DbError> {
    Ok(q::save_rehashed()
        .bind(tx.client(), &phc, &user_id.0, &seen)
        .await?
        == 1)
}

/// The hash of a user's password; `None` when there is no password.
///
/// # Errors
/// [`DbError`].
pub async fn find(db: &MainDb, user_id: UserId) -> Result<Option<String>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_credential().prepare(reader.client()).await?;
    let row = reader
        .read(find.bind(reader.client(), &user_id.0).opt())
        .await?;
    Ok(row.and_then(|row| row.phc))
}

/// Takes a password away; `false` when there was none.
///
/// # Errors
/// [`DbError`].
pub async fn delete(tx: &MainTx, user_id: UserId) -> Result<bool, DbError> {
    Ok(q::delete_credential().bind(tx.client(), &user_id.0).await? == 1)
}

/// Whether a user has a verified second factor.
///
/// # Errors
/// [`DbError`].
pub async fn has_second_factor(tx: &MainTx, user_id: UserId) -> Result<bool, DbError> {
    Ok(q::has_second_factor()
        .bind(tx.client(), &user_id.0)
        .one()
        .await?)
}

/// The hash of the password with which somebody waits for the proof of this address.
///
/// # Errors
/// [`DbError`].
pub async fn find_waiting(db: &MainDb, email: &str) -> Result<Option<String>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_waiting().prepare(reader.client()).await?;
    let row = reader
        .read(find.bind(reader.client(), &email).opt())
        .await?;
    Ok(row.and_then(|row| row.phc))
}

/// Notes that another password was wanted before the address was proved; nothing happens without a password.
///
/// # Errors
/// [`DbError`].
pub async fn save_contested(tx: &MainTx, user_id: UserId) -> Result<(), DbError> {
    q::save_contested().bind(tx.client(), &user_id.0).await?;
    Ok(())
}

/// Whether two people may have chosen a password for the address.
///
/// # Errors
/// [`DbError`].
pub async fn is_contested(tx: &MainTx, user_id: UserId) -> Result<bool, DbError> {
    Ok(q::is_contested()
        .bind(tx.client(), &user_id.0)
        .one()
        .await?)
}

/// Keeps the hash that a sign-up was refused with, in the place of the one before.
///
/// # Errors
/// [`DbError`].
pub async fn save_refused(
    tx: &MainTx,
    user_id: UserId,
    phc: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    DbError::expect_rows(
        1,
        q::save_refused_sign_up()
            .bind(tx.client(), &user_id.0, &phc, &now.fixed_offset())
            .await?,
    )
}
