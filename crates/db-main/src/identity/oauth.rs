//! Sign-ins that are under way at a provider, and what a provider gives along with one.

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::{SessionId, UserId};
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::oauth as q;
use stoa_pg::{DbError, MainTx};
use uuid::Uuid;

use super::{flows, utc};

/// A sign-in to be kept.
pub struct NewOAuthFlowRow<'a> {
    /// The id.
    pub id: Uuid,
    /// SHA-256 of what the provider brings back.
    pub state_sha256: [u8; 32],
    /// SHA-256 of what the browser holds, when it is to be held.
    pub browser_sha256: Option<[u8; 32]>,
    /// SHA-256 of what stands in the provider's word.
    pub nonce_sha256: [u8; 32],
    /// What we call the provider.
    pub provider: &'a str,
    /// Our secret towards the provider, encrypted.
    pub verifier: &'a [u8],
    /// Where the person goes in the end.
    pub redirect_to: &'a str,
    /// The client's challenge and its method.
    pub challenge: Option<(&'a str, &'a str)>,
    /// Who is to be linked.
    pub link_user_id: Option<UserId>,
    /// The session that asked for it.
    pub link_session_id: Option<SessionId>,
}

impl std::fmt::Debug for NewOAuthFlowRow<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewOAuthFlowRow")
            .field("id", &self.id)
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

/// A sign-in that came back; its row is gone.
pub struct TakenFlow {
    /// The id.
    pub id: Uuid,
    /// SHA-256 of what the browser must hold, when it must.
    pub browser_sha256: Option<Vec<u8>>,
    /// SHA-256 of what must stand in the provider's word.
    pub nonce_sha256: Vec<u8>,
    /// What we call the provider.
    pub provider: String,
    /// Our secret towards the provider, encrypted.
    pub verifier: Vec<u8>,
    /// Where the person goes in the end.
    pub redirect_to: String,
    /// The client's challenge and its method.
    pub challenge: Option<(String, String)>,
    /// Who is to be linked.
    pub link_user_id: Option<UserId>,
    /// The session that asked for it.
    pub link_session_id: Option<SessionId>,
    /// When it began.
    pub created_at: DateTime<Utc>,
}

impl std::fmt::Debug for TakenFlow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TakenFlow")
            .field("id", &self.id)
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

/// A code that a client may exchange for a session.
#[derive(Debug)]
pub struct IssuedCode<'a> {
    /// The flow's id.
    pub flow_id: Uuid,
    /// Who signs in.
    pub user_id: UserId,
    /// How it was proved.
    pub method: &'a str,
    /// The client's challenge.
    pub challenge: &'a str,
    /// `s256` or `plain`.
    pub challenge_method: &'a str,
    /// SHA-256 of the code.
    pub code_sha256: [u8; 32],
}

/// Keeps a sign-in, and forgets those that began before `before`.
///
/// # Errors
/// [`DbError`].
pub async fn insert(
    tx: &MainTx,
    flow: &NewOAuthFlowRow<'_>,
    now: DateTime<Utc>,
    before: DateTime<Utc>,
) -> Result<(), DbError> {
    q::delete_old_oauth_flows()
        .bind(tx.client(), &before.fixed_offset())
        .await?;
    let params = q::InsertOauthFlowParams {
        id: flow.id,
        state_sha256: flow.state_sha256.as_slice(),
        browser_sha256: flow.browser_sha256.as_ref().map(<[u8; 32]>::as_slice),
        nonce_sha256: flow.nonce_sha256.as_slice(),
        provider: flow.provider,
        verifier: flow.verifier,
        redirect_to: flow.redirect_to,
        code_challenge: flow.challenge.map(|(challenge, _)| challenge),
        code_challenge_method: flow.challenge.map(|(_, method)| method),
        link_user_id: flow.link_user_id.map(|id| id.0),
        link_session_id: flow.link_session_id.map(|id| id.0),
        now: now.fixed_offset(),
    };
    DbError::expect_rows(
        1,
        q::insert_oauth_flow().params(tx.client(), &params).await?,
    )
}

