use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::{fault::Fault, layers::json_response};

/// A failed request of `/auth/v1`, for the document alone: with the header `x-supabase-api-version: 2024-01-01` in its
/// newer shape, else in the older one.
#[derive(Serialize, ToSchema)]
#[schema(as = GoTrueProblem)]
#[serde(untagged)]
#[expect(dead_code, reason = "the document's picture of what is written below")]
pub(crate) enum GoTrueProblem {
    /// The newer shape.
    Modern {
        /// What is wrong, for programs: `invalid_credentials`.
        code: String,
        /// What is wrong, for people, in English.
        message: String,
        /// The request's id; on failures of ours.
        request_id: Option<String>,
    },
    /// The older shape.
    Legacy {
        /// The status.
        code: u16,
        /// What is wrong, for programs: `invalid_credentials`.
        error_code: String,
        /// What is wrong, for people, in English.
        msg: String,
        /// The request's id; on failures of ours.
        request_id: Option<String>,
    },
}

const VERSION_HEADER: &str = "x-supabase-api-version";
const VERSION: &str = "2024-01-01";

/// The body a client library reads: by version 2024-01-01 the code is a word, before that it was the status.
pub(crate) fn error_response(fault: &Fault, headers: &HeaderMap, request_id: &str) -> Response {
    let modern = headers
        .get(VERSION_HEADER)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v >= VERSION);
    let code = word(fault);
    let status = match code.as_str() {
        "no_authorization" => StatusCode::UNAUTHORIZED,
        // A client library tries again after a 504; after a 408 it gives the session up, and a slow network is no reason.
        "request_timeout" => StatusCode::GATEWAY_TIMEOUT,
        _ => fault.status,
    };
    let mut body = if modern {
        json!({ "code": code, "message": fault.detail })
    } else {
        json!({ "code": status.as_u16(), "error_code": code, "msg": fault.detail })
    };
    if let (true, Some(object)) = (code == "weak_password", body.as_object_mut()) {
        let reasons: Vec<_> = fault
            .fields
            .iter()
            .map(|field| field.code.as_str())
            .collect();
        let reasons = json!({ "reasons": reasons });
        object.insert("weak_password".to_owned(), reasons);
    }
    if let (true, Some(object)) = (status.is_server_error(), body.as_object_mut()) {
        object.insert("request_id".to_owned(), json!(request_id));
    }
    let mut response = json_response(status, "application/json", &body);
    if modern {
        response
            .headers_mut()
            .insert(VERSION_HEADER, HeaderValue::from_static(VERSION));
    }
    if let Ok(value) = HeaderValue::from_str(&code) {
        response.headers_mut().insert("x-sb-error-code", value);
    }
    response
}

/// The protocol's word; failures known only at the edge have ours, which contain a dot.
fn word(fault: &Fault) -> String {
    match fault.code.as_ref() {
        "request.malformed" | "request.media_type" => "bad_json".to_owned(),
        "request.too_large" => "request_entity_too_large".to_owned(),
        "request.limited" => "over_request_rate_limit".to_owned(),
        "mail.limited" => "over_email_send_rate_limit".to_owned(),
        "request.timeout" | "request.unfinished" => "request_timeout".to_owned(),
        "auth.required" => "no_authorization".to_owned(),
        code if code.contains('.') && fault.status.is_server_error() => {
            "unexpected_failure".to_owned()
        }
        code if code.contains('.') => "validation_failed".to_owned(),
        "internal" => "unexpected_failure".to_owned(),
        code => code.to_owned(),
    }
}
