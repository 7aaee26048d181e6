use axum::{
    Json,
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderValue, StatusCode, header::LOCATION};
use serde::Serialize;
use stoa_app::sales::{
    Buyer, BuyerSort, BuyersQuery, CreatedBuyer, InviteLink, StatsQuery, TripwireStats,
};
use stoa_core::{BuyerId, FieldError, UserId};
use stoa_domain::{NewBuyer, NewBuyerForm};
use utoipa::ToSchema;

use super::{listing, query::Parameters};
use crate::{
    App, Fault,
    extract::{Actor, Checked, Client, Fields, Form, Sales},
};

/// The desk's figures.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StatsView {
    /// All buyers that you may see.
    total_users: i64,
    /// With access.
    active_users: i64,
    /// Whose access ran out or never began.
    inactive_users: i64,
    /// Who finished the course.
    completed_users: i64,
    /// Shut out by a person.
    blocked_users: i64,
    /// For whom an invitation was made.
    invited_users: i64,
    /// Who signed in.
    opened_users: i64,
    /// What was paid, in hundredths of the currency.
    revenue_minor: i64,
    /// `KZT`.
    currency: &'static str,
    /// Day by day, Asia/Almaty.
    series: Vec<DayView>,
    /// Managers with most buyers first; for leads of sales and administrators.
    leaderboard: Vec<ManagerView>,
    /// When this was true.
    as_of: DateTime<Utc>,
}

/// One day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DayView {
    /// `2026-11-21`.
    date: String,
    /// New buyers.
    users: i64,
    /// What was paid, in hundredths.
    revenue_minor: i64,
}

/// One manager.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ManagerView {
    /// Who.
    #[schema(value_type = uuid::Uuid)]
    manager_id: UserId,
    /// The name, when known.
    name: Option<String>,
    /// New buyers.
    users: i64,
    /// What was paid, in hundredths.
    revenue_minor: i64,
}

impl From<TripwireStats> for StatsView {
    fn from(stats: TripwireStats) -> Self {
        let day = |day: stoa_app::sales::DayFigures| DayView {
            date: day.day.to_string(),
            users: day.users,
            revenue_minor: day.revenue_minor,
        };
        let manager = |row: stoa_app::sales::ManagerFigures| ManagerView {
            manager_id: row.manager_id,
            name: row.name,
            users: row.users,
            revenue_minor: row.revenue_minor,
        };
        Self {
            total_users: stats.total_users,
            active_users: stats.active_users,
            inactive_users: stats.inactive,
            completed_users: stats.completed,
            blocked_users: stats.blocked,
            invited_users: stats.invited,
            opened_users: stats.opened,
            revenue_minor: stats.revenue_minor,
            currency: stats.currency,
            series: stats.series.into_iter().map(day).collect(),
            leaderboard: stats.leaderboard.into_iter().map(manager).collect(),
            as_of: stats.as_of,
        }
    }
}

/// The desk's figures, over the buyers that you may see.
#[utoipa::path(get, operation_id = "show_tripwire_stats", path = "/api/admin/tripwire/stats", tag = "tripwire", security(("bearer" = [])),
    params(("from" = Option<String>, Query, description = "first day"), ("to" = Option<String>, Query, description = "last day"),
        ("manager" = Option<String>, Query, description = "a manager's id")),
    responses((status = 200, body = StatsView), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn stats(
    State(app): State<App>,
    actor: Actor<Sales>,
    RawQuery(query): RawQuery,
) -> Result<Json<StatsView>, Fault> {
    let query = stats_query(query.as_deref().unwrap_or_default())?;
    Ok(Json(app.sales.stats(&actor, &query).await?.into()))
}

fn stats_query(query: &str) -> Result<StatsQuery, Fault> {
    let mut parameters = Parameters::read(query, &["from", "to", "manager"]);
    let query = StatsQuery {
        from: parameters.day("from"),
        to: parameters.day("to"),
        manager: parameters.parse("manager", "an id", |text| text.parse().ok()),
    };
    parameters.finish()?;
    Ok(query)
}

/// A buyer of the express course.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BuyerView {
    /// Which buyer.
    #[schema(value_type = uuid::Uuid)]
    id: BuyerId,
    /// The account, once there is one.
    #[schema(value_type = Option<uuid::Uuid>)]
    user_id: Option<UserId>,
    email: String,
    name: String,
    phone: Option<String>,
    /// active, inactive, completed or blocked.
    status: &'static str,
    price_minor: i64,
    currency: String,
    /// Who granted the access.
    #[schema(value_type = uuid::Uuid)]
    manager_id: UserId,
    manager_name: Option<String>,
    /// `requested`, `user_ready`, `enrolled`, `invited` or `failed`.
    state: &'static str,
    /// Why the account was not made.
    state_reason: Option<String>,
    /// Whether the address had an account before.
    account_existed: Option<bool>,
    invited_at: Option<DateTime<Utc>>,
    first_login_at: Option<DateTime<Utc>>,
    last_active_at: Option<DateTime<Utc>>,
    modules_completed: i16,
    created_at: DateTime<Utc>,
}

