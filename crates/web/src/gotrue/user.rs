use std::sync::Arc;

use axum::{
    Json,
    extract::{FromRequestParts, Query, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header::CACHE_CONTROL, request::Parts};
use serde::{Deserialize, Serialize};
use stoa_identity::{Actor, GoTrueError, SignOutScope, UserView};
use utoipa::ToSchema;

use crate::{
    App, Fault,
    api::auth::private,
    extract::{Client, bearer},
};

/// The person of a bearer token, refused in the protocol's words.
pub(crate) struct TokenActor(pub(super) Arc<Actor>);

impl TokenActor {
    /// The person of these headers, where only some requests are a person's.
    pub(super) async fn of(app: &App, headers: &HeaderMap) -> Result<Self, Fault> {
        let missing = || {
            GoTrueError::new(
                401,
                "no_authorization",
                "This endpoint requires a valid Bearer token",
            )
        };
        let token = bearer(headers).ok_or_else(|| Fault::from_gotrue(&missing()))?;
        let actor = app.identity.authenticate(token).await;
        Ok(Self(actor.map_err(|e| Fault::gotrue(&(&e).into(), &e))?))
    }

    /// The person.
    pub(super) fn get(&self) -> &Actor {
        &self.0
    }
}

impl FromRequestParts<App> for TokenActor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        Self::of(app, &parts.headers).await
    }
}

/// The signed-in user.
#[utoipa::path(get, path = "/auth/v1/user", tag = "auth v1", security(("bearer" = [])),
    responses((status = 200, description = "The user", body = UserView), (status = 401), (status = 403)))]
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

/// A set of public keys, for the document alone.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document's picture of a JWK set")]
pub(crate) struct KeySetView {
    /// The keys whose signatures are good, the next one to sign among them; a token's `kid` says which is its own.
    keys: Vec<KeyView>,
}

/// A public key as a JWK.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document's picture of a JWK")]
pub(crate) struct KeyView {
    /// Its name, which the header of a token says.
    kid: String,
    /// `EC`.
    kty: String,
    /// `ES256`.
    alg: String,
    /// `P-256`.
    crv: String,
    /// The point.
    x: String,
    /// The point.
    y: String,
}

/// The public keys that verify our tokens.
#[utoipa::path(get, path = "/auth/v1/.well-known/jwks.json", tag = "auth v1",
    responses((status = 200, description = "The key set", body = KeySetView)))]
pub(crate) async fn jwks(State(app): State<App>) -> Response {
    let headers = [(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=600"),
    )];
    (headers, Json(app.identity.jwks())).into_response()
}

/// What third parties need to verify our tokens, as `OpenID` Connect Discovery has it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DiscoveryView {
    /// The `iss` of our tokens.
    issuer: String,
    /// Where the keys are.
    jwks_uri: String,
    /// Where a sign-in at a provider begins.
    authorization_endpoint: String,
    /// Where tokens are given.
    token_endpoint: String,
    /// Where a token's user is told.
    userinfo_endpoint: String,
    /// How a sign-in comes back.
    response_types_supported: [&'static str; 2],
    /// One `sub` for all.
    subject_types_supported: [&'static str; 1],
    /// How our tokens are signed.
    id_token_signing_alg_values_supported: [&'static str; 1],
    /// What our tokens say.
    claims_supported: [&'static str; 11],
}

/// What third parties need to verify our tokens.
#[utoipa::path(get, path = "/auth/v1/.well-known/openid-configuration", tag = "auth v1",
    responses((status = 200, description = "The document", body = DiscoveryView)))]
pub(crate) async fn discovery(State(app): State<App>) -> Response {
    let headers = [(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=600"),
    )];
    let issuer = app.identity.issuer();
    let document = DiscoveryView {
        issuer: issuer.to_owned(),
        jwks_uri: format!("{issuer}/.well-known/jwks.json"),
        authorization_endpoint: format!("{issuer}/authorize"),
        token_endpoint: format!("{issuer}/token"),
        userinfo_endpoint: format!("{issuer}/user"),
        response_types_supported: ["code", "token"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["ES256"],
        claims_supported: [
            "iss",
            "sub",
            "aud",
            "exp",
            "iat",
            "email",
            "phone",
            "role",
            "aal",
            "amr",
            "session_id",
        ],
    };
    (headers, Json(document)).into_response()
}

/// Which ways to sign in there are, as client libraries read it.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "the protocol's own words")]
pub(crate) struct SettingsView {
    /// By provider.
    external: ExternalView,
    /// Nobody can make an account without being invited.
    disable_signup: bool,
    /// Whether an address needs no proof.
    mailer_autoconfirm: bool,
    /// Whether a number needs no proof.
    phone_autoconfirm: bool,
    /// Who sends text messages.
    sms_provider: &'static str,
    /// Whether there is single sign-on.
    saml_enabled: bool,
}

/// Ways to sign in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExternalView {
    /// By address.
    email: bool,
    /// By number.
    phone: bool,
    /// Without either.
    anonymous_users: bool,
    /// By each provider that is configured.
    #[serde(flatten)]
    #[schema(value_type = std::collections::HashMap<String, bool>)]
    providers: std::collections::BTreeMap<String, bool>,
}

/// Which ways to sign in there are.
#[utoipa::path(get, operation_id = "auth_settings", path = "/auth/v1/settings", tag = "auth v1", responses((status = 200, body = SettingsView)))]
pub(crate) async fn settings(State(app): State<App>) -> Json<SettingsView> {
    let rules = app.identity.self_service();
    let providers = app.identity.provider_names();
    Json(SettingsView {
        external: ExternalView {
            email: true,
            phone: false,
            anonymous_users: rules.anonymous,
            providers: providers.map(|name| (name.to_owned(), true)).collect(),
        },
        disable_signup: !rules.sign_up,
        mailer_autoconfirm: rules.autoconfirm,
        phone_autoconfirm: false,
        sms_provider: "",
        saml_enabled: false,
    })
}

/// What answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ServiceView {
    /// The program's name.
    name: &'static str,
    /// Its version.
    version: &'static str,
    /// What it is.
    description: &'static str,
}

/// Says that this part of the platform answers.
#[utoipa::path(get, operation_id = "auth_health", path = "/auth/v1/health", tag = "auth v1", responses((status = 200, body = ServiceView)))]
pub(crate) async fn health() -> Json<ServiceView> {
    Json(ServiceView {
        name: "Stoa",
        version: env!("CARGO_PKG_VERSION"),
        description: "Stoa speaks the GoTrue protocol",
    })
}
