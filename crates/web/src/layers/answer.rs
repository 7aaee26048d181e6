use axum::{
    extract::Request,
    response::{IntoResponse, Redirect, Response},
};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode, Uri,
    header::{ACCEPT, ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, REFERER, RETRY_AFTER},
};
use serde_json::Value;
use stoa_core::{Kind, RequestId};
use url::Url;

use super::Problem;
use crate::{
    App,
    fault::Fault,
    gotrue::{self, opened},
    pages,
};

/// When to try again what somebody answered with a 503 page of its own.
const SOON: HeaderValue = HeaderValue::from_static("2");

/// Who reads the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    Api,
    GoTrue,
    Person,
    /// A person whom a letter or a provider led to an address of programs.
    Visitor,
}

/// Addresses below `/auth/v1` that people open in a browser.
const VISITED: [&str; 3] = ["/auth/v1/verify", "/auth/v1/authorize", "/auth/v1/callback"];

impl Audience {
    /// Who reads the answer to this request: a browser that opens a link says that it reads pages, and a client library
    /// that asks for the same address does not.
    fn asking(method: &Method, path: &str, headers: &HeaderMap) -> Self {
        let reads_pages = || {
            let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
            accept.is_some_and(|accept| accept.contains("text/html"))
        };
        let is_visit = method == Method::GET || opened::is_form(headers);
        if VISITED.contains(&path) && is_visit && reads_pages() {
            return Self::Visitor;
        }
        Self::of(path)
    }

    fn of(path: &str) -> Self {
        let below = |root: &str| {
            path.strip_prefix(root)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if below("/auth/v1") {
            Self::GoTrue
        } else if ["/api", "/health", "/metrics", "/ops", "/rest", "/functions"]
            .iter()
            .any(|root| below(root))
        {
            Self::Api
        } else {
            Self::Person
        }
    }
}

/// Whether a program reads what stands at `path`, and not a person.
pub(super) fn is_for_machines(path: &str) -> bool {
    Audience::of(path) != Audience::Person
}

/// Gives every failed request its body: one shape per audience, whoever made the failure.
pub(super) async fn answer(
    app: &App,
    request: Request,
    next: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    let audience = Audience::asking(request.method(), request.uri().path(), request.headers());
    let (method, uri) = (request.method().clone(), request.uri().clone());
    // A program of ours gets the same body whatever it sent: nothing is kept for an answer that will not look at it.
    let headers = match audience {
        Audience::Api => HeaderMap::new(),
        Audience::GoTrue | Audience::Person | Audience::Visitor => request.headers().clone(),
    };
    let id = request.extensions().get::<RequestId>().cloned();
    let mut response = next(request).await;
    if response.status().as_u16() < 400 {
        return response;
    }
    let is_page = audience == Audience::Person
        && matches!(method, Method::GET | Method::HEAD)
        && uri.query().is_none();
    let Some(fault) = fault_of(&response, is_page) else {
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            let headers = response.headers_mut();
            headers.entry(RETRY_AFTER).or_insert(SOON);
        }
        return response;
    };
    let allow = response.headers().get(ALLOW).cloned();
    if matches!(fault.status.as_u16(), 401 | 403 | 429) {
        app.metrics.rejected(&fault.code);
    }
    let id = id.as_ref().map_or("", RequestId::as_str);
    let mut answer = match audience {
        Audience::Api => Problem::of(&fault, id).into_response(),
        Audience::GoTrue => gotrue::error_response(&fault, &headers, id),
        Audience::Person if wants_login(&fault, &method) => to_login(&uri),
        Audience::Person if fault.code == "auth.insufficient_aal" => {
            to_challenge(&uri, &method, &headers)
        }
        Audience::Person => {
            let page = asked_from(&uri, &method, &headers);
            let page = Uri::try_from(page.unwrap_or_default()).unwrap_or_default();
            pages::fault_page(app, &fault, (&uri, &page), &headers, id).await
        }
        Audience::Visitor => visitors_page(app, &fault, &uri, &headers, id).await,
    };
    let out = answer.headers_mut();
    if let Some(seconds) = fault.retry_after_seconds {
        out.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(allow) = allow {
        out.insert(ALLOW, allow);
    }
    if matches!(fault.status.as_u16(), 408 | 413) {
        // The rest of the body is not waited for: who would send another request on this connection is told not to.
        out.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    out.entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    // For `observe`, which counts by code.
    answer.extensions_mut().insert(fault);
    answer
}

/// Our own failure, or the framework's bare one in our words. An answer with a body of its own stays. A page whose address
/// cannot be read is a page that is not there.
fn fault_of(response: &Response, is_page: bool) -> Option<Fault> {
    if let Some(fault) = response.extensions().get::<Fault>() {
        return Some(fault.clone());
    }
    let has_own_body = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|v| !v.as_bytes().starts_with(b"text/plain"));
    let status = match response.status() {
        StatusCode::BAD_REQUEST if is_page => StatusCode::NOT_FOUND,
        status => status,
    };
    (!has_own_body).then(|| bare(status))
}

/// The page of a failure at an address that holds a secret of a letter: the secret is not written into the page.
async fn visitors_page(
    app: &App,
    fault: &Fault,
    uri: &Uri,
    headers: &HeaderMap,
    id: &str,
) -> Response {
    let bare = Uri::try_from(uri.path()).unwrap_or_default();
    pages::fault_page(app, fault, (uri, &bare), headers, id).await
}

fn bare(status: StatusCode) -> Fault {
    let fault =
        |kind, code: &'static str, text: &str| Fault::new(kind, code, text).with_status(status);
    match status {
        StatusCode::NOT_FOUND => fault(
            Kind::NotFound,
            "route.not_found",
            "There is nothing at this address.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => fault(
            Kind::Malformed,
            "route.method_not_allowed",
            "This address does not answer that method.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => fault(
            Kind::Malformed,
            "request.too_large",
            "The request body is too large.",
        ),
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => fault(
            Kind::Malformed,
            "request.headers_too_large",
            "The request's headers are too long or too many.",
        ),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => fault(
            Kind::Malformed,
            "request.media_type",
            "This address does not read that media type.",
        ),
        StatusCode::REQUEST_TIMEOUT => fault(
            Kind::Malformed,
            "request.timeout",
            "The rest of the request did not come in time.",
        ),
        status if status.is_client_error() => fault(
            Kind::Malformed,
            "request.malformed",
            "The request cannot be read.",
        ),
        _ => fault(
            Kind::Internal,
            "internal",
            "Something went wrong on our side.",
        ),
    }
}

/// A JSON answer with a media type of its own.
pub(crate) fn json_response(
    status: StatusCode,
    media_type: &'static str,
    body: &Value,
) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    (status, headers, body.to_string()).into_response()
}