impl From<Buyer> for BuyerView {
    fn from(buyer: Buyer) -> Self {
        Self {
            id: buyer.id,
            user_id: buyer.user_id,
            email: buyer.email,
            name: buyer.name,
            phone: buyer.phone,
            status: buyer.status.as_str(),
            price_minor: buyer.price_minor,
            currency: buyer.currency,
            manager_id: buyer.manager_id,
            manager_name: buyer.manager_name,
            state: buyer.state.as_str(),
            state_reason: buyer.state_reason,
            account_existed: buyer.account_existed,
            invited_at: buyer.invited_at,
            first_login_at: buyer.first_login_at,
            last_active_at: buyer.last_active_at,
            modules_completed: buyer.modules_completed,
            created_at: buyer.created_at,
        }
    }
}

const LIST_PATH: &str = "/api/admin/tripwire/users";
const LIST_PARAMETERS: &[&str] = &[
    "status", "manager", "from", "to", "search", "sort", "limit", "cursor",
];

/// The buyers that you may see: a manager's own, a lead's team's, all for an administrator.
///
/// # Errors
/// `page.cursor_invalid` (422) for a cursor of another order.
#[utoipa::path(get, operation_id = "list_buyers", path = "/api/admin/tripwire/users", tag = "tripwire", security(("bearer" = [])),
    params(("status" = Option<String>, Query), ("manager" = Option<String>, Query), ("from" = Option<String>, Query),
        ("to" = Option<String>, Query), ("search" = Option<String>, Query),
        ("sort" = Option<String>, Query, description = "created_at (default), name or last_active_at"),
        ("limit" = Option<u16>, Query, description = "1 to 200, default 50"), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<BuyerView>, description = "A page; `Link` leads to the next, `X-Total-Count` has the number of all"),
        (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn list(
    State(app): State<App>,
    actor: Actor<Sales>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let text = query.unwrap_or_default();
    let page = app.sales.list_buyers(&actor, &buyers_query(&text)?).await?;
    let items: Vec<_> = page.items.into_iter().map(BuyerView::from).collect();
    Ok(listing::array(
        &items,
        page.total,
        page.next.as_ref(),
        LIST_PATH,
        &text,
    ))
}

/// The question of the list, from the API's query or the page's.
pub(crate) fn buyers_query(query: &str) -> Result<BuyersQuery, Fault> {
    let mut parameters = Parameters::read(query, LIST_PARAMETERS);
    let sort = |text: &str| serde_json::from_value::<BuyerSort>(text.into()).ok();
    let query = BuyersQuery {
        status: parameters.parse("status", "active, inactive, completed or blocked", |text| {
            text.parse().ok()
        }),
        manager: parameters.parse("manager", "an id", |text| text.parse().ok()),
        from: parameters.day("from"),
        to: parameters.day("to"),
        search: parameters
            .text("search")
            .map(|text| text.chars().take(200).collect()),
        sort: parameters
            .parse("sort", "created_at, name or last_active_at", sort)
            .unwrap_or_default(),
        limit: parameters.limit(),
        cursor: parameters.text("cursor"),
    };
    parameters.finish()?;
    Ok(query)
}

/// The two names that a price may have.
const PRICES: [&str; 2] = ["priceMinor", "price_minor"];

impl Form for NewBuyerForm {
    type Checked = NewBuyer;

    fn read(fields: &mut Fields) -> Option<NewBuyer> {
        let price_name = PRICES.into_iter().find(|name| fields.has(name));
        let price_name = price_name.unwrap_or(PRICES[0]);
        let form = NewBuyerForm {
            email: fields.text("email"),
            name: fields.text("name"),
            phone: fields.text("phone"),
            price_minor: fields.number(price_name).map(|price| price.to_string()),
        };
        if let Some(other) = PRICES.into_iter().find(|name| fields.has(name)) {
            fields.pass(&[other]);
            fields.refuse(other, "field.twice", format!("{price_name} says the same."));
        }
        let named = |mut fault: FieldError| {
            if fault.field == "price_minor" {
                price_name.clone_into(&mut fault.field);
            }
            fault
        };
        let checked = form.check();
        checked
            .map_err(|faults| fields.refuse_all(faults.into_iter().map(named).collect()))
            .ok()
    }
}

/// A new buyer, for the document alone.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(
    dead_code,
    reason = "the document's picture of stoa_domain::NewBuyerForm"
)]
pub(crate) struct BuyerBody {
    /// The address; one buyer has one.
    email: String,
    /// The name.
    name: String,
    /// A phone number, in any spelling.
    phone: Option<String>,
    /// What was paid, in hundredths; 500000 when not said.
    price_minor: Option<i64>,
}

