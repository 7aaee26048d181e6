//! What a person changes about themselves, and what was asked for.

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::UserId;
use stoa_main_sql::queries::users as q;
use stoa_pg::{DbError, MainTx};

/// The unique constraint that says: a living user has this address.
pub const EMAIL_TAKEN: &str = "users_email_key";

/// One of the two mailboxes that agree to a change of address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mailbox {
    /// The one the person has.
    Current,
    /// The one the person wants.
    New,
}

impl Mailbox {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::New => "new",
        }
    }
}

/// How far a change of address has come.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailChange {
    /// The wanted address.
    pub new_email: String,
    /// Who has agreed already.
    pub agreed: Option<Mailbox>,
}

/// The change of address that a user is in the middle of; the user's row is locked.
///
/// # Errors
/// [`DbError`].
pub async fn lock_email_change(tx: &MainTx, id: UserId) -> Result<Option<EmailChange>, DbError> {
    let row = q::lock_email_change()
        .bind(tx.client(), &id.0)
        .opt()
        .await?;
    let Some(row) = row else { return Ok(None) };
    let agreed = match row.email_change_agreed.as_deref() {
        None => None,
        Some("current") => Some(Mailbox::Current),
        Some(_) => Some(Mailbox::New),
    };
    Ok(row
        .new_email
        .map(|new_email| EmailChange { new_email, agreed }))
}

/// Replaces the person's own data.
///
/// # Errors
/// [`DbError::RowCount`] when the user is gone.
pub async fn save_metadata(
    tx: &MainTx,
    id: UserId,
    data: &Value,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let saved = q::save_user_metadata()
        .bind(tx.client(), &data, &now.fixed_offset(), &id.0)
        .await?;
    DbError::expect_rows(1, saved)
}

/// Gives the person another name, at most 120 characters; also in their own data, where that said the name until
/// now. The profile has the same name and is the caller's to change.
///
/// # Errors
/// [`DbError::RowCount`] when the user is gone.
pub async fn save_name(
    tx: &MainTx,
    id: UserId,
    name: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let saved = q::save_name()
        .bind(tx.client(), &name, &now.fixed_offset(), &id.0)
        .await?;
    DbError::expect_rows(1, saved)
}

/// Begins a change of address; an unfinished one is forgotten.
///
/// # Errors
/// [`DbError::RowCount`] when the user is gone.
pub async fn save_new_email(
    tx: &MainTx,
    id: UserId,
    email: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let saved = q::save_new_email()
        .bind(tx.client(), &email, &now.fixed_offset(), &id.0)
        .await?;
    DbError::expect_rows(1, saved)
}

/// Forgets an unfinished change of address, if there is one.
///
/// # Errors
/// [`DbError`].
pub async fn delete_new_email(tx: &MainTx, id: UserId, now: DateTime<Utc>) -> Result<(), DbError> {
    q::delete_new_email()
        .bind(tx.client(), &now.fixed_offset(), &id.0)
        .await?;
    Ok(())
}

/// Notes that one mailbox has agreed.
///
/// # Errors
/// [`DbError::RowCount`] when there is no change to agree to.
pub async fn save_agreed(
    tx: &MainTx,
    id: UserId,
    mailbox: Mailbox,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let saved = q::save_email_change_agreed()
        .bind(tx.client(), &mailbox.as_str(), &now.fixed_offset(), &id.0)
        .await?;
    DbError::expect_rows(1, saved)
}

/// Gives the person a proved address; who was anonymous is somebody from now on.
///
/// # Errors
/// [`DbError`] that names [`EMAIL_TAKEN`] when another living user has it.
pub async fn save_email(
    tx: &MainTx,
    id: UserId,
    email: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let saved = q::save_email()
        .bind(tx.client(), &email, &now.fixed_offset(), &id.0)
        .await?;
    DbError::expect_rows(1, saved)
}

/// Notes that the address was accepted without a letter or a provider's word.
///
/// # Errors
/// [`DbError`].
pub async fn save_email_unproved(tx: &MainTx, id: UserId) -> Result<(), DbError> {
    let saved = q::save_email_unproved().bind(tx.client(), &id.0).await?;
    DbError::expect_rows(1, saved)
}

/// A letter whose time is noted with the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// To prove the address.
    Confirmation,
    /// To set a new password.
    Recovery,
    /// To change the address.
    EmailChange,
    /// A nonce.
    Reauthentication,
}

/// Notes that a letter was asked for, and locks the person's row; `false` when the user is gone meanwhile.
///
/// # Errors
/// [`DbError`].
pub async fn save_sent(
    tx: &MainTx,
    id: UserId,
    what: Sent,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let (client, now) = (tx.client(), now.fixed_offset());
    let saved = match what {
        Sent::Confirmation => q::save_confirmation_sent().bind(client, &now, &id.0).await,
        Sent::Recovery => q::save_recovery_sent().bind(client, &now, &id.0).await,
        Sent::EmailChange => q::save_email_change_sent().bind(client, &now, &id.0).await,
        Sent::Reauthentication => {
            q::save_reauthentication_sent()
                .bind(client, &now, &id.0)
                .await
        }
    };
    Ok(saved? == 1)
}
