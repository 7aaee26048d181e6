use axum::{
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};

/// An error as the CRM words it.
pub(super) fn problem(status: u16, title: &str, detail: &str) -> Response {
    with_body(
        status,
        &problem_body(status, title, detail),
        "application/problem+json",
    )
}

/// The refusal of a whole request because of some of its items.
pub(super) fn invalid(items: &[Value]) -> Response {
    let mut body = problem_body(400, "Bad Request", "Request validation failed");
    body["validation-errors"] = json!(items);
    with_body(400, &body, "application/problem+json")
}

pub(super) fn unauthorized() -> Response {
    problem(401, "Unauthorized", "Token has expired or has been revoked")
}

pub(super) fn hal(body: &Value) -> Response {
    with_body(200, body, "application/hal+json")
}

/// Too many requests: the front door answers, not the CRM, and promises nothing.
pub(super) fn throttled(retry_after: Option<u64>) -> Response {
    let answer = (StatusCode::TOO_MANY_REQUESTS, "Too Many Requests").into_response();
    match retry_after {
        Some(seconds) => ([(header::RETRY_AFTER, seconds.to_string())], answer).into_response(),
        None => answer,
    }
}

fn problem_body(status: u16, title: &str, detail: &str) -> Value {
    let kind = format!("https://httpstatus.es/{status}");
    json!({ "title": title, "type": kind, "status": status, "detail": detail })
}

fn with_body(status: u16, body: &Value, media: &'static str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    (status, [(header::CONTENT_TYPE, media)], body.to_string()).into_response()
}
