//! By what other names people are known: to providers, and to foreign issuers.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use stoa_core::{CommunityId, UserId};
use stoa_domain::RoleSet;
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::identities as q;
use stoa_pg::{DbError, MainDb, MainTx};
use uuid::Uuid;

use super::{scope, utc};

/// A user of a foreign issuer, with what is true of ours at this moment.
#[derive(Debug, Clone)]
pub struct FederatedRow {
    /// Who it is here.
    pub user_id: UserId,
    /// Tokens that were issued before are refused.
    pub signed_out_at: Option<DateTime<Utc>>,
    /// When somebody last came with a token of the issuer, to the hour.
    pub token_seen_at: Option<DateTime<Utc>>,
    /// In which community the person acts.
    pub community_id: CommunityId,
    /// Our user's address.
    pub email: Option<String>,
    /// The user's language.
    pub locale: Option<String>,
    /// The user is shut out until then.
    pub banned_until: Option<DateTime<Utc>>,
    /// The user is gone since then.
    pub deleted_at: Option<DateTime<Utc>>,
    /// What our user may do in the community.
    pub roles: RoleSet,
    /// Whether our user has set up a second proof.
    pub has_factor: bool,
}

/// A name to be kept.
pub struct NewIdentityRow<'a> {
    /// The id.
    pub id: Uuid,
    /// Whose name it is.
    pub user_id: UserId,
    /// What we call the provider.
    pub provider: &'a str,
    /// Who gave the name.
    pub issuer: &'a str,
    /// The name.
    pub subject: &'a str,
    /// The address that goes with it.
    pub email: Option<&'a str>,
    /// What the provider says, as an object.
    pub data: &'a Value,
}

impl std::fmt::Debug for NewIdentityRow<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewIdentityRow")
            .field("user_id", &self.user_id)
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

/// The user whom an issuer knows by this name: one round trip.
///
/// # Errors
/// [`DbError`].
pub async fn find_federated(
    db: &MainDb,
    issuer: &str,
    subject: &str,
) -> Result<Option<FederatedRow>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_federated().prepare(reader.client()).await?;
    let row = reader
        .read(find.bind(reader.client(), &issuer, &subject).opt())
        .await?;
    Ok(row.map(|row| FederatedRow {
        user_id: UserId(row.user_id),
        signed_out_at: row.signed_out_at.map(utc),
        token_seen_at: row.token_seen_at.map(utc),
        community_id: CommunityId(row.community_id),
        email: row.email,
        locale: row.locale,
        banned_until: row.banned_until.map(utc),
        deleted_at: row.deleted_at.map(utc),
        roles: RoleSet::from_stored(row.roles),
        has_factor: row.has_factor,
    }))
}

/// Keeps a name; `false` when the issuer's name is somebody's already.
///
/// # Errors
/// [`DbError`].
pub async fn insert(
    tx: &MainTx,
    identity: &NewIdentityRow<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let params = q::InsertIdentityParams {
        id: identity.id,
        user_id: identity.user_id.0,
        provider: identity.provider,
        issuer: identity.issuer,
        subject: identity.subject,
        email: identity.email,
        data: identity.data,
        now: now.fixed_offset(),
    };
    Ok(q::insert_identity().params(tx.client(), &params).await? == 1)
}

/// Refuses, from now on, every foreign token of a user that was issued before; says how many issuers that concerns.
///
/// # Errors
/// [`DbError`].
pub async fn save_signed_out(
    tx: &MainTx,
    user_id: UserId,
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    Ok(q::save_identities_signed_out()
        .bind(tx.client(), &now.fixed_offset(), &user_id.0)
        .await?)
}

/// Whose name it is.
#[derive(Debug, Clone, Copy)]
pub struct IdentityOwner {
    /// The name's id.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: UserId,
    /// The user is gone.
    pub is_deleted: bool,
}

