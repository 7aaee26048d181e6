//! Recovery codes of the signed-in person, as `mfa.recoveryCodes.*` of the client library asks for them.
//!
//! # Source
//! The shapes are those of the client library's experimental interface, 2.119.

use axum::{
    Json,
    extract::{Request, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::json;
use stoa_core::SecretString;
use stoa_identity::{RecoveryCodesView, SessionView};
use utoipa::ToSchema;

use super::{
    body::{refuse, shape},
    user::TokenActor,
};
use crate::{
    App, Fault,
    api::auth::private,
    extract::{Client, object, read_body, read_json},
};

/// New recovery codes.
#[derive(Deserialize, Default, ToSchema)]
#[schema(as = GenerateRecoveryCodesBody)]
struct GenerateBody {
    /// What the person calls them, at most 100 characters.
    friendly_name: Option<String>,
}

/// One of them.
#[derive(Deserialize, ToSchema)]
#[schema(as = VerifyRecoveryCodeBody)]
struct VerifyBody {
    /// The code; blanks, dashes and its case count for nothing.
    #[schema(value_type = String, required)]
    code: Option<SecretString>,
}

/// How many recovery codes the person has.
///
/// # Errors
/// 404 `mfa_factor_not_found` when there are none.
#[utoipa::path(get, operation_id = "show_recovery_codes", path = "/auth/v1/factors/recovery-codes", tag = "auth v1", security(("bearer" = [])),
    responses((status = 200, description = "Their number, never the codes", body = serde_json::Value), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn status(State(app): State<App>, actor: TokenActor) -> Result<Response, Fault> {
    let status = app
        .identity
        .recovery_status(actor.get())
        .await
        .map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(RecoveryCodesView::from(&status))))
}

/// Makes ten recovery codes and shows them, once. The body may be left out.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`; 403 `insufficient_aal`; 422 `mfa_verified_factor_exists`,
/// `mfa_recovery_codes_sole_factor`, `mfa_factor_name_conflict`.
#[utoipa::path(post, operation_id = "generate_recovery_codes", path = "/auth/v1/factors/recovery-codes", tag = "auth v1", security(("bearer" = [])), request_body = GenerateBody,
    responses((status = 200, description = "The codes", body = serde_json::Value), (status = 400), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn generate(
    State(app): State<App>,
    actor: TokenActor,
    client: Client,
    request: Request,
) -> Result<Response, Fault> {
    let bytes = read_body(request).await?;
    let body: GenerateBody = if bytes.is_empty() {
        GenerateBody::default()
    } else {
        shape(object(&bytes)?)?
    };
    let name = body.friendly_name.unwrap_or_default();
    let set = app
        .identity
        .generate_recovery_codes(actor.get(), &name, &client.info())
        .await
        .map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(RecoveryCodesView::from(&set))))
}

/// Makes other codes in the place of all that the person had.
///
/// # Errors
/// 403 `insufficient_aal`; 404 `mfa_factor_not_found`.
#[utoipa::path(post, operation_id = "regenerate_recovery_codes", path = "/auth/v1/factors/recovery-codes/regenerate", tag = "auth v1", security(("bearer" = [])),
    responses((status = 200, description = "The codes", body = serde_json::Value), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn regenerate(
    State(app): State<App>,
    actor: TokenActor,
    client: Client,
) -> Result<Response, Fault> {
    let set = app
        .identity
        .regenerate_recovery_codes(actor.get(), &client.info())
        .await
        .map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(RecoveryCodesView::from(&set))))
}

/// Uses a recovery code up: the same session at `aal2`, with new tokens.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`; 422 `mfa_verification_failed`; 429 `mfa_recovery_codes_locked` after five wrong
/// codes in a row.
#[utoipa::path(post, operation_id = "verify_recovery_code", path = "/auth/v1/factors/recovery-codes/verify", tag = "auth v1", security(("bearer" = [])), request_body = VerifyBody,
    responses((status = 200, description = "The session", body = serde_json::Value), (status = 400), (status = 401), (status = 403), (status = 422), (status = 429)))]
pub(crate) async fn verify(
    State(app): State<App>,
    actor: TokenActor,
    client: Client,
    request: Request,
) -> Result<Response, Fault> {
    let body: VerifyBody = shape(read_json(request).await?)?;
    let code = body
        .code
        .ok_or_else(|| refuse("validation_failed", "Code needs to be non-empty"))?;
    app.limits.mfa(client.address, actor.get().user_id).await?;
    let session = app
        .identity
        .verify_recovery_code(actor.get(), &code, &client.info())
        .await
        .map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(SessionView::from(&session))))
}

/// Removes the recovery codes. Sessions that rose by one of them fall back to `aal1`.
///
/// # Errors
/// 403 `insufficient_aal`; 404 `mfa_factor_not_found`.
#[utoipa::path(delete, operation_id = "remove_recovery_codes", path = "/auth/v1/factors/recovery-codes", tag = "auth v1", security(("bearer" = [])),
    responses((status = 200, description = "Their id", body = serde_json::Value), (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn remove(
    State(app): State<App>,
    actor: TokenActor,
    client: Client,
) -> Result<Response, Fault> {
    let id = app
        .identity
        .remove_recovery_codes(actor.get(), &client.info())
        .await
        .map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(json!({ "id": id }))))
}
