use axum::{
    RequestExt as _,
    body::Bytes,
    extract::{FromRequest, Request},
};
use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use serde_json::Value;
use stoa_core::Kind;

use super::{Fields, parse_unique};
use crate::fault::Fault;

/// A request body: how it is read, and what it becomes once its rules hold.
pub(crate) trait Form {
    /// The body once it is known to be right.
    type Checked: Send;

    /// Reads every key that a client may send and applies every rule; what is wrong is noted in `fields`, and then nothing
    /// has to be given back.
    fn read(fields: &mut Fields) -> Option<Self::Checked>;
}

/// A JSON body that was parsed and keeps every rule: 400 when it cannot be read, else 422; every wrong field is named.
#[derive(Debug)]
pub(crate) struct Checked<F: Form>(pub F::Checked);

impl<S: Send + Sync, F: Form> FromRequest<S> for Checked<F> {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        let mut fields = Fields::of(read_json(request).await?);
        let read = F::read(&mut fields);
        fields.finish(read).map(Self)
    }
}

/// A JSON body as an object: the right media type, readable, no key twice.
///
/// # Errors
/// 415 for another media type, 413 when it is too long, 400 when it cannot be read.
pub(crate) async fn read_json(request: Request) -> Result<Value, Fault> {
    if !is_json(request.headers()) {
        return Err(Fault::new(
            Kind::Malformed,
            "request.media_type",
            "Send application/json.",
        )
        .with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let bytes = read_body(request).await?;
    object(&bytes)
}

/// JSON whose outermost value is an object: an array would else be taken for one whose keys were left out.
pub(crate) fn object(bytes: &[u8]) -> Result<Value, Fault> {
    let value = parse_unique(bytes).map_err(|error| malformed(&error.to_string()))?;
    if value.is_object() {
        Ok(value)
    } else {
        Err(malformed("it must be an object"))
    }
}

/// The whole body, within the route's limit.
///
/// # Errors
/// 413 when it is too long, 400 when it breaks off.
pub(crate) async fn read_body(request: Request) -> Result<Bytes, Fault> {
    request.extract::<Bytes, _>().await.map_err(|rejection| {
        let status = axum::response::IntoResponse::into_response(rejection).status();
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            Fault::new(
                Kind::Malformed,
                "request.too_large",
                "The request body is too large.",
            )
            .with_status(status)
        } else {
            malformed("the body broke off")
        }
    })
}

pub(crate) fn malformed(reason: &str) -> Fault {
    Fault::new(
        Kind::Malformed,
        "request.malformed",
        format!("The request body cannot be read: {reason}."),
    )
}

pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let essence = value
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}