/// Takes the sign-in with this state out: it comes back once.
///
/// # Errors
/// [`DbError`].
pub async fn take(tx: &MainTx, state_sha256: &[u8; 32]) -> Result<Option<TakenFlow>, DbError> {
    let row = q::take_oauth_flow()
        .bind(tx.client(), &state_sha256.as_slice())
        .opt()
        .await?;
    Ok(row.map(|row| TakenFlow {
        id: row.id,
        browser_sha256: row.browser_sha256,
        nonce_sha256: row.nonce_sha256,
        provider: row.provider,
        verifier: row.verifier,
        redirect_to: row.redirect_to,
        challenge: row.code_challenge.zip(row.code_challenge_method),
        link_user_id: row.link_user_id.map(UserId),
        link_session_id: row.link_session_id.map(SessionId),
        created_at: utc(row.created_at),
    }))
}

/// Keeps a code for a client that uses PKCE.
///
/// # Errors
/// [`DbError`].
pub async fn insert_code(
    tx: &MainTx,
    code: &IssuedCode<'_>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let flow = flows::NewFlowRow {
        id: code.flow_id,
        user_id: Some(code.user_id),
        method: code.method,
        challenge: code.challenge,
        challenge_method: code.challenge_method,
    };
    flows::insert(tx, &flow, now).await?;
    let saved = flows::save_code(tx, code.flow_id, code.user_id, &code.code_sha256, now).await?;
    DbError::expect_rows(1, u64::from(saved))
}

/// Keeps what a provider gave, encrypted, until the flow's code is exchanged.
///
/// # Errors
/// [`DbError`].
pub async fn insert_provider_tokens(
    tx: &MainTx,
    flow_id: Uuid,
    sealed: &[u8],
) -> Result<(), DbError> {
    let insert = q::insert_provider_tokens();
    let made = insert.bind(tx.client(), &flow_id, &sealed);
    DbError::expect_rows(1, made.await?)
}

/// What a provider gave along with the sign-in of a flow, encrypted.
///
/// # Errors
/// [`DbError`].
pub async fn find_provider_tokens(tx: &MainTx, flow_id: Uuid) -> Result<Option<Vec<u8>>, DbError> {
    Ok(q::find_provider_tokens()
        .bind(tx.client(), &flow_id)
        .opt()
        .await?)
}

/// A provider's account that is to be linked, once its client has exchanged the code.
#[derive(Clone)]
pub struct PendingLink {
    /// The session that asked for it.
    pub session_id: Option<SessionId>,
    /// What the provider says of the account.
    pub word: Value,
}

impl std::fmt::Debug for PendingLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PendingLink")
            .field("session_id", &self.session_id)
            .finish_non_exhaustive()
    }
}

/// Keeps what is to be linked until the flow's code is exchanged.
///
/// # Errors
/// [`DbError`].
pub async fn insert_pending_link(
    tx: &MainTx,
    flow_id: Uuid,
    link: &PendingLink,
) -> Result<(), DbError> {
    let session_id = link.session_id.map(|id| id.0);
    let insert = q::insert_pending_link();
    let made = insert.bind(tx.client(), &flow_id, &session_id, &link.word);
    DbError::expect_rows(1, made.await?)
}

/// What is to be linked when the flow's code is exchanged.
///
/// # Errors
/// [`DbError`].
pub async fn find_pending_link(tx: &MainTx, flow_id: Uuid) -> Result<Option<PendingLink>, DbError> {
    let row = q::find_pending_link()
        .bind(tx.client(), &flow_id)
        .opt()
        .await?;
    Ok(row.map(|row| PendingLink {
        session_id: row.session_id.map(SessionId),
        word: row.word,
    }))
}
