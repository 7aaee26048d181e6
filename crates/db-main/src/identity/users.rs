//! The one users table.

pub mod admin;

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::{CommunityId, PageLimit, UserId};
use stoa_domain::{Role, RoleSet};
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::users::{self as q, UserRow};
use stoa_pg::{DbError, MainDb, MainTx};

use super::factors::Factor;
use super::identities::UserIdentity;
use super::{scope, utc};

mod changes;
mod proof;

pub use changes::{
    EMAIL_TAKEN, EmailChange, Mailbox, Sent, delete_new_email, lock_email_change, save_agreed,
    save_email, save_email_unproved, save_metadata, save_name, save_new_email, save_sent,
};
pub use proof::EmailProof;

/// A person who can have sessions.
#[derive(Clone, PartialEq)]
pub struct User {
    /// The id, for ever.
    pub id: UserId,
    /// The community a new session acts in.
    pub community_id: CommunityId,
    /// The address in its one form.
    pub email: Option<String>,
    /// Whether the address is known to be the person's.
    pub email_proof: EmailProof,
    /// In E.164.
    pub phone: Option<String>,
    /// When the number was proved to be the person's: on another platform, here nobody proves one.
    pub phone_confirmed_at: Option<DateTime<Utc>>,
    /// How the person is called.
    pub display_name: Option<String>,
    /// Written by the person; shown, never trusted.
    pub user_metadata: Value,
    /// How the person signs in: `{"provider": "email", "providers": ["email"]}`.
    pub app_metadata: Value,
    /// Nobody knows who it is.
    pub is_anonymous: bool,
    /// The address that is to take the place of the present one.
    pub new_email: Option<String>,
    /// When letters about that were last asked for.
    pub email_change_sent_at: Option<DateTime<Utc>>,
    /// When a letter to prove the address was last asked for.
    pub confirmation_sent_at: Option<DateTime<Utc>>,
    /// When a letter to set a new password was last asked for.
    pub recovery_sent_at: Option<DateTime<Utc>>,
    /// When a letter with a nonce was last asked for.
    pub reauthentication_sent_at: Option<DateTime<Utc>>,
    /// When the last invitation was made.
    pub invited_at: Option<DateTime<Utc>>,
    /// When the person last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// Shut out until then.
    pub banned_until: Option<DateTime<Utc>>,
    /// Gone since then.
    pub deleted_at: Option<DateTime<Utc>>,
    /// When the row was made.
    pub created_at: DateTime<Utc>,
    /// When the row last changed.
    pub updated_at: DateTime<Utc>,
    /// The roles held in the home community.
    pub roles: RoleSet,
    /// Second proofs, unverified ones included, oldest first.
    pub factors: Vec<Factor>,
    /// The names that providers and foreign issuers know the person by, oldest first.
    pub identities: Vec<UserIdentity>,
}

impl User {
    /// The address, where it is known to be the person's own.
    #[must_use]
    pub fn proved_email(&self) -> Option<&str> {
        self.email
            .as_deref()
            .filter(|_| self.email_proof.is_proved())
    }
}

/// Shows the id and the roles only: names, addresses and numbers do not belong in logs.
impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("roles", &self.roles)
            .finish_non_exhaustive()
    }
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: UserId(row.id),
            community_id: CommunityId(row.community_id),
            email: row.email,
            email_proof: EmailProof::stored(row.email_confirmed_at.map(utc), row.email_unproved),
            phone: row.phone,
            phone_confirmed_at: row.phone_confirmed_at.map(utc),
            display_name: row.display_name,
            user_metadata: row.user_metadata,
            app_metadata: row.app_metadata,
            is_anonymous: row.is_anonymous,
            new_email: row.new_email,
            email_change_sent_at: row.email_change_sent_at.map(utc),
            confirmation_sent_at: row.confirmation_sent_at.map(utc),
            recovery_sent_at: row.recovery_sent_at.map(utc),
            reauthentication_sent_at: row.reauthentication_sent_at.map(utc),
            invited_at: row.invited_at.map(utc),
            last_sign_in_at: row.last_sign_in_at.map(utc),
            banned_until: row.banned_until.map(utc),
            deleted_at: row.deleted_at.map(utc),
            created_at: utc(row.created_at),
            updated_at: utc(row.updated_at),
            roles: RoleSet::from_stored(row.roles),
            // Its shape is the query's own.
            factors: serde_json::from_value(row.factors).unwrap_or_default(),
            identities: serde_json::from_value(row.identities).unwrap_or_default(),
        }
    }
}

/// A row to be made.
#[derive(Debug)]
pub struct NewUserRow<'a> {
    /// The id.
    pub id: UserId,
    /// The home community.
    pub community_id: CommunityId,
    /// The address in its one form.
    pub email: Option<&'a str>,
    /// Whether it is known to be the person's.
    pub email_proof: EmailProof,
    /// In E.164.
    pub phone: Option<&'a str>,
    /// When it was proved, when it was.
    pub phone_confirmed_at: Option<DateTime<Utc>>,
    /// How the person is called.
    pub display_name: Option<&'a str>,
    /// An object.
    pub user_metadata: &'a Value,
    /// An object without `roles`.
    pub app_metadata: &'a Value,
    /// Nobody knows who it is.
    pub is_anonymous: bool,
}

