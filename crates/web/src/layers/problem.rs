use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Serialize;
use stoa_core::FieldError;
use utoipa::ToSchema;

use super::json_response;
use crate::fault::Fault;

/// A failed request of `/api`, as RFC 9457 has it, with a stable code.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`: `code` tells problems apart.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The status.
    status: u16,
    /// What is wrong, for programs: `lead.phone_invalid`.
    #[schema(value_type = String)]
    code: Cow<'static, str>,
    /// What is wrong, for people, in English.
    detail: String,
    /// The request's id, which finds it in the log.
    request_id: String,
    /// Every wrong field; only where fields are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<WrongField>, required = false)]
    fields: Vec<FieldError>,
}

/// A wrong field, for the document alone.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document's picture of stoa_core::FieldError")]
pub(crate) struct WrongField {
    /// The field as the client named it: `phone`.
    field: String,
    /// A stable code: `lead.phone_invalid`.
    code: String,
    /// What is wrong, in English.
    message: String,
}

impl Problem {
    pub(crate) fn of(fault: &Fault, request_id: &str) -> Self {
        Self {
            kind: "about:blank",
            title: fault.status.canonical_reason().unwrap_or("Error"),
            status: fault.status.as_u16(),
            code: fault.code.clone(),
            detail: fault.detail.clone(),
            request_id: request_id.to_owned(),
            fields: fault.fields.clone(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_value(&self).unwrap_or_default();
        json_response(status, "application/problem+json", &body)
    }
}
