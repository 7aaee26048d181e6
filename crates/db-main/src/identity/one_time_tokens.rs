//! Links and codes that work once. Of a link's secret only the hash is known here, of a code only a keyed one.
//!
//! A row is one link and, when `code_mac` is set, one code beside it. It is found by the link's hash ([`find_link`],
//! [`lock_link`]) or by the address it went to ([`lock_codes`]); it is good while `used_at` is null and its time has not
//! come. Whoever uses one of the two uses up both ([`use_up`]).

use chrono::{DateTime, Utc};
use stoa_core::UserId;
use stoa_domain::{Email, UnknownWord};
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::one_time_tokens as q;
use stoa_pg::{DbError, MainDb, MainTx};
use uuid::Uuid;

mod purpose;

pub use purpose::TokenPurpose;

use super::scope;

/// The person a token was made for.
#[derive(Clone)]
pub struct TokenHolder {
    /// The person.
    pub user_id: UserId,
    /// The person's address.
    pub email: Option<String>,
}

impl std::fmt::Debug for TokenHolder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenHolder")
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// A token to be kept.
#[derive(Debug)]
pub struct NewTokenRow<'a> {
    /// The id.
    pub id: Uuid,
    /// For whom it is.
    pub user_id: UserId,
    /// What it is good for.
    pub purpose: TokenPurpose,
    /// SHA-256 of the link's secret.
    pub sha256: [u8; 32],
    /// Until when the link is good.
    pub expires_at: DateTime<Utc>,
    /// Where link and code go; a code is good together with this address only.
    pub email: Option<&'a Email>,
    /// The code's keyed hash, and until when it is good; needs `email`.
    pub code: Option<([u8; 32], DateTime<Utc>)>,
    /// Where the link leads in the end; at most 2048 characters.
    pub redirect_to: Option<&'a str>,
    /// The PKCE flow that asked for it.
    pub flow_id: Option<Uuid>,
}

/// A token whose link is known: neither used nor expired, and its person is not deleted.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenToken {
    /// The row.
    pub id: Uuid,
    /// For whom it is.
    pub user_id: UserId,
    /// What it is good for.
    pub purpose: TokenPurpose,
    /// Where it went; what it proves is that this address is the person's.
    pub email: Option<String>,
    /// Where the link leads in the end.
    pub redirect_to: Option<String>,
    /// The PKCE flow that asked for it: its link answers with a code, not with a session.
    pub flow_id: Option<Uuid>,
}

/// Shows no address.
impl std::fmt::Debug for OpenToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenToken")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .field("purpose", &self.purpose)
            .finish_non_exhaustive()
    }
}

/// Keeps a token. It takes the place of the open one of the same person and purpose, whose link and code die; only
/// invitations stand beside each other.
///
/// # Errors
/// [`DbError`].
pub async fn insert(
    tx: &MainTx,
    token: &NewTokenRow<'_>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let params = q::InsertTokenParams {
        id: token.id,
        user_id: token.user_id.0,
        purpose: token.purpose.as_str(),
        token_sha256: token.sha256.as_slice(),
        email: token.email.map(Email::as_str),
        code_mac: token.code.as_ref().map(|(mac, _)| mac.as_slice()),
        code_expires_at: token.code.map(|(_, until)| until.fixed_offset()),
        redirect_to: token.redirect_to,
        flow_id: token.flow_id,
        now: now.fixed_offset(),
        expires_at: token.expires_at.fixed_offset(),
    };
    DbError::expect_rows(1, q::insert_token().params(tx.client(), &params).await?)
}

/// For whom a token is that is neither used nor expired.
///
/// # Errors
/// [`DbError`].
pub async fn find_holder(
    db: &MainDb,
    purpose: TokenPurpose,
    sha256: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<TokenHolder>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_token_holder().prepare(reader.client()).await?;
    let (sha256, now) = (sha256.as_slice(), now.fixed_offset());
    let row = reader
        .read(
            find.bind(reader.client(), &sha256, &purpose.as_str(), &now)
                .opt(),
        )
        .await?;
    Ok(row.map(|row| TokenHolder {
        user_id: UserId(row.id),
        email: row.email,
    }))
}

