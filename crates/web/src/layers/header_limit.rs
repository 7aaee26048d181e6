use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::StatusCode;

/// The most bytes of headers, names and values together. The server itself cuts off at twice as much, without a body.
const MOST_BYTES: usize = 32 * 1024;
/// The most headers.
const MOST_HEADERS: usize = 100;

/// Refuses headers that are too long or too many with an answer that says so.
pub(crate) async fn header_limit(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let bytes: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if bytes > MOST_BYTES || headers.len() > MOST_HEADERS {
        return StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response();
    }
    next.run(request).await
}
