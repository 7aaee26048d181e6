use axum::{
    Json,
    extract::{Path, Query, Request, State},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;
use stoa_core::UserId;
use stoa_domain::Email;
use stoa_identity::{AdminError, UserPage, UserView};
use utoipa::ToSchema;

use super::{
    AdminCaller,
    caller::{invalid, refuse},
    form::{AdminUser, has_nul},
    paging::Paging,
};
use crate::{
    App, Fault,
    api::auth::private,
    extract::{malformed, parse_unique, read_body, read_json},
};

const LIST: &str = "/admin/users";

/// Which users are listed.
#[derive(Debug, Deserialize)]
pub(crate) struct ListQuery {
    page: Option<String>,
    per_page: Option<String>,
    filter: Option<String>,
    email: Option<String>,
}

fn refused(error: &AdminError) -> Fault {
    Fault::gotrue(&error.into(), error)
}

/// The id in a path.
///
/// # Errors
/// 404 `validation_failed`, as GoTrue has it.
fn user_id(text: &str) -> Result<UserId, Fault> {
    text.parse()
        .map_err(|_| refuse(404, "validation_failed", "user_id must be an UUID"))
}

/// Living users, newest first.
///
/// # Errors
/// 400 `validation_failed`, 401 `no_authorization`, 403 `not_admin`.
#[utoipa::path(get, operation_id = "admin_list_users", path = "/auth/v1/admin/users", tag = "auth v1", security(("bearer" = [])),
    params(("page" = Option<u32>, Query), ("per_page" = Option<u32>, Query, description = "1 to 1000, default 50"),
        ("filter" = Option<String>, Query, description = "part of the address, the name or the number, or an id"),
        ("email" = Option<String>, Query, description = "exactly this address")),
    responses((status = 200, description = "A page; `Link` leads on, `X-Total-Count` has the number of all", body = serde_json::Value),
        (status = 400), (status = 401), (status = 403)))]
pub(crate) async fn list(
    State(app): State<App>,
    _caller: AdminCaller,
    Query(query): Query<ListQuery>,
) -> Result<Response, Fault> {
    let paging = Paging::read(query.page.as_deref(), query.per_page.as_deref())?;
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    let (email, filter) = (given(query.email), given(query.filter));
    if filter.as_deref().is_some_and(|text| text.contains('\0')) {
        return Err(invalid("filter must not hold the character U+0000"));
    }
    let exact = email
        .as_deref()
        .map(|text| Email::parse(text).map_err(|_| invalid("email must be an address")));
    let page = UserPage {
        email: exact.transpose()?.map(|email| email.as_str().to_owned()),
        filter: filter.clone(),
        rows: paging.rows(),
        skipped: paging.skipped(),
    };
    let listing = app.identity.admin_list_users(&page).await?;
    let users: Vec<_> = listing.users.iter().map(UserView::from).collect();
    let pair = |name, text: &Option<String>| text.clone().map(|text| (name, text));
    let rest: Vec<_> = [pair("filter", &filter), pair("email", &email)]
        .into_iter()
        .flatten()
        .collect();
    let rest: Vec<_> = rest
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let headers = paging.headers(LIST, &rest, listing.total);
    let body = Json(json!({ "users": users, "aud": "authenticated" }));
    Ok(private((headers, body)))
}

/// Makes a user.
///
/// # Errors
/// 400 `bad_json`, `validation_failed`; 422 `email_exists`, `user_already_exists`, `weak_password`.
#[utoipa::path(post, operation_id = "admin_create_user", path = "/auth/v1/admin/users", tag = "auth v1", security(("bearer" = [])), request_body = AdminUser,
    responses((status = 200, description = "The user", body = serde_json::Value), (status = 400), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn create(
    State(app): State<App>,
    AdminCaller(by): AdminCaller,
    request: Request,
) -> Result<Response, Fault> {
    let form = AdminUser::read(read_json(request).await?)?.for_new()?;
    let user = app.identity.admin_create_user(&form, &by).await;
    let user = user.map_err(|error| refused(&error))?;
    Ok(private(Json(UserView::from(&user))))
}

/// A user.
///
/// # Errors
/// 404 `user_not_found`, and `validation_failed` for what is no id.
#[utoipa::path(get, operation_id = "admin_show_user", path = "/auth/v1/admin/users/{id}", tag = "auth v1", security(("bearer" = [])), params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The user", body = serde_json::Value), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn show(
    State(app): State<App>,
    _caller: AdminCaller,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let user = app.identity.admin_find_user(user_id(&id)?).await;
    let user = user.map_err(|error| refused(&error))?;
    Ok(private(Json(UserView::from(&user))))
}

/// Changes a user; a new password and a ban end all sessions at once.
///
/// # Errors
/// 400 `bad_json`, `validation_failed`; 404 `user_not_found`; 422 `email_exists`, `weak_password`.
#[utoipa::path(put, operation_id = "admin_update_user", path = "/auth/v1/admin/users/{id}", tag = "auth v1", security(("bearer" = [])), params(("id" = uuid::Uuid, Path)),
    request_body = AdminUser,
    responses((status = 200, description = "The user", body = serde_json::Value), (status = 400), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn update(
    State(app): State<App>,
    AdminCaller(by): AdminCaller,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    let id = user_id(&id)?;
    let given = AdminUser::read(read_json(request).await?)?;
    let known = app.identity.admin_find_user(id).await;
    let known = known.map_err(|error| refused(&error))?;
    let form = given.for_known(known.email.as_deref())?;
    let user = app.identity.admin_update_user(id, &form, &by).await;
    let user = user.map_err(|error| refused(&error))?;
    Ok(private(Json(UserView::from(&user))))
}

/// How somebody is deleted.
#[derive(Debug, Default, Deserialize, ToSchema)]
struct Deletion {
    /// Whether the id can still be asked for; false when it is not said.
    should_soft_delete: Option<bool>,
}

/// Deletes a user: sessions, password, roles and everything personal are gone at once, and the address is free.
///
/// # Errors
/// 400 `bad_json`; 404 `user_not_found`.
#[utoipa::path(delete, operation_id = "admin_delete_user", path = "/auth/v1/admin/users/{id}", tag = "auth v1", security(("bearer" = [])), params(("id" = uuid::Uuid, Path)),
    request_body = Option<Deletion>,
    responses((status = 200, description = "An empty object", body = serde_json::Value), (status = 400), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn delete(
    State(app): State<App>,
    AdminCaller(by): AdminCaller,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    let id = user_id(&id)?;
    let bytes = read_body(request).await?;
    let deletion = if bytes.is_empty() {
        Deletion::default()
    } else {
        let body = parse_unique(&bytes).map_err(|error| malformed(&error.to_string()))?;
        if has_nul(&body) || !(body.is_object() || body.is_null()) {
            return Err(malformed("it must be an object"));
        }
        serde_json::from_value::<Option<Deletion>>(body)
            .map_err(|_| malformed("should_soft_delete must be true or false"))?
            .unwrap_or_default()
    };
    let soft = deletion.should_soft_delete.unwrap_or(false);
    let deleted = app.identity.admin_delete_user(id, soft, &by).await;
    deleted.map_err(|error| refused(&error))?;
    Ok(private(Json(json!({})).into_response()))
}
