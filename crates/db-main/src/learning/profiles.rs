//! What the academy calls a person, in which language, and where the person belongs.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use stoa_core::{CommunityId, UserId};
use stoa_main_sql::{client::Params as _, queries::profiles as q};
use stoa_pg::{DbError, MainDb, MainTx, Scope};

use super::{Locale, stored::Stored};

/// A person's profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredProfile {
    /// Whose it is.
    pub user_id: UserId,
    /// The community the person came by.
    pub community_id: CommunityId,
    /// The name to show.
    pub name: String,
    /// The language to speak: the chosen one, else the community's.
    pub locale: Locale,
    /// The language that was chosen, once one was.
    pub chosen: Option<Locale>,
    /// The time zone, as the tz database names it.
    pub zone: String,
    /// A phone in E.164.
    pub phone: Option<String>,
    /// Grows with every change.
    pub version: i32,
    /// The communities the person sees, by slug.
    pub communities: Vec<Community>,
}

/// A community, as its members see it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Community {
    /// The id.
    pub id: CommunityId,
    /// The name in addresses.
    pub slug: String,
    /// The name to show.
    pub name: String,
}

/// What is known of a person when the profile is made; an absent name comes from identity, an absent language stays open.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewProfile<'a> {
    /// The name to show.
    pub name: Option<&'a str>,
    /// The language to speak.
    pub locale: Option<Locale>,
}

/// What to change; an absent field stays as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProfileEdit<'a> {
    /// The name to show.
    pub name: Option<&'a str>,
    /// The language to speak.
    pub locale: Option<Locale>,
    /// The version that was read; another one in the row makes the change void.
    pub version: Option<i32>,
}

/// The profile of a person, as `scope` sees it.
///
/// # Errors
/// [`DbError`].
pub async fn find(
    db: &MainDb,
    scope: &Scope,
    user_id: UserId,
) -> Result<Option<StoredProfile>, DbError> {
    let reader = db.reader(scope).await?;
    let find = q::find_profile().prepare(reader.client()).await?;
    let row = reader
        .read(find.bind(reader.client(), &user_id.0).opt())
        .await?;
    row.map(StoredProfile::try_from).transpose()
}

/// Makes a member of the community and a profile of somebody who has none; `true` when the profile is new.
///
/// The scope must be the server's.
///
/// # Errors
/// [`DbError`]; a driver's foreign-key error when there is no such user or community.
pub async fn ensure(
    tx: &MainTx,
    community_id: CommunityId,
    user_id: UserId,
    profile: NewProfile<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let (community_id, user_id, now) = (community_id.0, user_id.0, now.fixed_offset());
    let member = q::EnsureMembershipParams {
        community_id,
        user_id,
        now,
    };
    q::ensure_membership().params(tx.client(), &member).await?;
    let locale = profile.locale.map(Locale::as_str);
    let profile = q::EnsureProfileParams {
        name: profile.name,
        locale,
        now,
        community_id,
        user_id,
    };
    Ok(q::ensure_profile().params(tx.client(), &profile).await? == 1)
}

/// Changes a profile; `false` when there is none, or when its version is not the one that was read.
///
/// # Errors
/// [`DbError`].
pub async fn save(
    tx: &MainTx,
    user_id: UserId,
    edit: ProfileEdit<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let params = q::UpdateProfileParams {
        name: edit.name,
        locale: edit.locale.map(Locale::as_str),
        now: now.fixed_offset(),
        user_id: user_id.0,
        version: edit.version,
    };
    Ok(q::update_profile().params(tx.client(), &params).await? == 1)
}

/// Keeps the language in which somebody acts of whom none is known; a chosen one stays.
///
/// # Errors
/// [`DbError`].
pub async fn save_first_locale(
    tx: &MainTx,
    user_id: UserId,
    locale: Locale,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    q::save_first_locale()
        .bind(
            tx.client(),
            &locale.as_str(),
            &now.fixed_offset(),
            &user_id.0,
        )
        .await?;
    Ok(())
}

impl TryFrom<q::FindProfile> for StoredProfile {
    type Error = DbError;

    fn try_from(row: q::FindProfile) -> Result<Self, DbError> {
        let stored = Stored {
            table: "profiles",
            key: row.user_id,
        };
        Ok(Self {
            user_id: UserId(row.user_id),
            community_id: CommunityId(row.community_id),
            locale: stored.word("locale", &row.locale)?,
            chosen: row
                .chosen
                .map(|word| stored.word("locale", &word))
                .transpose()?,
            communities: stored.json("communities", row.communities)?,
            name: row.name,
            zone: row.zone,
            phone: row.phone,
            version: row.version,
        })
    }
}
