//! Signing in at a provider: the way there and the way back.

use std::collections::BTreeMap;

use axum::{
    Form, Json,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header::SET_COOKIE};
use serde::Deserialize;
use serde_json::json;
use stoa_core::ExposeSecret as _;
use stoa_identity::{
    CodeChallenge, GoTrueError, OAuthBegun, OAuthError, OAuthFinished, OAuthOutcome, OAuthReturn,
    OAuthWish, Session,
};
use url::{Url, form_urlencoded};
use uuid::Uuid;

use super::{body::refuse, opened::arrive, user::TokenActor};
use crate::{
    App, Fault,
    api::auth::private,
    cookies,
    extract::Client,
    pages::{Arrival, Open, provider_refused},
};

/// Where a client wants to go, and by which provider.
#[derive(Deserialize)]
pub(crate) struct AuthorizeQuery {
    provider: Option<String>,
    redirect_to: Option<String>,
    scopes: Option<String>,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
    skip_http_redirect: Option<String>,
    /// What the client wants to be said to the provider.
    #[serde(flatten)]
    more: BTreeMap<String, String>,
}

/// What clients say to us beside it: nothing for a provider.
const NOT_FOR_PROVIDERS: [&str; 3] = ["apikey", "invite_token", "flow_type"];

impl AuthorizeQuery {
    fn more(&self) -> Vec<(String, String)> {
        let more = self.more.iter();
        more.filter(|(name, _)| !NOT_FOR_PROVIDERS.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    fn wish(&self, app: &App) -> Result<OAuthWish, Fault> {
        let challenge = CodeChallenge::read(
            self.code_challenge.as_deref(),
            self.code_challenge_method.as_deref(),
        );
        let challenge =
            challenge.map_err(|error| refuse("validation_failed", &error.to_string()))?;
        Ok(OAuthWish {
            provider: self.provider.clone().unwrap_or_default(),
            redirect_to: app.identity.settle_redirect(self.redirect_to.as_deref()),
            challenge,
            scopes: self.scopes.clone().unwrap_or_default(),
            more: self.more(),
            link_to: None,
            link_session: None,
        })
    }

    fn wants_no_redirect(&self) -> bool {
        self.skip_http_redirect.as_deref() == Some("true")
    }
}

fn refused(error: &OAuthError) -> Fault {
    Fault::gotrue(&error.into(), error)
}

/// Sends a person to a provider.
///
/// Further parameters (`prompt`, `access_type`, `hd`: `options.queryParams` of the client) go on to the provider, but for
/// those that we say ourselves.
///
/// # Errors
/// 400 `validation_failed` for an unknown provider or half a challenge; 503 when the provider does not answer.
#[utoipa::path(get, path = "/auth/v1/authorize", tag = "auth v1",
    params(("provider" = String, Query), ("redirect_to" = Option<String>, Query), ("scopes" = Option<String>, Query),
        ("code_challenge" = Option<String>, Query), ("code_challenge_method" = Option<String>, Query)),
    responses((status = 302, description = "To the provider"), (status = 400), (status = 429), (status = 503)))]
pub(crate) async fn authorize(
    State(app): State<App>,
    client: Client,
    headers: HeaderMap,
    Query(query): Query<AuthorizeQuery>,
) -> Result<Response, Fault> {
    app.limits.provider(client.address).await?;
    let wish = query.wish(&app)?;
    let held = cookies::value(&headers, app.settings.cookies.oauth_name());
    let begun = app.identity.begin_oauth(&wish, held.as_deref()).await;
    let begun = begun.map_err(|error| refused(&error))?;
    Ok(on_the_way(&app, &begun, &query))
}

/// To the provider, with the cookie that the browser has to bring back.
fn on_the_way(app: &App, begun: &OAuthBegun, query: &AuthorizeQuery) -> Response {
    let mut response = if query.wants_no_redirect() {
        Json(json!({ "url": begun.url })).into_response()
    } else {
        found(&begun.url)
    };
    let cookie = app.settings.cookies.oauth(begun.browser.expose_secret());
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    private(response)
}

/// Sends the signed-in person to a provider that becomes a further way to sign in.
///
/// # Errors
/// 400 `validation_failed`; 401 and 403 as every route of a person, 403 `insufficient_aal` before the second proof; 503 when the provider does not answer.
#[utoipa::path(get, path = "/auth/v1/user/identities/authorize", tag = "auth v1", security(("bearer" = [])),
    params(("provider" = String, Query), ("redirect_to" = Option<String>, Query), ("skip_http_redirect" = Option<bool>, Query)),
    responses((status = 200, description = "The address, when no redirect is wanted", body = serde_json::Value),
        (status = 302, description = "To the provider"), (status = 400), (status = 401), (status = 403), (status = 429), (status = 503)))]
pub(crate) async fn link(
    State(app): State<App>,
    actor: TokenActor,
    client: Client,
    headers: HeaderMap,
    Query(query): Query<AuthorizeQuery>,
) -> Result<Response, Fault> {
    app.limits.provider(client.address).await?;
    let held = cookies::value(&headers, app.settings.cookies.oauth_name());
    let wish = query.wish(&app)?;
    let begun = app
        .identity
        .begin_link(&actor.0, wish, held.as_deref())
        .await;
    let begun = begun.map_err(|error| refused(&error))?;
    Ok(on_the_way(&app, &begun, &query))
}

