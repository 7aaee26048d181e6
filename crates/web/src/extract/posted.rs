use axum::extract::{FromRequest, Request};
use http::{StatusCode, header::CONTENT_TYPE};
use percent_encoding::percent_decode;
use serde::de::DeserializeOwned;
use stoa_core::Kind;

use super::{malformed, read_body};
use crate::fault::Fault;

/// A form as a browser posts it: 415 for another media type, 413 when it is too long, 400 when it cannot be read.
#[derive(Debug)]
pub(crate) struct Posted<F>(pub F);

impl<S: Send + Sync, F: DeserializeOwned> FromRequest<S> for Posted<F> {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        if !is_form(&request) {
            let text = "Send application/x-www-form-urlencoded.";
            return Err(Fault::new(Kind::Malformed, "request.media_type", text)
                .with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        decode(&read_body(request).await?).map(Self)
    }
}

/// Whether the body says to be a form.
pub(crate) fn is_form(request: &Request) -> bool {
    let media_type = request.headers().get(CONTENT_TYPE);
    media_type
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/x-www-form-urlencoded"))
}

/// The fields of a form. Bytes that are no text are refused: who replaces them, stores a name that nobody has.
///
/// # Errors
/// `request.malformed` (400).
pub(crate) fn decode<F: DeserializeOwned>(body: &[u8]) -> Result<F, Fault> {
    if percent_decode(body).decode_utf8().is_err() {
        return Err(malformed("it is no text in UTF-8"));
    }
    serde_urlencoded::from_bytes(body).map_err(|error| malformed(&error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_are_refused_and_not_replaced() {
        let read = |body: &str| decode::<Vec<(String, String)>>(body.as_bytes());
        let name = "name=%D0%90%D0%B9%D0%B3%D0%B5%D1%80%D0%B8%D0%BC&x=a+b";
        assert_eq!(read(name).unwrap()[0].1, "Айгерим");
        for body in ["name=%FF", "name=%D0&x=%90", "%C0%AF=1", "a=%ED%A0%80"] {
            let fault = read(body).unwrap_err();
            assert_eq!(
                (fault.status.as_u16(), &*fault.code),
                (400, "request.malformed")
            );
        }
    }
}