/// A name of a user.
#[derive(Clone, PartialEq, Deserialize)]
pub struct UserIdentity {
    /// The id.
    pub id: Uuid,
    /// What we call the provider.
    pub provider: String,
    /// The name.
    pub subject: String,
    /// The address that goes with it.
    pub email: Option<String>,
    /// What the provider says.
    pub data: Value,
    /// When it was last used.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl std::fmt::Debug for UserIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserIdentity")
            .field("id", &self.id)
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

/// Whom an issuer knows by a name; it stays so only while the person's row is locked.
///
/// # Errors
/// [`DbError`].
pub async fn find_owner(
    tx: &MainTx,
    issuer: &str,
    subject: &str,
) -> Result<Option<IdentityOwner>, DbError> {
    let row = q::find_identity_owner()
        .bind(tx.client(), &issuer, &subject)
        .opt()
        .await?;
    Ok(row.map(|row| IdentityOwner {
        id: row.id,
        user_id: UserId(row.user_id),
        is_deleted: row.deleted_at.is_some(),
    }))
}

/// Takes over what the provider says of the person, where they have put nothing else in its place; before the name's data
/// is changed, which tells what the provider said the last time.
///
/// # Errors
/// [`DbError::RowCount`] when the user is gone.
pub async fn refresh_user_metadata(
    tx: &MainTx,
    id: Uuid,
    said: &Value,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let refreshed = q::refresh_user_metadata()
        .bind(tx.client(), &now.fixed_offset(), &said, &id)
        .await?;
    DbError::expect_rows(1, refreshed)
}

/// Notes a sign-in by this name, and what the provider says now.
///
/// # Errors
/// [`DbError`].
pub async fn save_sign_in(
    tx: &MainTx,
    id: Uuid,
    email: Option<&str>,
    data: &Value,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let params = q::SaveIdentitySignInParams {
        email,
        data,
        now: now.fixed_offset(),
        id,
    };
    DbError::expect_rows(
        1,
        q::save_identity_sign_in()
            .params(tx.client(), &params)
            .await?,
    )
}

/// The names of a user, oldest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_of(tx: &MainTx, user_id: UserId) -> Result<Vec<UserIdentity>, DbError> {
    let rows = q::list_identities_of()
        .bind(tx.client(), &user_id.0)
        .all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| UserIdentity {
            id: row.id,
            provider: row.provider,
            subject: row.subject,
            email: row.email,
            data: row.data,
            last_sign_in_at: row.last_sign_in_at.map(utc),
            created_at: utc(row.created_at),
            updated_at: utc(row.updated_at),
        })
        .collect())
}

/// Forgets a name; `false` when it was forgotten before.
///
/// # Errors
/// [`DbError`].
pub async fn delete(tx: &MainTx, id: Uuid) -> Result<bool, DbError> {
    Ok(q::delete_identity().bind(tx.client(), &id).await? == 1)
}

/// How a user signs in: an object without `roles`.
///
/// # Errors
/// [`DbError::RowCount`] when the user is gone.
pub async fn save_app_metadata(
    tx: &MainTx,
    user_id: UserId,
    app_metadata: &Value,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let saved = q::save_app_metadata()
        .bind(tx.client(), &app_metadata, &now.fixed_offset(), &user_id.0)
        .await?;
    DbError::expect_rows(1, saved)
}

/// Forgets every name of a user; says how many there were.
///
/// # Errors
/// [`DbError`].
pub async fn delete_of(tx: &MainTx, user_id: UserId) -> Result<u64, DbError> {
    Ok(q::delete_identities_of()
        .bind(tx.client(), &user_id.0)
        .await?)
}

/// By which issuers a user is known, and as what.
///
/// # Errors
/// [`DbError`].
pub async fn list_names(tx: &MainTx, user_id: UserId) -> Result<Vec<(String, String)>, DbError> {
    Ok(q::list_identity_names()
        .bind(tx.client(), &user_id.0)
        .map(|name| (name.issuer.to_owned(), name.subject.to_owned()))
        .all()
        .await?)
}

/// Notes that whoever an issuer knows by a name was deleted here; `id` is made of both.
///
/// # Errors
/// [`DbError`].
pub async fn save_departed(tx: &MainTx, id: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    let saved = q::save_departed()
        .bind(tx.client(), &id, &now.fixed_offset())
        .await?;
    DbError::expect_rows(1, saved)
}

/// When whoever an issuer knows by a name was deleted here.
///
/// # Errors
/// [`DbError`].
pub async fn departed_at(tx: &MainTx, id: Uuid) -> Result<Option<DateTime<Utc>>, DbError> {
    let at = q::find_departed().bind(tx.client(), &id).opt().await?;
    Ok(at.map(utc))
}