/// Takes a way to sign in away, never the last one.
///
/// # Errors
/// 403 `insufficient_aal`; 404 `identity_not_found`; 422 `single_identity_not_deletable`, `email_conflict_identity_not_deletable`.
#[utoipa::path(delete, path = "/auth/v1/user/identities/{id}", tag = "auth v1", security(("bearer" = [])),
    params(("id" = String, Path, description = "The identity_id")),
    responses((status = 200, description = "It is gone"), (status = 401), (status = 403), (status = 404), (status = 422)))]
pub(crate) async fn unlink(
    State(app): State<App>,
    actor: TokenActor,
    client: Client,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id = Uuid::parse_str(&id).map_err(|_| refused(&OAuthError::IdentityNotFound))?;
    let done = app
        .identity
        .unlink_identity(&actor.0, id, &client.info())
        .await;
    done.map_err(|error| refused(&error))?;
    Ok(private(Json(json!({}))))
}

/// What a provider sends back with the person.
#[derive(Deserialize)]
pub(crate) struct CallbackQuery {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

/// The way back from a provider: on to the client, with a session, a code or an error.
#[utoipa::path(get, path = "/auth/v1/callback", tag = "auth v1",
    params(("state" = String, Query), ("code" = Option<String>, Query), ("error" = Option<String>, Query)),
    responses((status = 302, description = "On to the client"), (status = 429)))]
pub(crate) async fn callback(
    State(app): State<App>,
    open: Open,
    client: Client,
    headers: HeaderMap,
    Query(query): Query<CallbackQuery>,
) -> Result<Response, Fault> {
    app.limits.provider(client.address).await?;
    let back = OAuthReturn {
        state: query.state.unwrap_or_default(),
        code: query.code,
        error: query.error_description.or(query.error),
        browser: cookies::value(&headers, app.settings.cookies.oauth_name()),
    };
    let finished = app.identity.finish_oauth(&back, &client.info()).await;
    let finished = finished.map_err(|error| refused(&error))?;
    if let Err(error) = &finished.outcome {
        let error = error as &dyn std::error::Error;
        tracing::debug!(error, "a sign-in at a provider led to nothing");
    }
    // A page of ours gets the session in its cookie, and no token in an address.
    let url = Url::parse(&finished.redirect_to).ok();
    let arrival = Arrival::of(&app, url.as_ref(), None).filter(|_| !finished.uses_pkce);
    match (&finished.outcome, &arrival) {
        (Ok(OAuthOutcome::Session(session)), Some(arrival)) => {
            Ok(arrive(&app, &open, &client, (&**session, arrival)).await)
        }
        (Err(error), Some(_)) => provider_refused(&app, open, error),
        _ => Ok(private(found(&onward(&finished)))),
    }
}

/// The same for providers that send a form: the browser comes again by GET, for it brings our cookie only then.
#[utoipa::path(post, path = "/auth/v1/callback", tag = "auth v1",
    responses((status = 303, description = "The same by GET"), (status = 429)))]
pub(crate) async fn callback_form(Form(form): Form<CallbackQuery>) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [
        ("state", form.state),
        ("code", form.code),
        ("error", form.error),
        ("error_description", form.error_description),
    ] {
        if let Some(value) = value {
            query.append_pair(name, &value);
        }
    }
    private(Redirect::to(&format!(
        "/auth/v1/callback?{}",
        query.finish()
    )))
}

fn found(url: &str) -> Response {
    match HeaderValue::from_str(url) {
        Ok(url) => (StatusCode::FOUND, [(http::header::LOCATION, url)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Where the person goes: a session and an error stand in the fragment, which no server sees, a code in the query.
fn onward(finished: &OAuthFinished) -> String {
    let Ok(mut url) = Url::parse(&finished.redirect_to) else {
        return "/".to_owned();
    };
    match &finished.outcome {
        Ok(OAuthOutcome::Code(code)) => {
            url.query_pairs_mut().append_pair("code", &code.to_string());
        }
        Ok(OAuthOutcome::Session(session)) => url.set_fragment(Some(&fragment(session))),
        Err(error) => {
            let error = GoTrueError::from(error);
            let told = failure(&error);
            if finished.uses_pkce {
                url.query_pairs_mut().extend_pairs(&told);
            }
            let text = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(&told)
                .finish();
            url.set_fragment(Some(&text));
        }
    }
    url.into()
}

fn failure(error: &GoTrueError) -> [(&'static str, String); 3] {
    let kind = if error.status >= 500 {
        "server_error"
    } else if error.code == "bad_oauth_state" {
        "invalid_request"
    } else {
        "access_denied"
    };
    [
        ("error", kind.to_owned()),
        ("error_code", error.code.to_owned()),
        ("error_description", error.message.clone()),
    ]
}

fn fragment(session: &Session) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.append_pair("access_token", session.access_token.expose_secret())
        .append_pair("expires_at", &session.expires_at.to_string())
        .append_pair(
            "expires_in",
            &stoa_identity::ACCESS_TOKEN_SECONDS.to_string(),
        )
        .append_pair("refresh_token", session.refresh_token.expose_secret())
        .append_pair("token_type", "bearer")
        .append_pair("sb", "");
    if let Some(tokens) = &session.provider {
        for (name, token) in [
            ("provider_token", &tokens.access),
            ("provider_refresh_token", &tokens.refresh),
        ] {
            if let Some(token) = token {
                text.append_pair(name, token.expose_secret());
            }
        }
    }
    text.finish()
}
