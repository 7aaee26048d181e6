use http::{HeaderMap, StatusCode, header::CONTENT_LENGTH};

/// The most bytes of a body that is read at all; a route may read fewer.
pub(crate) const MOST_BODY: usize = 64 * 1024;
/// The most bytes of headers, names and values together. The server itself cuts off at twice as much, without a body.
const MOST_BYTES: usize = 32 * 1024;
/// The most headers.
const MOST_HEADERS: usize = 100;

/// Refuses headers that are too long or too many, or that announce too long a body, where an answer can still say so.
pub(super) fn check_headers(headers: &HeaderMap) -> Result<(), StatusCode> {
    let bytes: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if bytes > MOST_BYTES || headers.len() > MOST_HEADERS {
        return Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
    let length = headers.get(CONTENT_LENGTH).and_then(|n| n.to_str().ok());
    let length = length.and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > MOST_BODY) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    Ok(())
}