/// Locks a token that is neither used nor expired: it is used by one only.
///
/// # Errors
/// [`DbError`].
pub async fn lock(
    tx: &MainTx,
    purpose: TokenPurpose,
    sha256: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<UserId>, DbError> {
    let found = q::lock_token()
        .bind(
            tx.client(),
            &sha256.as_slice(),
            &purpose.as_str(),
            &now.fixed_offset(),
        )
        .opt()
        .await?;
    Ok(found.map(UserId))
}

/// The token of a link, one of `purposes`; only looks, and uses nothing up.
///
/// # Errors
/// [`DbError`].
pub async fn find_link(
    db: &MainDb,
    purposes: &[TokenPurpose],
    sha256: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<OpenToken>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_link_token().prepare(reader.client()).await?;
    let (sha256, purposes, now) = (sha256.as_slice(), words(purposes), now.fixed_offset());
    let row = reader
        .read(find.bind(reader.client(), &sha256, &purposes, &now).opt())
        .await?;
    row.map(open).transpose()
}

/// Locks the token of a link, one of `purposes`: it is used by one only.
///
/// # Errors
/// [`DbError`].
pub async fn lock_link(
    tx: &MainTx,
    purposes: &[TokenPurpose],
    sha256: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<OpenToken>, DbError> {
    let row = q::lock_link_token()
        .bind(
            tx.client(),
            &sha256.as_slice(),
            &words(purposes),
            &now.fixed_offset(),
        )
        .opt()
        .await?;
    row.map(open).transpose()
}

/// Locks every token of `purposes` that went to `email` and whose code may still be tried, with the code's keyed hash:
/// not expired, and tried wrongly less than five times.
///
/// # Errors
/// [`DbError`].
pub async fn lock_codes(
    tx: &MainTx,
    purposes: &[TokenPurpose],
    email: &Email,
    now: DateTime<Utc>,
) -> Result<Vec<(OpenToken, Vec<u8>)>, DbError> {
    let rows = q::lock_code_tokens()
        .bind(
            tx.client(),
            &email.as_str(),
            &words(purposes),
            &now.fixed_offset(),
        )
        .all()
        .await?;
    let rows = rows.into_iter().map(|row| {
        let token = OpenToken {
            id: row.id,
            user_id: UserId(row.user_id),
            purpose: purpose(row.id, &row.purpose)?,
            email: Some(email.as_str().to_owned()),
            redirect_to: row.redirect_to,
            flow_id: row.flow_id,
        };
        Ok((token, row.code_mac.unwrap_or_default()))
    });
    rows.collect()
}

/// Counts one wrong try of each of these codes.
///
/// # Errors
/// [`DbError`].
pub async fn save_wrong_try(tx: &MainTx, ids: &[Uuid]) -> Result<(), DbError> {
    let counted = q::save_code_tries().bind(tx.client(), &ids).await?;
    DbError::expect_rows(u64::try_from(ids.len()).unwrap_or_default(), counted)
}

/// Uses one token up, link and code; false when another was faster.
///
/// # Errors
/// [`DbError`].
pub async fn use_up(tx: &MainTx, id: Uuid, now: DateTime<Utc>) -> Result<bool, DbError> {
    let used = q::save_token_used()
        .bind(tx.client(), &now.fixed_offset(), &id)
        .await?;
    Ok(used == 1)
}

/// Uses up all tokens of a user for one purpose.
///
/// # Errors
/// [`DbError`].
pub async fn save_used(
    tx: &MainTx,
    user_id: UserId,
    purpose: TokenPurpose,
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    Ok(q::save_tokens_used()
        .bind(
            tx.client(),
            &now.fixed_offset(),
            &user_id.0,
            &purpose.as_str(),
        )
        .await?)
}

/// Uses up every open token of a user: after a change of the password or the address no older link works.
///
/// # Errors
/// [`DbError`].
pub async fn save_all_used(
    tx: &MainTx,
    user_id: UserId,
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    Ok(q::save_all_tokens_used()
        .bind(tx.client(), &now.fixed_offset(), &user_id.0)
        .await?)
}

fn words(purposes: &[TokenPurpose]) -> Vec<&'static str> {
    purposes.iter().map(|purpose| purpose.as_str()).collect()
}

fn open(row: q::TokenRow) -> Result<OpenToken, DbError> {
    Ok(OpenToken {
        id: row.id,
        user_id: UserId(row.user_id),
        purpose: purpose(row.id, &row.purpose)?,
        email: row.email,
        redirect_to: row.redirect_to,
        flow_id: row.flow_id,
    })
}

fn purpose(id: Uuid, word: &str) -> Result<TokenPurpose, DbError> {
    word.parse()
        .map_err(|_: UnknownWord| super::corrupt("auth.one_time_tokens", "purpose", id))
}

/// Whether an invitation of the person was used, or used up.
///
/// # Errors
/// [`DbError`].
pub async fn has_used_invite(tx: &MainTx, user_id: UserId) -> Result<bool, DbError> {
    Ok(q::has_used_invite()
        .bind(tx.client(), &user_id.0)
        .one()
        .await?)
}

/// Forgets every link and code of a user, and what sign-ups with the address were refused with.
///
/// # Errors
/// [`DbError`].
pub async fn delete_of(tx: &MainTx, user_id: UserId) -> Result<u64, DbError> {
    Ok(q::delete_tokens_of().bind(tx.client(), &user_id.0).await?)
}
