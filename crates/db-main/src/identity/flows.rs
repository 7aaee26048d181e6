//! PKCE flows: who asked for a link, and what a code that comes of it is exchanged against.

use chrono::{DateTime, Utc};
use stoa_core::UserId;
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::flow_states as q;
use stoa_pg::{DbError, MainDb, MainTx};
use uuid::Uuid;

use super::{scope, utc};

/// A flow to be kept.
#[derive(Debug)]
pub struct NewFlowRow<'a> {
    /// The id.
    pub id: Uuid,
    /// Who it is for; nobody when no user has the address.
    pub user_id: Option<UserId>,
    /// How the session will have been proved: `recovery`.
    pub method: &'a str,
    /// What the verifier is held against.
    pub challenge: &'a str,
    /// `s256` or `plain`.
    pub challenge_method: &'a str,
}

/// A flow whose code was handed out.
#[derive(Clone)]
pub struct IssuedFlow {
    /// The id.
    pub id: Uuid,
    /// Who signs in.
    pub user_id: UserId,
    /// How it was proved.
    pub method: String,
    /// What the verifier is held against.
    pub challenge: String,
    /// `s256` or `plain`.
    pub challenge_method: String,
    /// When the code was handed out.
    pub issued_at: DateTime<Utc>,
}

impl std::fmt::Debug for IssuedFlow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuedFlow")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// Keeps a flow.
///
/// # Errors
/// [`DbError`].
pub async fn insert(tx: &MainTx, flow: &NewFlowRow<'_>, now: DateTime<Utc>) -> Result<(), DbError> {
    let params = q::InsertFlowParams {
        id: flow.id,
        user_id: flow.user_id.map(|id| id.0),
        method: flow.method,
        code_challenge: flow.challenge,
        code_challenge_method: flow.challenge_method,
        now: now.fixed_offset(),
    };
    DbError::expect_rows(1, q::insert_flow().params(tx.client(), &params).await?)
}

/// Notes the code that a flow's client gets, once; `false` when the flow is gone, is another's or has a code already.
///
/// # Errors
/// [`DbError`].
pub async fn save_code(
    tx: &MainTx,
    id: Uuid,
    user_id: UserId,
    code_sha256: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    Ok(q::save_flow_code()
        .bind(
            tx.client(),
            &code_sha256.as_slice(),
            &now.fixed_offset(),
            &id,
            &user_id.0,
        )
        .await?
        == 1)
}

/// The flow with this code.
///
/// # Errors
/// [`DbError`].
pub async fn find_by_code(
    db: &MainDb,
    code_sha256: &[u8; 32],
) -> Result<Option<IssuedFlow>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_flow_by_code().prepare(reader.client()).await?;
    let row = reader
        .read(find.bind(reader.client(), &code_sha256.as_slice()).opt())
        .await?;
    row.map(|row| {
        let corrupt = |column| DbError::Corrupt {
            table: "auth.flow_states",
            column,
            row: row.id.to_string(),
        };
        Ok(IssuedFlow {
            id: row.id,
            user_id: row.user_id.map(UserId).ok_or_else(|| corrupt("user_id"))?,
            issued_at: row
                .code_issued_at
                .map(utc)
                .ok_or_else(|| corrupt("code_issued_at"))?,
            method: row.method,
            challenge: row.code_challenge,
            challenge_method: row.code_challenge_method,
        })
    })
    .transpose()
}

/// Forgets a flow; `false` when somebody else did before.
///
/// # Errors
/// [`DbError`].
pub async fn delete(tx: &MainTx, id: Uuid) -> Result<bool, DbError> {
    Ok(q::delete_flow().bind(tx.client(), &id).await? == 1)
}

/// Forgets the flows of a user, except `kept`, and the links they asked for: their codes are worthless at once.
///
/// # Errors
/// [`DbError`].
pub async fn delete_of(tx: &MainTx, user_id: UserId, kept: Option<Uuid>) -> Result<u64, DbError> {
    Ok(q::delete_flows_of()
        .bind(tx.client(), &user_id.0, &kept)
        .await?)
}

/// Lets a flow begin anew: its letter leaves only now. What is gone stays gone.
///
/// # Errors
/// [`DbError`].
pub async fn save_begun(tx: &MainTx, id: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    q::save_flow_begun()
        .bind(tx.client(), &now.fixed_offset(), &id)
        .await?;
    Ok(())
}

/// Forgets flows that began before a time, but those whose letter still waits.
///
/// # Errors
/// [`DbError`].
pub async fn delete_before(tx: &MainTx, before: DateTime<Utc>) -> Result<u64, DbError> {
    Ok(q::delete_old_flows()
        .bind(tx.client(), &before.fixed_offset())
        .await?)
}

/// Whose code went to an address, for one of `purposes`: the newest that is neither used nor expired.
///
/// # Errors
/// [`DbError`].
pub async fn find_code_holder(
    db: &MainDb,
    email: &str,
    purposes: &[&str],
    now: DateTime<Utc>,
) -> Result<Option<UserId>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_code_holder().prepare(reader.client()).await?;
    let now = now.fixed_offset();
    let found = reader
        .read(find.bind(reader.client(), &email, &purposes, &now).opt())
        .await?;
    Ok(found.map(UserId))
}
