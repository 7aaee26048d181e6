//! Single buyers: entered, looked up, and led through the making of their account.

use chrono::{DateTime, Utc};
use stoa_core::{BuyerId, CommunityId, UserId};
use stoa_domain::{Email, NewBuyer, ProvisioningState};
use stoa_pg::{DbError, Scope, TripwireDb, TripwireTx};
use stoa_tripwire_sql::{
    client::Params as _,
    queries::buyers::{self as q, BuyerRow, InsertBuyerParams, SaveProvisioningParams},
};

use super::Buyer;

/// The unique constraint that says: this address is a buyer already.
pub const EMAIL_TAKEN: &str = "tripwire_users_email_norm_key";
/// The unique constraint that says: this manager has sent this key before.
pub const REQUEST_KEY_TAKEN: &str = "tripwire_users_request_key_key";
/// The unique constraint that says: this person is a buyer already, under another address.
pub const PERSON_TAKEN: &str = "tripwire_users_user_id_key";

/// A sale to be stored.
#[derive(Debug, Clone, Copy)]
pub struct Sale<'a> {
    /// The new buyer's id.
    pub id: BuyerId,
    /// Of which academy.
    pub community_id: CommunityId,
    /// Who grants the access.
    pub manager_id: UserId,
    /// What the manager entered.
    pub buyer: &'a NewBuyer,
    /// What was paid, in hundredths of the currency.
    pub price_minor: i64,
    /// Three letters: `KZT`.
    pub currency: &'a str,
    /// The client's own key of the request.
    pub request_key: Option<&'a str>,
    /// The time of the sale.
    pub now: DateTime<Utc>,
}

/// Stores a sale.
///
/// # Errors
/// A unique violation of [`EMAIL_TAKEN`] or [`REQUEST_KEY_TAKEN`]; other [`DbError`]s, also when a policy refuses.
pub async fn insert(tx: &TripwireTx, sale: &Sale<'_>) -> Result<(), DbError> {
    let params = InsertBuyerParams {
        id: sale.id.0,
        community_id: sale.community_id.0,
        email: sale.buyer.email.as_str(),
        name: sale.buyer.name.as_str(),
        phone: sale.buyer.phone.as_ref().map(stoa_domain::Phone::as_str),
        price_minor: sale.price_minor,
        currency: sale.currency,
        manager_id: sale.manager_id.0,
        request_key: sale.request_key,
        now: sale.now.fixed_offset(),
    };
    let rows = q::insert_buyer().params(tx.client(), &params).await?;
    DbError::expect_rows(1, rows)
}

/// The buyer, when the scope may see it.
///
/// # Errors
/// [`DbError`].
pub async fn find(db: &TripwireDb, scope: &Scope, id: BuyerId) -> Result<Option<Buyer>, DbError> {
    let reader = db.reader(scope).await?;
    let find = q::find_buyer().prepare(reader.client()).await?;
    one(reader.read(find.bind(reader.client(), &id.0).opt()).await?)
}

/// The buyer with this address, when the scope may see it.
///
/// # Errors
/// [`DbError`].
pub async fn find_by_email(
    db: &TripwireDb,
    scope: &Scope,
    community: CommunityId,
    email: &Email,
) -> Result<Option<Buyer>, DbError> {
    let reader = db.reader(scope).await?;
    let find = q::find_buyer_by_email().prepare(reader.client()).await?;
    one(reader
        .read(
            find.bind(reader.client(), &community.0, &email.as_str())
                .opt(),
        )
        .await?)
}

/// What a person bought, oldest first, at most 100: by the account, and by an address that is proved to be theirs.
///
/// # Errors
/// [`DbError`].
pub async fn list_of_person(
    db: &TripwireDb,
    user: UserId,
    email: Option<&str>,
) -> Result<Vec<Buyer>, DbError> {
    let reader = db.reader(&Scope::service("a person's own data")).await?;
    let list = q::list_purchases().prepare(reader.client()).await?;
    let rows = reader
        .read(list.bind(reader.client(), &user.0, &email).all())
        .await?;
    rows.into_iter().map(Buyer::try_from).collect()
}

/// The buyer that this manager's request made, when the scope may see it.
///
/// # Errors
/// [`DbError`].
pub async fn find_by_request_key(
    db: &TripwireDb,
    scope: &Scope,
    (community, manager): (CommunityId, UserId),
    key: &str,
) -> Result<Option<Buyer>, DbError> {
    let reader = db.reader(scope).await?;
    let find = q::find_buyer_by_request_key()
        .prepare(reader.client())
        .await?;
    one(reader
        .read(
            find.bind(reader.client(), &community.0, &manager.0, &key)
                .opt(),
        )
        .await?)
}

/// The buyer, held until the transaction ends, when the scope may change it.
///
/// # Errors
/// [`DbError`].
pub async fn lock(tx: &TripwireTx, id: BuyerId) -> Result<Option<Buyer>, DbError> {
    one(q::lock_buyer().bind(tx.client(), &id.0).opt().await?)
}

/// Links the buyer to a person of the main database.
///
/// # Errors
/// A unique violation of [`PERSON_TAKEN`]; other [`DbError`]s.
pub async fn save_person(
    tx: &TripwireTx,
    id: BuyerId,
    user: UserId,
    existed: bool,
) -> Result<(), DbError> {
    DbError::expect_rows(
        1,
        q::save_person()
            .bind(tx.client(), &user.0, &existed, &id.0)
            .await?,
    )
}

/// How far the making of an account has come, as it is stored.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    /// The last step done.
    pub state: ProvisioningState,
    /// Why it was given up: safe to show.
    pub reason: Option<&'a str>,
    /// When an invitation was made; `None` leaves what is there.
    pub invited_at: Option<DateTime<Utc>>,
}

/// Stores how far the making of the account has come.
///
/// # Errors
/// [`DbError::RowCount`] when the scope may not change the buyer; other [`DbError`]s.
pub async fn save_provisioning(
    tx: &TripwireTx,
    id: BuyerId,
    progress: Progress<'_>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let params = SaveProvisioningParams {
        state: progress.state.as_str(),
        reason: progress.reason,
        invited_at: progress.invited_at.map(|at| at.fixed_offset()),
        now: now.fixed_offset(),
        id: id.0,
    };
    DbError::expect_rows(
        1,
        q::save_provisioning().params(tx.client(), &params).await?,
    )
}

fn one(row: Option<BuyerRow>) -> Result<Option<Buyer>, DbError> {
    row.map(Buyer::try_from).transpose()
}

/// How many accounts were given up and wait for a person, and since when the first of them does.
///
/// # Errors
/// [`DbError`].
pub async fn count_failed(
    db: &TripwireDb,
    scope: &Scope,
) -> Result<(i64, Option<DateTime<Utc>>), DbError> {
    let reader = db.reader(scope).await?;
    let count = q::count_failed().prepare(reader.client()).await?;
    let row = reader.read(count.bind(reader.client()).one()).await?;
    Ok((row.number, row.oldest_at.map(|at| at.with_timezone(&Utc))))
}