/// What a list of users shows.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// Those with an id beyond this one.
    pub after: Option<UserId>,
    /// Those who hold this role.
    pub role: Option<Role>,
    /// Those whose address or name contains this.
    pub search: Option<String>,
}

/// The user with this id, deleted ones too.
///
/// # Errors
/// [`DbError`].
pub async fn find(db: &MainDb, id: UserId) -> Result<Option<User>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_user().prepare(reader.client()).await?;
    Ok(reader
        .read(find.bind(reader.client(), &id.0).opt())
        .await?
        .map(User::from))
}

/// The same inside a transaction.
///
/// # Errors
/// [`DbError`].
pub async fn find_in(tx: &MainTx, id: UserId) -> Result<Option<User>, DbError> {
    Ok(q::find_user()
        .bind(tx.client(), &id.0)
        .opt()
        .await?
        .map(User::from))
}

/// The living user with this address, given in its one form.
///
/// # Errors
/// [`DbError`].
pub async fn find_by_email(db: &MainDb, email: &str) -> Result<Option<User>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_user_by_email().prepare(reader.client()).await?;
    Ok(reader
        .read(find.bind(reader.client(), &email).opt())
        .await?
        .map(User::from))
}

/// The same inside a transaction.
///
/// # Errors
/// [`DbError`].
pub async fn find_by_email_in(tx: &MainTx, email: &str) -> Result<Option<User>, DbError> {
    Ok(q::find_user_by_email()
        .bind(tx.client(), &email)
        .opt()
        .await?
        .map(User::from))
}

/// Living users in the order of their making; one more than a page holds says that another page exists.
///
/// # Errors
/// [`DbError`].
pub async fn list(
    db: &MainDb,
    filter: &UserFilter,
    limit: PageLimit,
) -> Result<Vec<User>, DbError> {
    let reader = db.reader(&scope()).await?;
    let list = q::list_users().prepare(reader.client()).await?;
    let params = q::ListUsersParams {
        after: filter.after.map(|id| id.0),
        role: filter.role.map(Role::as_str),
        search: filter.search.as_deref(),
        rows: limit.probe(),
    };
    let rows = reader
        .read(list.params(reader.client(), &params).all())
        .await?;
    Ok(rows.into_iter().map(User::from).collect())
}

/// Makes a row; `false` when a living user has the address already.
///
/// # Errors
/// [`DbError`].
pub async fn insert(
    tx: &MainTx,
    user: &NewUserRow<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let params = q::InsertUserParams {
        id: user.id.0,
        community_id: user.community_id.0,
        email: user.email,
        email_confirmed_at: user
            .email_proof
            .usable_since()
            .map(|time| time.fixed_offset()),
        email_unproved: user.email_proof.is_assumed(),
        phone: user.phone,
        phone_confirmed_at: user.phone_confirmed_at.map(|time| time.fixed_offset()),
        display_name: user.display_name,
        user_metadata: user.user_metadata,
        app_metadata: user.app_metadata,
        is_anonymous: user.is_anonymous,
        now: now.fixed_offset(),
    };
    Ok(q::insert_user().params(tx.client(), &params).await? == 1)
}

/// Locks the row of a living user against changes of the same person elsewhere; gives the end of a ban.
///
/// # Errors
/// [`DbError`].
pub async fn lock(tx: &MainTx, id: UserId) -> Result<Option<LockedUser>, DbError> {
    let row = q::lock_user().bind(tx.client(), &id.0).opt().await?;
    Ok(row.map(|row| LockedUser {
        id: UserId(row.id),
        banned_until: row.banned_until.map(utc),
    }))
}

/// A user whose row is locked.
#[derive(Debug, Clone, Copy)]
pub struct LockedUser {
    /// The user.
    pub id: UserId,
    /// Shut out until then.
    pub banned_until: Option<DateTime<Utc>>,
}

/// Notes a sign-in.
///
/// # Errors
/// [`DbError::RowCount`] when the user is gone.
pub async fn save_sign_in(tx: &MainTx, id: UserId, now: DateTime<Utc>) -> Result<(), DbError> {
    DbError::expect_rows(
        1,
        q::save_sign_in()
            .bind(tx.client(), &now.fixed_offset(), &id.0)
            .await?,
    )
}

/// Notes an invitation.
///
/// # Errors
/// [`DbError::RowCount`] when the user is gone.
pub async fn save_invited(tx: &MainTx, id: UserId, now: DateTime<Utc>) -> Result<(), DbError> {
    DbError::expect_rows(
        1,
        q::save_invited()
            .bind(tx.client(), &now.fixed_offset(), &id.0)
            .await?,
    )
}

/// Notes that the address is the person's own; an earlier time stays.
///
/// # Errors
/// [`DbError::RowCount`] when the user is gone.
pub async fn save_email_confirmed(
    tx: &MainTx,
    id: UserId,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    DbError::expect_rows(
        1,
        q::save_email_confirmed()
            .bind(tx.client(), &id.0, &now.fixed_offset())
            .await?,
    )
}
