//! What administrators do with users.

use chrono::{DateTime, Utc};
use stoa_core::{PageLimit, UserId};
use stoa_domain::Role;
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::users as q;
use stoa_pg::{DbError, MainDb, MainTx};

use super::User;
use crate::identity::scope;

/// Which living users a page shows.
#[derive(Debug, Clone, Default)]
pub struct UserPage {
    /// Only the one with exactly this address.
    pub email: Option<String>,
    /// Only those whose address, name or number contains this, or whose id it is.
    pub filter: Option<String>,
    /// How many rows.
    pub rows: i64,
    /// How many rows come before.
    pub skipped: i64,
}

/// Living users, newest first, and how many there are on all pages.
///
/// # Errors
/// [`DbError`].
pub async fn page(db: &MainDb, page: &UserPage) -> Result<(Vec<User>, i64), DbError> {
    let tx = db.begin(&scope()).await?;
    let (email, filter) = (page.email.as_deref(), page.filter.as_deref());
    let total = q::count_users()
        .params(tx.client(), &q::CountUsersParams { email, filter })
        .one()
        .await?;
    let params = q::PageUsersParams {
        email,
        filter,
        rows: page.rows,
        skipped: page.skipped,
    };
    let rows = q::page_users().params(tx.client(), &params).all().await?;
    tx.commit().await?;
    Ok((rows.into_iter().map(User::from).collect(), total))
}

/// Which living people a search finds; what is absent does not narrow it.
#[derive(Debug, Clone, Default)]
pub struct PeopleSearch {
    /// Those who come after this one in the list.
    pub before: Option<UserId>,
    /// Those who hold this role.
    pub role: Option<Role>,
    /// Those whose address, name or number contains this, or whose id it is.
    pub text: Option<String>,
}

/// Living people, newest first: one more than `limit` when another page follows; and how many there are on all pages.
///
/// # Errors
/// [`DbError`].
pub async fn search(
    db: &MainDb,
    search: &PeopleSearch,
    limit: PageLimit,
) -> Result<(Vec<User>, i64), DbError> {
    let (role, text) = (search.role.map(Role::as_str), search.text.as_deref());
    let tx = db.begin(&scope()).await?;
    let total = q::count_people()
        .params(tx.client(), &q::CountPeopleParams { role, search: text })
        .one()
        .await?;
    let params = q::SearchPeopleParams {
        before: search.before.map(|id| id.0),
        role,
        search: text,
        rows: limit.probe(),
    };
    let rows = q::search_people()
        .params(tx.client(), &params)
        .all()
        .await?;
    tx.commit().await?;
    Ok((rows.into_iter().map(User::from).collect(), total))
}

/// Stores the changeable fields of a living user.
///
/// # Errors
/// [`DbError::RowCount`] when the user is gone; a unique violation when a living user has the address.
pub async fn save(tx: &MainTx, user: &User, now: DateTime<Utc>) -> Result<(), DbError> {
    let params = q::SaveUserParams {
        email: user.email.as_deref(),
        email_confirmed_at: user
            .email_proof
            .usable_since()
            .map(|time| time.fixed_offset()),
        email_unproved: user.email_proof.is_assumed(),
        phone: user.phone.as_deref(),
        phone_confirmed_at: user.phone_confirmed_at.map(|time| time.fixed_offset()),
        display_name: user.display_name.as_deref(),
        user_metadata: &user.user_metadata,
        app_metadata: &user.app_metadata,
        banned_until: user.banned_until.map(|time| time.fixed_offset()),
        now: now.fixed_offset(),
        id: user.id.0,
    };
    DbError::expect_rows(1, q::save_user().params(tx.client(), &params).await?)
}

/// Stores when what happened to a user on the platform they come from.
///
/// # Errors
/// [`DbError::RowCount`] when the user is gone.
pub async fn save_dates(tx: &MainTx, user: &User) -> Result<(), DbError> {
    let params = q::SaveDatesParams {
        created_at: user.created_at.fixed_offset(),
        banned_until: user.banned_until.map(|time| time.fixed_offset()),
        invited_at: user.invited_at.map(|time| time.fixed_offset()),
        last_sign_in_at: user.last_sign_in_at.map(|time| time.fixed_offset()),
        id: user.id.0,
    };
    DbError::expect_rows(1, q::save_dates().params(tx.client(), &params).await?)
}

/// Takes everything personal out of a living user's row and marks it deleted; `hash` stands where the address was.
/// `false` when there is no such living user.
///
/// # Errors
/// [`DbError`].
pub async fn bury(
    tx: &MainTx,
    id: UserId,
    hash: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let params = q::BuryUserParams {
        email: hash,
        now: now.fixed_offset(),
        id: id.0,
    };
    Ok(q::bury_user().params(tx.client(), &params).await? == 1)
}
