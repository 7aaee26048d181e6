use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    Form, Json, Router,
    extract::{Query, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use super::{
    FakeOidc,
    signer::encode,
    state::{Agreed, Provider},
};
use crate::fakes::{answering::Vendor, server::locked};

pub(super) struct Api(pub(super) Arc<Mutex<Provider>>);

type Shared = State<Arc<Mutex<Provider>>>;
type Fields = HashMap<String, String>;

impl Vendor for Api {
    fn router(&self) -> Router {
        Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(jwks))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(Arc::clone(&self.0))
    }

    fn is_main(&self, _: &Method, path: &str) -> bool {
        path == "/token"
    }

    fn throttled(&self, retry_after: Option<u64>) -> Response {
        let wait = retry_after.unwrap_or(1).to_string();
        (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, wait)]).into_response()
    }

    fn revoked(&self) -> Response {
        refused("invalid_client")
    }
}

async fn discovery(State(provider): Shared) -> Json<Value> {
    let issuer = locked(&provider).issuer.clone();
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
    }))
}

async fn jwks(State(provider): Shared) -> Json<Value> {
    Json(locked(&provider).signer.jwks())
}

/// The page on which a person agrees; this one agrees at once.
async fn authorize(State(provider): Shared, Query(query): Query<Fields>) -> Response {
    let field = |name: &str| query.get(name).cloned();
    let (Some(redirect_uri), Some(state)) = (field("redirect_uri"), field("state")) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let scopes = field("scope").unwrap_or_default();
    let is_right = field("client_id").as_deref() == Some(FakeOidc::CLIENT_ID)
        && field("response_type").as_deref() == Some("code")
        && scopes.split(' ').any(|scope| scope == "openid");
    let Ok(mut back) = Url::parse(&redirect_uri) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    if !is_right {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let mut provider = locked(&provider);
    back.query_pairs_mut().append_pair("state", &state);
    if std::mem::take(&mut provider.refuses) {
        back.query_pairs_mut()
            .append_pair("error", "access_denied")
            .append_pair("error_description", "The person said no");
        return Redirect::to(back.as_str()).into_response();
    }
    let code = format!("code-{}", provider.number());
    let agreed = Agreed {
        redirect_uri,
        challenge: field("code_challenge")
            .filter(|_| field("code_challenge_method").as_deref() == Some("S256")),
        nonce: field("nonce"),
        user: provider.user.clone(),
    };
    provider.codes.insert(code.clone(), agreed);
    back.query_pairs_mut().append_pair("code", &code);
    Redirect::to(back.as_str()).into_response()
}

/// Exchanges a code, once, for whom it was made and with the secret behind its challenge.
async fn token(State(provider): Shared, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    if !is_client(&headers) {
        return refused("invalid_client");
    }
    let field = |name: &str| form.get(name).map(String::as_str);
    let mut provider = locked(&provider);
    let agreed = field("code").and_then(|code| provider.codes.remove(code));
    let Some(agreed) = agreed else {
        return refused("invalid_grant");
    };
    let verifier = field("code_verifier").unwrap_or_default();
    let met = encode(digest(&SHA256, verifier.as_bytes()).as_ref());
    let fits = field("grant_type") == Some("authorization_code")
        && field("redirect_uri") == Some(&agreed.redirect_uri)
        && agreed.challenge.as_deref() == Some(&met);
    if !fits {
        return refused("invalid_grant");
    }
    let access_token = format!("provider-access-{}", provider.number());
    let (id_token, user) = (
        provider.id_token(&agreed, FakeOidc::CLIENT_ID),
        agreed.user.clone(),
    );
    provider.access_tokens.insert(access_token.clone(), user);
    Json(json!({
        "access_token": access_token, "token_type": "Bearer", "expires_in": 3600,
        "refresh_token": format!("provider-refresh-{}", provider.number()), "id_token": id_token,
    }))
    .into_response()
}

async fn userinfo(State(provider): Shared, headers: HeaderMap) -> Response {
    let token = authorization(&headers).and_then(|value| value.strip_prefix("Bearer "));
    let provider = locked(&provider);
    match token.and_then(|token| provider.access_tokens.get(token)) {
        Some(user) => Json(json!({
            "sub": user.sub, "email": user.email, "email_verified": user.email_verified, "name": user.name,
        }))
        .into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}

fn refused(error: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response()
}

fn authorization(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()
}

/// RFC 6749, 2.3.1: id and secret are form-encoded inside the header.
fn is_client(headers: &HeaderMap) -> bool {
    let basic = authorization(headers).and_then(|value| value.strip_prefix("Basic "));
    let bytes = basic.and_then(|basic| STANDARD.decode(basic).ok());
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let Some((id, secret)) = text.as_deref().and_then(|text| text.split_once(':')) else {
        return false;
    };
    let plain = |text: &str| {
        let pair = format!("v={text}");
        let value = form_urlencoded::parse(pair.as_bytes()).next();
        value.map(|(_, value)| value.into_owned())
    };
    plain(id).as_deref() == Some(FakeOidc::CLIENT_ID)
        && plain(secret).as_deref() == Some(FakeOidc::CLIENT_SECRET)
}
