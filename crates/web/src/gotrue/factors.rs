//! Second factors of the signed-in person, as `mfa.*` of the client libraries asks for them.

use axum::{
    Json,
    extract::{Path, Request, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::json;
use stoa_core::{ChallengeId, FactorId, SecretString};
use stoa_identity::{EnrolledFactorView, FactorProof, GoTrueError, NewFactor, SessionView};
use utoipa::ToSchema;

use super::{
    body::{refuse, shape},
    user::TokenActor,
};
use crate::{
    App, Fault,
    api::auth::private,
    extract::{Client, read_json},
};

/// A new second factor.
#[derive(Deserialize, ToSchema)]
#[schema(as = EnrollFactorBody)]
struct EnrollBody {
    /// `totp`.
    #[schema(required)]
    factor_type: Option<String>,
    /// What the person calls it, at most 100 characters.
    friendly_name: Option<String>,
    /// What the app calls us, at most 64 characters.
    issuer: Option<String>,
}

/// A proof of a second factor.
#[derive(Deserialize, ToSchema)]
#[schema(as = VerifyFactorBody)]
struct VerifyBody {
    /// The challenge that is answered.
    #[schema(value_type = uuid::Uuid, required)]
    challenge_id: Option<ChallengeId>,
    /// The six digits.
    #[schema(value_type = String, required)]
    code: Option<SecretString>,
}

/// Begins to set up an authenticator app.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`; 403 `insufficient_aal`; 422 `mfa_factor_name_conflict`,
/// `too_many_enrolled_mfa_factors`, `mfa_phone_enroll_not_enabled`, `mfa_webauthn_enroll_not_enabled`.
#[utoipa::path(post, operation_id = "enroll_factor", path = "/auth/v1/factors", tag = "auth v1", security(("bearer" = [])), request_body = EnrollBody,
    responses((status = 200, description = "The factor, with its secret, shown once", body = serde_json::Value),
        (status = 400), (status = 401), (status = 403), (status = 422)))]
pub(crate) async fn enroll(
    State(app): State<App>,
    actor: TokenActor,
    client: Client,
    request: Request,
) -> Result<Response, Fault> {
    let body: EnrollBody = shape(read_json(request).await?)?;
    check_type(body.factor_type.as_deref())?;
    let new = NewFactor {
        friendly_name: body.friendly_name.as_deref().unwrap_or_default(),
        issuer: body.issuer.as_deref().unwrap_or_default(),
    };
    let enrolled = app
        .identity
        .enroll_factor(actor.get(), &new, &client.info())
        .await
        .map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(EnrolledFactorView::from(&enrolled))))
}

fn check_type(factor_type: Option<&str>) -> Result<(), Fault> {
    let (status, code, text) = match factor_type {
        Some("totp") => return Ok(()),
        Some("phone") => (
            422,
            "mfa_phone_enroll_not_enabled",
            "MFA enroll is disabled for Phone",
        ),
        Some("webauthn") => (
            422,
            "mfa_webauthn_enroll_not_enabled",
            "MFA enroll is disabled for WebAuthn",
        ),
        _ => (400, "validation_failed", "factor_type needs to be totp"),
    };
    Err(Fault::from_gotrue(&GoTrueError::new(status, code, text)))
}

/// Asks for a code of a factor. The body counts for nothing.
///
/// # Errors
/// 404 `mfa_factor_not_found`, `validation_failed` for what is no id.
#[utoipa::path(post, operation_id = "challenge_factor", path = "/auth/v1/factors/{id}/challenge", tag = "auth v1", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "The challenge, good for five minutes", body = serde_json::Value),
        (status = 401), (status = 403), (status = 404)))]
pub(crate) async fn challenge(
    State(app): State<App>,
    actor: TokenActor,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let challenge = app
        .identity
        .challenge_factor(actor.get(), factor_id(&id)?)
        .await
        .map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(json!({
        "id": challenge.id,
        "type": "totp",
        "expires_at": challenge.expires_at.timestamp(),
    }))))
}

/// Proves a factor: the same session at `aal2`, with new tokens.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`; 404 `mfa_factor_not_found`; 422 `mfa_verification_failed`,
/// `mfa_challenge_expired`, `mfa_factor_not_found` for a challenge that this session did not ask for; 429
/// `over_request_rate_limit` after five wrong codes in a row.
#[utoipa::path(post, operation_id = "verify_factor", path = "/auth/v1/factors/{id}/verify", tag = "auth v1", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)), request_body = VerifyBody,
    responses((status = 200, description = "The session", body = serde_json::Value),
        (status = 400), (status = 401), (status = 403), (status = 404), (status = 422), (status = 429)))]
pub(crate) async fn verify(
    State(app): State<App>,
    actor: TokenActor,
    client: Client,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    let factor_id = factor_id(&id)?;
    let body: VerifyBody = shape(read_json(request).await?)?;
    let missing = |text| refuse("validation_failed", text);
    let proof = FactorProof {
        factor_id,
        challenge_id: body
            .challenge_id
            .ok_or_else(|| missing("challenge_id is required"))?,
        code: &body
            .code
            .ok_or_else(|| missing("Code needs to be non-empty"))?,
    };
    app.limits.mfa(client.address, actor.get().user_id).await?;
    let session = app
        .identity
        .verify_factor(actor.get(), &proof, &client.info())
        .await
        .map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(SessionView::from(&session))))
}

/// Removes a factor. Sessions that rose by it fall back to `aal1`.
///
/// # Errors
/// 404 `mfa_factor_not_found`; 422 `insufficient_aal` for a verified one at `aal1`.
#[utoipa::path(delete, operation_id = "unenroll_factor", path = "/auth/v1/factors/{id}", tag = "auth v1", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, description = "Its id", body = serde_json::Value), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn unenroll(
    State(app): State<App>,
    actor: TokenActor,
    client: Client,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = factor_id(&id)?;
    app.identity
        .unenroll_factor(actor.get(), id, &client.info())
        .await
        .map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(json!({ "id": id }))))
}

/// GoTrue answers 404 to what is no id, so that the library takes it for a factor that is not there.
pub(super) fn factor_id(text: &str) -> Result<FactorId, Fault> {
    text.parse().map_err(|_| {
        let error = GoTrueError::new(404, "validation_failed", "factor_id must be an UUID");
        Fault::from_gotrue(&error)
    })
}
