//! What ends together. Sessions are ended here and nowhere else, so that no foreign token outlives them; links are made
//! worthless here, so that no letter brings another one later.

use chrono::{DateTime, Utc};
use stoa_core::{SessionId, UserId};
use stoa_db_main::identity::{
    flows, identities, letters, one_time_tokens as tokens, sessions, users,
};
use stoa_mail::LetterKind;
use stoa_pg::{DbError, MainTx};
use uuid::Uuid;

use super::letters::purpose;
use crate::TokenPurpose;

/// Ends the sessions of a person but `kept`, and refuses every token that a foreign issuer gave out until now; says
/// how many sessions.
pub(super) async fn end_sessions(
    tx: &MainTx,
    user_id: UserId,
    kept: Option<SessionId>,
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    identities::save_signed_out(tx, user_id, now).await?;
    match kept {
        Some(kept) => sessions::delete_others(tx, user_id, kept).await,
        None => sessions::delete_of(tx, user_id).await,
    }
}

/// The same for all that were proved by one proof, as every foreign token is.
pub(super) async fn end_sessions_below_aal2(
    tx: &MainTx,
    user_id: UserId,
    kept: SessionId,
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    identities::save_signed_out(tx, user_id, now).await?;
    sessions::delete_below_aal2(tx, user_id, kept).await
}

/// Makes every link and code of a person worthless: those that are out, the codes that opened links gave to clients,
/// those that waiting letters would bring, and the change of address that letters could be asked for again. The flow `kept` goes on: it is the one that is being answered. The
/// person's row is locked.
pub(super) async fn void_links(
    tx: &MainTx,
    user_id: UserId,
    kept: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    drop_letters(tx, user_id, &TokenPurpose::ALL, now).await?;
    tokens::save_all_used(tx, user_id, now).await?;
    flows::delete_of(tx, user_id, kept).await?;
    users::delete_new_email(tx, user_id, now).await
}

/// Makes links and codes for these purposes worthless, those of waiting letters too.
pub(super) async fn void_links_for(
    tx: &MainTx,
    user_id: UserId,
    purposes: &[TokenPurpose],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    drop_letters(tx, user_id, purposes, now).await?;
    for purpose in purposes {
        tokens::save_used(tx, user_id, *purpose, now).await?;
    }
    Ok(())
}

async fn drop_letters(
    tx: &MainTx,
    user_id: UserId,
    purposes: &[TokenPurpose],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let kinds = LetterKind::ALL.iter().copied();
    let kinds: Vec<_> = kinds
        .filter(|kind| purpose(*kind).is_some_and(|one| purposes.contains(&one)))
        .map(LetterKind::as_str)
        .collect();
    letters::drop_of(tx, user_id, &kinds, now).await.map(drop)
}
