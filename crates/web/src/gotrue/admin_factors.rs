//! Second factors of any person, as `admin.mfa.*` of the client libraries asks for them.

use axum::{
    Json,
    extract::{Path, Request, State},
    response::Response,
};
use serde::Deserialize;
use stoa_core::{FactorId, UserId};
use stoa_identity::{FactorView, GoTrueError};
use utoipa::ToSchema;

use super::{body::shape, factors::factor_id, service::Service};
use crate::{App, Fault, api::auth::private, extract::read_json};

/// Another name of a factor.
#[derive(Deserialize, ToSchema)]
#[schema(as = RenameFactorBody)]
struct RenameBody {
    /// At most 100 characters.
    friendly_name: Option<String>,
}

/// The factors of a person.
///
/// # Errors
/// 403 `not_admin`; 404 `user_not_found`.
#[utoipa::path(get, operation_id = "admin_list_factors", path = "/auth/v1/admin/users/{id}/factors", tag = "auth v1", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "An array of factors", body = serde_json::Value), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn list(
    State(app): State<App>,
    _: Service,
    Path(user): Path<String>,
) -> Result<Response, Fault> {
    let id = user_id(&user)?;
    let user = app.identity.find_user(id).await?;
    let user = user.ok_or_else(|| not_found(404, "user_not_found", "User not found"))?;
    let factors: Vec<_> = user.factors.iter().map(FactorView::from).collect();
    Ok(private(Json(factors)))
}

/// Gives a factor of a person another name; without one, nothing changes.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`; 403 `not_admin`; 404 `user_not_found`, `mfa_factor_not_found`; 422
/// `mfa_factor_name_conflict`.
#[utoipa::path(put, operation_id = "admin_rename_factor", path = "/auth/v1/admin/users/{id}/factors/{factor_id}", tag = "auth v1", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path), ("factor_id" = uuid::Uuid, Path)), request_body = RenameBody,
    responses((status = 200, description = "The factor", body = serde_json::Value), (status = 400), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn rename(
    State(app): State<App>,
    service: Service,
    Path(path): Path<(String, String)>,
    request: Request,
) -> Result<Response, Fault> {
    let (user_id, factor_id) = ids(&path)?;
    let body: RenameBody = shape(read_json(request).await?)?;
    let name = body.friendly_name.filter(|name| !name.trim().is_empty());
    let factor = if let Some(name) = name {
        app.identity
            .rename_factor(user_id, factor_id, &name, service.origin())
            .await
            .map_err(|e| Fault::gotrue(&(&e).into(), &e))?
    } else {
        let known = app.identity.list_factors(user_id).await?;
        let factor = known.into_iter().find(|factor| factor.id == factor_id);
        factor.ok_or_else(|| not_found(404, "mfa_factor_not_found", "Factor not found"))?
    };
    Ok(private(Json(FactorView::from(&factor))))
}

/// Removes a factor of a person who has lost it. Their sessions fall back to `aal1`.
///
/// # Errors
/// 403 `not_admin`; 404 `user_not_found`, `mfa_factor_not_found`.
#[utoipa::path(delete, operation_id = "admin_remove_factor", path = "/auth/v1/admin/users/{id}/factors/{factor_id}", tag = "auth v1", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path), ("factor_id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The factor that was", body = serde_json::Value), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn remove(
    State(app): State<App>,
    service: Service,
    Path(path): Path<(String, String)>,
) -> Result<Response, Fault> {
    let (user_id, factor_id) = ids(&path)?;
    let factor = app
        .identity
        .remove_factor(user_id, factor_id, service.origin())
        .await
        .map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(FactorView::from(&factor))))
}

fn ids((user, factor): &(String, String)) -> Result<(UserId, FactorId), Fault> {
    Ok((user_id(user)?, factor_id(factor)?))
}

fn user_id(text: &str) -> Result<UserId, Fault> {
    text.parse()
        .map_err(|_| not_found(404, "validation_failed", "user_id must be an UUID"))
}

fn not_found(status: u16, code: &'static str, text: &str) -> Fault {
    Fault::from_gotrue(&GoTrueError::new(status, code, text))
}
