//! By what other names people are known: to providers, and to foreign issuers.

use chrono::{DateTime, Utc};
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
