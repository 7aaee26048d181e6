use axum::{
    Json,
    extract::{Query, Request, State},
    response::Response,
};
use http::HeaderMap;
use serde::Deserialize;
use stoa_core::SecretString;
use stoa_identity::{ExchangeError, IdTokenProof, Session, SessionView};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    body::{refuse, shape},
    user::TokenActor,
};
use crate::{
    App, Fault,
    api::auth::private,
    extract::{Client, read_json},
};

/// Which way a token is asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct GrantQuery {
    grant_type: Option<String>,
}

/// With `grant_type=password`.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PasswordGrant {
    /// The address.
    #[schema(required)]
    email: Option<String>,
    /// The password.
    #[schema(value_type = String, format = Password, required)]
    password: Option<SecretString>,
}

/// With `grant_type=pkce`.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PkceGrant {
    /// The code that the opened link gave.
    auth_code: Option<String>,
    /// The secret behind the challenge.
    #[schema(value_type = String)]
    code_verifier: Option<SecretString>,
}

/// With `grant_type=id_token`.
#[derive(Deserialize, ToSchema)]
pub(crate) struct IdTokenGrant {
    /// What the provider is called here.
    #[schema(required)]
    provider: Option<String>,
    /// What the provider gave to the app.
    #[schema(value_type = String, required)]
    id_token: Option<SecretString>,
    /// What older clients call it.
    #[schema(value_type = Option<String>)]
    token: Option<SecretString>,
    /// What the app made; the provider was told its hash.
    nonce: Option<String>,
    /// Links the provider's account to the person of the bearer token, instead of signing its own person in.
    link_identity: Option<bool>,
}

/// With `grant_type=refresh_token`.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RefreshGrant {
    /// The refresh token of the last answer.
    #[schema(value_type = String, required)]
    refresh_token: Option<SecretString>,
}

/// What a token is given for, for the document alone: the query says which of them it is.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the handler reads the one that the query names")]
pub(crate) enum TokenGrant {
    /// A password.
    Password(PasswordGrant),
    /// A refresh token.
    Refresh(RefreshGrant),
    /// The code of a link.
    Pkce(PkceGrant),
    /// What a provider gave to an app.
    IdToken(IdTokenGrant),
}

/// Signs in by password, by the code of a link or of a provider (PKCE) or by a provider's id token, or continues a session.
///
/// # Errors
/// 400 `invalid_credentials`, `bad_code_verifier`, `refresh_token_not_found`, `refresh_token_already_used`,
/// `session_expired`, `validation_failed`; 401 `no_authorization` and 403 as every route of a person, for `link_identity`; 404 `flow_state_not_found`; 422 `flow_state_expired`; 409 `conflict` while
/// others refresh the same session for five seconds.
#[utoipa::path(post, path = "/auth/v1/token", tag = "auth v1", params(("grant_type" = String, Query, description = "password, refresh_token, pkce or id_token")),
    request_body = TokenGrant,
    responses((status = 200, description = "The session", body = SessionView), (status = 400), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422), (status = 429), (status = 503)))]
pub(crate) async fn token(
    State(app): State<App>,
    client: Client,
    Query(query): Query<GrantQuery>,
    request: Request,
) -> Result<Response, Fault> {
    let headers = request.headers().clone();
    let body = read_json(request).await?;
    let mut faults = Vec::new();
    let session = match query.grant_type.as_deref() {
        Some("password") => {
            let grant: PasswordGrant = shape(body)?;
            let (Some(email), Some(password)) = (grant.email, grant.password) else {
                return Err(refuse(
                    "validation_failed",
                    "email and password are required",
                ));
            };
            app.limits.sign_in(client.address, &email).await?;
            let session = app
                .identity
                .sign_in(&email, &password, &client.info())
                .await
                .map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
            app.limits.signed_in(client.address, &email).await;
            faults = stoa_identity::password_faults(&password, &email);
            session
        }
        Some("refresh_token") => {
            let grant: RefreshGrant = shape(body)?;
            let token = grant
                .refresh_token
                .ok_or_else(|| refuse("validation_failed", "refresh_token is required"))?;
            app.limits.refresh(client.address).await?;
            app.identity
                .refresh(&token, &client.info())
                .await
                .map_err(|e| Fault::gotrue(&(&e).into(), &e))?
        }
        Some("pkce") => pkce(&app, &client, shape(body)?).await?,
        Some("id_token") => by_id_token(&app, (&client, &headers), shape(body)?).await?,
        _ => return Err(refuse("validation_failed", "unsupported grant_type")),
    };
    let view = SessionView::from(&session).with_password_faults(&faults);
    Ok(private(Json(view)))
}

/// The session of the client that asked for a link, for the code that the link gave it.
async fn pkce(app: &App, client: &Client, grant: PkceGrant) -> Result<Session, Fault> {
    let given = |text: &String| !text.is_empty();
    let (Some(code), Some(verifier)) = (grant.auth_code.filter(given), grant.code_verifier) else {
        return Err(refuse(
            "validation_failed",
            "invalid request: both auth code and code verifier should be non-empty",
        ));
    };
    app.limits.verify_code(client.address).await?;
    let outcome = match Uuid::parse_str(&code) {
        Ok(code) => {
            let identity = &app.identity;
            identity
                .exchange_code(code, &verifier, &client.info())
                .await
        }
        Err(_) => Err(ExchangeError::NotFound),
    };
    outcome.map_err(|e| Fault::gotrue(&(&e).into(), &e))
}

/// A native app's sign-in: the provider's word is checked as at the callback. With `link_identity` the person of the
/// bearer token gets a further way to sign in, and a session by it.
async fn by_id_token(
    app: &App,
    (client, headers): (&Client, &HeaderMap),
    grant: IdTokenGrant,
) -> Result<Session, Fault> {
    let token = grant.id_token.or(grant.token);
    let (Some(provider), Some(token)) = (grant.provider, token) else {
        let text = "provider and id_token are required";
        return Err(refuse("validation_failed", text));
    };
    app.limits.provider(client.address).await?;
    let actor = match grant.link_identity {
        Some(true) => Some(TokenActor::of(app, headers).await?),
        _ => None,
    };
    let proof = IdTokenProof {
        provider: &provider,
        token: &token,
        nonce: grant.nonce.as_deref().filter(|nonce| !nonce.is_empty()),
        link_to: actor.as_ref().map(TokenActor::get),
    };
    let info = client.info();
    let session = app.identity.sign_in_by_id_token(&proof, &info);
    session.await.map_err(|e| Fault::gotrue(&(&e).into(), &e))
}