/// A page asked for by somebody who is not signed in; a 403 never leads to the login, that is the loop.
fn wants_login(fault: &Fault, method: &Method) -> bool {
    fault.status == StatusCode::UNAUTHORIZED && matches!(*method, Method::GET | Method::HEAD)
}

fn to_login(uri: &Uri) -> Response {
    let next = uri
        .path_and_query()
        .map_or("/", http::uri::PathAndQuery::as_str);
    let query = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    Redirect::to(&format!("/login?{query}")).into_response()
}

/// Somebody who owes the second proof is asked for it and comes back: to the page, or to where the form stands.
fn to_challenge(uri: &Uri, method: &Method, headers: &HeaderMap) -> Response {
    let next = asked_from(uri, method, headers);
    let next = pages::safe_next(&next.unwrap_or_default());
    let query = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    Redirect::to(&format!("{}?{query}", pages::CHALLENGE)).into_response()
}

/// The page to which somebody may go again: the one that was asked for, or the one whose form was sent; the address of a
/// form alone is no page.
fn asked_from(uri: &Uri, method: &Method, headers: &HeaderMap) -> Option<String> {
    if matches!(*method, Method::GET | Method::HEAD) {
        let own = uri.path_and_query().map(http::uri::PathAndQuery::as_str);
        return own.map(str::to_owned);
    }
    let page = headers.get(REFERER).and_then(|value| value.to_str().ok());
    let page = Url::parse(page?).ok()?;
    Some(page.path().to_owned()).filter(|path| pages::is_local(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_form_people_go_back_to_the_page_where_it_stands() {
        let uri = Uri::from_static("/lessons/7/undone?x=1");
        let mut headers = HeaderMap::new();
        assert_eq!(asked_from(&uri, &Method::POST, &headers), None);
        let page = HeaderValue::from_static("https://a.kz/lessons/7?lang=kk");
        headers.insert(REFERER, page);
        let from = |method| asked_from(&uri, &method, &headers);
        assert_eq!(from(Method::POST).as_deref(), Some("/lessons/7"));
        assert_eq!(from(Method::GET).as_deref(), Some("/lessons/7/undone?x=1"));
        let elsewhere = HeaderValue::from_static("https://evil.kz//evil.kz/phish");
        headers.insert(REFERER, elsewhere);
        assert_eq!(asked_from(&uri, &Method::POST, &headers), None);
    }

    #[test]
    fn a_browser_that_opens_a_link_of_a_letter_reads_a_page() {
        let headers = |accept: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, HeaderValue::from_static(accept));
            headers
        };
        let (browser, client) = (headers("text/html,*/*;q=0.8"), headers("*/*"));
        let of = |path, headers: &HeaderMap| Audience::asking(&Method::GET, path, headers);
        assert_eq!(of("/auth/v1/verify", &browser), Audience::Visitor);
        assert_eq!(of("/auth/v1/verify", &client), Audience::GoTrue);
        assert_eq!(of("/auth/v1/user", &browser), Audience::GoTrue);
        let posted = Audience::asking(&Method::POST, "/auth/v1/verify", &browser);
        assert_eq!(posted, Audience::GoTrue);
    }

    #[test]
    fn the_path_tells_who_reads_the_answer() {
        assert_eq!(Audience::of("/auth/v1/token"), Audience::GoTrue);
        assert_eq!(Audience::of("/api/lessons"), Audience::Api);
        assert_eq!(Audience::of("/apiary"), Audience::Person);
        assert_eq!(Audience::of("/lessons"), Audience::Person);
    }
}
