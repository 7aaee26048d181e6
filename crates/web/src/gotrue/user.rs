use std::sync::Arc;

use axum::{
    Json,
    extract::{FromRequestParts, Query, State},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header::CACHE_CONTROL, request::Parts};
use serde::Deserialize;
use serde_json::{Value, json};
use stoa_identity::{Actor, GoTrueError, SignOutScope, UserView};

use crate::{
    App, Fault,
    api::auth::private,
    extract::{Client, bearer},
};

/// The person of a bearer token, refused in the protocol's words.
pub(crate) struct TokenActor(Arc<Actor>);

impl FromRequestParts<App> for TokenActor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let missing = || {
            GoTrueError::new(
                401,
                "no_authorization",
                "This endpoint requires a valid Bearer token",
            )
        };
        let token = bearer(&parts.headers).ok_or_else(|| Fault::from_gotrue(&missing()))?;
        let actor = app.identity.authenticate(token).await;
        Ok(Self(actor.map_err(|e| Fault::gotrue(&(&e).into(), &e))?))
    }
}

/// The signed-in user.
#[utoipa::path(get, path = "/auth/v1/user", tag = "auth v1", security(("bearer" = [])),
    responses((status = 200, description = "The user", body = serde_json::Value), (status = 401), (status = 403)))]
pub(crate) async fn user(State(app): State<App>, actor: TokenActor) -> Result<Response, Fault> {
    let user = app
        .identity
        .user(&actor.0)
        .await
        .map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(UserView::from(&user))))
}

/// Which sessions end.
#[derive(Debug, Deserialize)]
pub(crate) struct LogoutQuery {
    scope: Option<String>,
}

/// Ends sessions: all of the person's, this one, or the others.
#[utoipa::path(post, path = "/auth/v1/logout", tag = "auth v1", security(("bearer" = [])),
    params(("scope" = Option<String>, Query, description = "global (default), local or others")),
    responses((status = 204, description = "Signed out"), (status = 400), (status = 401), (status = 403)))]
pub(crate) async fn logout(
    State(app): State<App>,
    actor: TokenActor,
    Query(query): Query<LogoutQuery>,
    client: Client,
) -> Result<StatusCode, Fault> {
    let scope = query
        .scope
        .as_deref()
        .unwrap_or("global")
        .parse::<SignOutScope>();
    let scope = scope.map_err(|_| {
        Fault::from_gotrue(&GoTrueError::new(
            400,
            "validation_failed",
            "Unsupported logout scope",
        ))
    })?;
    app.identity
        .sign_out(&actor.0, scope, &client.info())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The public keys that verify our tokens.
#[utoipa::path(get, path = "/auth/v1/.well-known/jwks.json", tag = "auth v1",
    responses((status = 200, description = "The key set", body = serde_json::Value)))]
pub(crate) async fn jwks(State(app): State<App>) -> Response {
    let headers = [(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=600"),
    )];
    (headers, Json(app.identity.jwks())).into_response()
}

/// Which ways to sign in there are.
#[utoipa::path(get, path = "/auth/v1/settings", tag = "auth v1", responses((status = 200, body = serde_json::Value)))]
pub(crate) async fn settings() -> Json<Value> {
    Json(json!({
        "external": { "email": true, "phone": false, "anonymous_users": false },
        "disable_signup": true,
        "mailer_autoconfirm": false,
        "phone_autoconfirm": false,
        "sms_provider": "",
        "saml_enabled": false,
    }))
}

/// Says that this part of the platform answers.
#[utoipa::path(get, path = "/auth/v1/health", tag = "auth v1", responses((status = 200, body = serde_json::Value)))]
pub(crate) async fn health() -> Json<Value> {
    Json(
        json!({ "name": "Stoa", "version": env!("CARGO_PKG_VERSION"), "description": "Stoa speaks the GoTrue protocol" }),
    )
}
