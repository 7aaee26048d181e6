//! A link of a letter that somebody opened, or a mail scanner. Looking at it uses nothing up: a person presses a button.

use axum::{
    RequestExt as _,
    extract::{Query, Request, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderMap, header::CONTENT_TYPE};
use serde::Deserialize;
use stoa_core::{ExposeSecret as _, Failure as _, SecretString};
use stoa_identity::{
    GoTrueError, Onward, Proof, Session, TokenPurpose, Verified, VerifyError, purposes_of_type,
};
use stoa_pages::pages::verify::{LinkUse, OnwardPage, VerifyPage};
use url::Url;

use super::verify::HALF;
use crate::{
    App, Fault,
    api::auth::private,
    extract::{Client, Posted, malformed},
    pages::{Arrival, Open, end_earlier, render, with_session},
};

/// What a link of a letter holds.
#[derive(Deserialize)]
pub(crate) struct Opened {
    token: Option<SecretString>,
    token_hash: Option<SecretString>,
    #[serde(rename = "type")]
    kind: Option<String>,
    redirect_to: Option<String>,
}

impl Opened {
    fn token(&self) -> &str {
        let token = self.token.as_ref().or(self.token_hash.as_ref());
        token.map_or("", |token| token.expose_secret())
    }

    fn onward(&self, app: &App) -> Goal {
        let url = app.identity.settle_redirect(self.redirect_to.as_deref());
        Goal {
            url: Url::parse(&url).ok(),
            uses_pkce: self.token().starts_with("pkce_"),
        }
    }
}

/// Shows what a link is for, with a button.
///
/// Uses nothing up, so that mail scanners and HEAD do no harm. A link that is not good leads straight on to the client,
/// with the error in the fragment (and in the query, for PKCE). A program without a person sends `POST /auth/v1/verify`
/// with `type` and `token_hash` instead.
#[utoipa::path(get, path = "/auth/v1/verify", tag = "auth v1",
    params(("token" = String, Query), ("type" = String, Query), ("redirect_to" = Option<String>, Query)),
    responses((status = 200, description = "A page with a button"), (status = 303, description = "The link is not good: on to the client, with the error")))]
pub(crate) async fn open(
    State(app): State<App>,
    open: Open,
    Query(link): Query<Opened>,
) -> Result<Response, Fault> {
    let goal = link.onward(&app);
    let kind = link.kind.as_deref().unwrap_or_default();
    let purposes = purposes_of_type(kind).unwrap_or_default();
    let found = app.identity.look_at_link(purposes, link.token()).await?;
    let Some(found) = found else {
        let error = (&VerifyError::Invalid).into();
        let arrival = Arrival::of(&app, goal.url.as_ref(), purposes.first().copied());
        return Ok(lead(&goal.failed_at(arrival.as_ref(), &error)));
    };
    render(&VerifyPage {
        shell: open.shell,
        link_use: link_use(found.purpose),
        email: found.email.unwrap_or_default(),
        token: link.token().to_owned(),
        kind: kind.to_owned(),
        redirect_to: link.redirect_to.unwrap_or_default(),
    })
}

/// The button was pressed: uses the link up and leads on to the client.
pub(super) async fn submit(app: App, client: Client, request: Request) -> Result<Response, Fault> {
    let open = {
        let (mut parts, body) = request.into_parts();
        let open =
            <Open as axum::extract::FromRequestParts<App>>::from_request_parts(&mut parts, &app)
                .await?;
        (open, Request::from_parts(parts, body))
    };
    let (open, request) = open;
    let link = request.extract::<Posted<Opened>, _>().await;
    let Posted(link) = link.map_err(|_| malformed("it is no form of ours"))?;
    app.limits.verify_code(client.address).await?;
    let goal = link.onward(&app);
    let purposes = purposes_of_type(link.kind.as_deref().unwrap_or_default()).unwrap_or_default();
    let arrival = Arrival::of(&app, goal.url.as_ref(), purposes.first().copied());
    let proof = Proof::Link(SecretString::from(link.token()));
    let (identity, info) = (&app.identity, client.info());
    let outcome = identity.verify_proof(purposes, &proof, Onward::Client, &info);
    let url = match (outcome.await, &arrival) {
        (Ok(Verified::Session(session)), Some(arrival)) => {
            return Ok(arrive(&app, &open, &client, (&*session, arrival)).await);
        }
        (Ok(Verified::HalfOfTwo), Some(_)) => Arrival::half(open.actor.is_some()),
        (Ok(Verified::Session(session)), None) => goal.signed_in(&session, link.kind.as_deref()),
        (Ok(Verified::Code(code)), _) => goal.with_code(&code.to_string()),
        (Ok(Verified::HalfOfTwo), None) => goal.told(HALF),
        (Err(VerifyError::Fault(fault)), _) => return Err(Fault::gotrue(&(&fault).into(), &fault)),
        (Err(error), arrival) => {
            tracing::debug!(code = error.code(), "a link led to nothing");
            goal.failed_at(arrival.as_ref(), &(&error).into())
        }
    };
    if arrival.is_some() || is_ours(&app, &url) {
        return Ok(lead(&url));
    }
    // Browsers that hold a form to its own site refuse a redirect to another: the page leads on instead.
    render(&OnwardPage {
        shell: open.shell,
        url,
    })
}

