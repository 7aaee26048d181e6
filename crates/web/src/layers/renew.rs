//! The page cookie lives as long as the session behind it: each page sets it anew.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{extract::Request, response::Response};
use http::{
    HeaderValue,
    header::{CONTENT_TYPE, SET_COOKIE},
};

use crate::{App, cookies};

/// Told by whoever let a request in by its page cookie.
#[derive(Debug, Clone, Default)]
pub(crate) struct CameByCookie(Arc<AtomicBool>);

impl CameByCookie {
    /// The cookie was good.
    pub(crate) fn note(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Sets a good page cookie again, for another 30 days, with every page that does not set it itself.
pub(super) async fn renew_cookie(
    app: &App,
    mut request: Request,
    next: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    let policy = app.settings.cookies;
    let Some(value) = cookies::session(request.headers(), policy) else {
        return next(request).await;
    };
    let came = CameByCookie::default();
    request.extensions_mut().insert(came.clone());
    let mut response = next(request).await;
    if came.0.load(Ordering::Relaxed) && is_page(&response) && !sets(&response, policy.name()) {
        let cookie = policy.set(&value, cookies::SESSION_SECONDS);
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}

fn is_page(response: &Response) -> bool {
    let media_type = response.headers().get(CONTENT_TYPE);
    response.status().is_success()
        && media_type.is_some_and(|media_type| media_type.as_bytes().starts_with(b"text/html"))
}

fn sets(response: &Response, name: &str) -> bool {
    let mut cookies = response.headers().get_all(SET_COOKIE).iter();
    cookies.any(|cookie| {
        let own = cookie.as_bytes().strip_prefix(name.as_bytes());
        own.is_some_and(|rest| rest.starts_with(b"="))
    })
}