/// A buyer that was just made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreatedView {
    /// Which buyer.
    #[schema(value_type = uuid::Uuid)]
    id: BuyerId,
    /// How far the making of the account has come.
    state: &'static str,
    /// Whether the address had an account before.
    account_existed: Option<bool>,
    /// The link by which the buyer sets a password; shown now, stored nowhere.
    invite: Option<InviteView>,
}

/// A link that works once.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InviteView {
    /// The whole address.
    url: String,
    /// Until when it works.
    expires_at: DateTime<Utc>,
}

impl InviteView {
    fn of(link: &InviteLink, app: &App, headers: &HeaderMap) -> Self {
        let url = format!("{}{}", super::config::origin(app, headers), link.path());
        Self {
            url,
            expires_at: link.expires_at,
        }
    }
}

/// Makes a buyer's account: no password is made or shown, only a link by which the buyer sets one.
///
/// # Errors
/// `buyer.*` (422, all fields), `buyer.duplicate` (409).
#[utoipa::path(post, operation_id = "create_buyer", path = "/api/admin/tripwire/users", tag = "tripwire", security(("bearer" = [])), request_body = BuyerBody,
    responses((status = 201, body = CreatedView), (status = 400), (status = 401), (status = 403), (status = 409), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    actor: Actor<Sales>,
    client: Client,
    headers: HeaderMap,
    Checked(buyer): Checked<NewBuyerForm>,
) -> Result<Response, Fault> {
    let created = app
        .sales
        .create_buyer(&actor, &client.info(), &buyer, idempotency_key(&headers))
        .await?;
    let view = created_view(&created, &app, &headers);
    let location = HeaderValue::from_str(&format!("{LIST_PATH}/{}", created.id)).ok();
    let location = location.map(|value| [(LOCATION, value)]);
    Ok((
        StatusCode::CREATED,
        location.unwrap_or([(LOCATION, HeaderValue::from_static(LIST_PATH))]),
        Json(view),
    )
        .into_response())
}

/// The client's own name of the request.
fn idempotency_key(headers: &HeaderMap) -> Option<&str> {
    headers
        .get("idempotency-key")
        .map(|value| value.to_str().unwrap_or_default())
}

fn created_view(created: &CreatedBuyer, app: &App, headers: &HeaderMap) -> CreatedView {
    CreatedView {
        id: created.id,
        state: created.state.as_str(),
        account_existed: created.account_existed,
        invite: created
            .invite
            .as_ref()
            .map(|link| InviteView::of(link, app, headers)),
    }
}

/// One buyer.
#[utoipa::path(get, operation_id = "show_buyer", path = "/api/admin/tripwire/users/{id}", tag = "tripwire", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)), responses((status = 200, body = BuyerView), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn show(
    State(app): State<App>,
    actor: Actor<Sales>,
    Path(id): Path<BuyerId>,
) -> Result<Json<BuyerView>, Fault> {
    Ok(Json(app.sales.buyer(&actor, id).await?.into()))
}

/// Begins the making of an account again that was given up (`state` is `failed`). What is done already stays; repeating
/// it is harmless.
///
/// # Errors
/// `buyer.not_found` (404).
#[utoipa::path(post, operation_id = "retry_buyer", path = "/api/admin/tripwire/users/{id}/retry", tag = "tripwire", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = CreatedView), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn retry(
    State(app): State<App>,
    actor: Actor<Sales>,
    Path(id): Path<BuyerId>,
    client: Client,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let tried = app
        .sales
        .retry_provisioning(&actor, &client.info(), id)
        .await?;
    Ok(super::auth::private(Json(created_view(
        &tried, &app, &headers,
    ))))
}

/// Makes a fresh link by which the buyer sets a password.
///
/// # Errors
/// `buyer.not_found` (404), `buyer.not_ready`, `buyer.provisioning_failed` (`retry` begins it again),
/// `buyer.account_existed`, `buyer.already_active` (409).
#[utoipa::path(post, operation_id = "invite_buyer", path = "/api/admin/tripwire/users/{id}/invite", tag = "tripwire", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = InviteView), (status = 401), (status = 403), (status = 404), (status = 409)))]
pub(crate) async fn invite(
    State(app): State<App>,
    actor: Actor<Sales>,
    Path(id): Path<BuyerId>,
    client: Client,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let link = app.sales.new_invite(&actor, &client.info(), id).await?;
    Ok(super::auth::private(Json(InviteView::of(
        &link, &app, &headers,
    ))))
}