/// The session goes into the page's cookie, and no token into an address. Whether the cookie comes back is looked at, as
/// after a sign-in by password; a second factor is asked for there.
pub(super) async fn arrive(
    app: &App,
    open: &Open,
    client: &Client,
    (session, arrival): (&Session, &Arrival),
) -> Response {
    end_earlier(app, open, client).await;
    if arrival.is_first() {
        let kept = app
            .identity
            .keep_language(session.user.id, open.shell.locale);
        if let Err(error) = kept.await {
            tracing::warn!(%error, "the language of a new person could not be kept");
        }
    }
    let page = arrival.page(session.user.roles);
    let query = serde_urlencoded::to_string([("next", page)]).unwrap_or_default();
    let onward = private(Redirect::to(&format!("/login/check?{query}")).into_response());
    with_session(app, session, onward)
}

const fn link_use(purpose: TokenPurpose) -> LinkUse {
    match purpose {
        TokenPurpose::Signup => LinkUse::Confirm,
        TokenPurpose::Recovery => LinkUse::Recovery,
        TokenPurpose::Invite => LinkUse::Invite,
        TokenPurpose::EmailChangeCurrent | TokenPurpose::EmailChangeNew => LinkUse::EmailChange,
        TokenPurpose::MagicLink | TokenPurpose::Reauthentication => LinkUse::SignIn,
    }
}

fn lead(url: &str) -> Response {
    private(Redirect::to(url).into_response())
}

/// Where a link leads in the end.
struct Goal {
    url: Option<Url>,
    uses_pkce: bool,
}

impl Goal {
    /// The session, where only the page at the address can read it.
    fn signed_in(&self, session: &Session, kind: Option<&str>) -> String {
        self.with_fragment(&[
            ("access_token", session.access_token.expose_secret()),
            ("expires_at", &session.expires_at.to_string()),
            (
                "expires_in",
                &stoa_identity::ACCESS_TOKEN_SECONDS.to_string(),
            ),
            ("refresh_token", session.refresh_token.expose_secret()),
            ("token_type", "bearer"),
            ("type", kind.unwrap_or_default()),
            ("sb", ""),
        ])
    }

    fn with_code(&self, code: &str) -> String {
        self.with_query(&[("code", code)])
            .map_or_else(String::new, Url::into)
    }

    fn told(&self, message: &str) -> String {
        self.with_both(&[("message", message), ("sb", "")])
    }

    fn failed(&self, error: &GoTrueError) -> String {
        let short = if error.status == 403 || error.status == 401 {
            "access_denied"
        } else {
            "invalid_request"
        };
        self.with_both(&[
            ("error", short),
            ("error_code", error.code),
            ("error_description", &error.message),
            ("sb", ""),
        ])
    }

    /// The failure, told by a page of ours when the link was to lead there.
    fn failed_at(&self, arrival: Option<&Arrival>, error: &GoTrueError) -> String {
        let failed = self.failed(error);
        match (arrival, failed.split_once('#')) {
            (Some(arrival), Some((_, fragment))) => format!("{}#{fragment}", arrival.failed()),
            _ => failed,
        }
    }

    /// In the fragment, and for a client that reads its query, there too.
    fn with_both(&self, pairs: &[(&str, &str)]) -> String {
        let mut url = if self.uses_pkce {
            self.with_query(pairs)
        } else {
            self.url.clone()
        };
        if let Some(url) = &mut url {
            url.set_fragment(Some(&encoded(pairs)));
        }
        url.map_or_else(String::new, Url::into)
    }

    fn with_fragment(&self, pairs: &[(&str, &str)]) -> String {
        let mut url = self.url.clone();
        if let Some(url) = &mut url {
            url.set_fragment(Some(&encoded(pairs)));
        }
        url.map_or_else(String::new, Url::into)
    }

    fn with_query(&self, pairs: &[(&str, &str)]) -> Option<Url> {
        let mut url = self.url.clone()?;
        let pairs = pairs.iter().filter(|(name, _)| *name != "sb");
        url.query_pairs_mut().extend_pairs(pairs);
        Some(url)
    }
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}

/// Whether an address is on this site, as people reach it.
fn is_ours(app: &App, url: &str) -> bool {
    let listened = format!("http://{}", app.settings.listen);
    let own = app.settings.public_url.as_deref().unwrap_or(&listened);
    let origin = |url: &str| Url::parse(url).ok().map(|url| url.origin());
    origin(own).is_some_and(|own| own.is_tuple() && Some(own) == origin(url))
}

pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|value| {
        value
            .as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    })
}
