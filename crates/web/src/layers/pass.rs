//! The way of every request through the layers, in two halves: between them stand the headers for other origins, which a
//! failure's answer needs as much as any other.
//!
//! The layers are plain functions that call each other: a router's layer costs each request several allocations and a copy of
//! all layers within it, and there are nine of them.

use std::panic::AssertUnwindSafe;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::FutureExt as _;
use http::StatusCode;

use super::{
    answer::answer, csrf::check_origin, deadline::deadline, header_limit::check_headers,
    headers::secure, host::check_host, language::keep_language, observe::observe,
    query::check_query, renew::renew_cookie,
};
use crate::App;

/// The outer half: gives a request its id, its log line and its figures, and its answer the headers that protect.
pub(crate) async fn outer(State(app): State<App>, request: Request, next: Next) -> Response {
    observe(&app, request, async |request| {
        let mut response = next.run(request).await;
        secure(&mut response);
        response
    })
    .await
}

/// The inner half: refuses what no handler should see, ends what takes too long, and words every failure.
pub(crate) async fn inner(State(app): State<App>, request: Request, next: Next) -> Response {
    let limit = app.settings.request_timeout;
    let handled = async |request| renew_cookie(&app, request, async |r| next.run(r).await).await;
    let in_time = async |request| deadline(limit, request, handled).await;
    let accepted = async |request: Request| match check(&app, &request) {
        Ok(()) => without_panic(request, in_time).await,
        Err(refusal) => refusal,
    };
    let worded = async |request| answer(&app, request, accepted).await;
    keep_language(&app, request, worded).await
}

/// What is wrong with a request whatever it asks for.
#[expect(clippy::result_large_err, reason = "the refusal is the answer")]
fn check(app: &App, request: &Request) -> Result<(), Response> {
    check_host(request).map_err(IntoResponse::into_response)?;
    check_headers(request.headers()).map_err(IntoResponse::into_response)?;
    check_query(request.method(), request.uri()).map_err(IntoResponse::into_response)?;
    check_origin(request, &app.settings).map_err(IntoResponse::into_response)
}

/// A panic of a handler is a 500 of its request, and nobody else's.
async fn without_panic(request: Request, next: impl AsyncFnOnce(Request) -> Response) -> Response {
    let answer = AssertUnwindSafe(next(request)).catch_unwind().await;
    answer.unwrap_or_else(|_| {
        tracing::error!("a handler panicked");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[tokio::test]
    async fn a_panic_is_the_failure_of_one_request() {
        let request = Request::new(Body::empty());
        let answer = without_panic(request, async |_| panic!("of a handler")).await;
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
