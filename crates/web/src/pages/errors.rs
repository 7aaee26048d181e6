use std::sync::Arc;

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, StatusCode, Uri, header::REFERER};
use stoa_core::Kind;
use stoa_domain::RoleSet;
use stoa_identity::Actor;
use stoa_pages::{
    Shell, Template,
    pages::error::{ErrorPage, Problem},
};
use url::Url;

use super::{
    context::{locale, person},
    sign_in::{is_local, safe_next},
};
use crate::{App, cookies, fault::Fault};

/// The page of a failed request, in the language that the request `asked` for; `page` is where it leads again. It never
/// sends anybody to the login: a 403 that does so is a loop.
pub(crate) async fn fault_page(
    app: &App,
    fault: &Fault,
    (asked, page): (&Uri, &Uri),
    headers: &HeaderMap,
    id: &str,
) -> Response {
    let actor = match &fault.refused {
        Some(refused) => Some(Arc::clone(&refused.actor)),
        None => known(app, fault, headers).await,
    };
    let person = match &actor {
        Some(actor) => Some(person(app, actor).await),
        None => None,
    };
    let language = locale(
        headers,
        asked.query(),
        person.as_ref().and_then(|p| p.locale),
    );
    let path = page
        .path_and_query()
        .map_or("/", http::uri::PathAndQuery::as_str);
    // The page links to itself: `//elsewhere` would lead away.
    let path = if is_local(path) { path } else { "/" };
    let shell = Shell {
        person,
        is_demo: app.settings.demo,
        is_sending: app.settings.is_sending,
        contacts: app.settings.contacts.clone(),
        ..Shell::new(language, path, id)
    };
    let page = ErrorPage {
        shell,
        problem: problem(fault),
        sign_in: sign_in(fault, headers),
    };
    match page.render() {
        Ok(html) => (fault.status, Html(html)).into_response(),
        Err(_) => (fault.status, fault.detail.clone()).into_response(),
    }
}

/// Who asks, when a cookie says so and the database is not what failed: the way home depends on it.
async fn known(app: &App, fault: &Fault, headers: &HeaderMap) -> Option<Arc<Actor>> {
    if matches!(fault.kind, Kind::Unavailable | Kind::Internal) {
        return None;
    }
    app.identity
        .authenticate_cookie(&cookies::session(headers, app.settings.cookies)?)
        .await
        .ok()
}

/// The login; for whoever sent a form after the session had ended, with the way back to where the form stands.
fn sign_in(fault: &Fault, headers: &HeaderMap) -> String {
    let page = headers.get(REFERER).and_then(|value| value.to_str().ok());
    let page = page.and_then(|page| Url::parse(page).ok());
    let next = page.filter(|_| fault.kind == Kind::Unauthenticated);
    let next = safe_next(next.as_ref().map_or("", Url::path));
    if next.is_empty() {
        return "/login".to_owned();
    }
    let query = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    format!("/login?{query}")
}

fn problem(fault: &Fault) -> Problem {
    let wait = fault
        .retry_after_seconds
        .and_then(|seconds| u32::try_from(seconds).ok());
    match (fault.status, fault.kind) {
        (StatusCode::METHOD_NOT_ALLOWED, _) => Problem::WrongMethod,
        (_, Kind::Forbidden) if fault.code == "request.cross_site" => Problem::ForeignForm,
        (_, Kind::Forbidden) => {
            let needed = fault
                .refused
                .as_ref()
                .map(|refused| refused.needed.iter().copied().collect::<RoleSet>());
            Problem::Forbidden {
                needed: needed.unwrap_or_default(),
            }
        }
        (_, Kind::NotFound) => Problem::NotFound,
        (_, Kind::Gone) => Problem::Gone,
        (_, Kind::Conflict) => Problem::Conflict,
        (_, Kind::Limited) => Problem::Limited {
            retry_after_seconds: wait,
        },
        (_, Kind::Unavailable) => Problem::Unavailable {
            retry_after_seconds: wait,
        },
        (_, Kind::Internal) => Problem::Internal,
        (_, Kind::Unauthenticated) => Problem::SignedOut,
        (status, Kind::Malformed | Kind::Invalid) => Problem::Unreadable {
            status: status.as_u16(),
        },
    }
}
