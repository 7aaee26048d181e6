use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, header::LINK};
use serde::Serialize;
use stoa_core::Cursor;

const TOTAL: HeaderName = HeaderName::from_static("x-total-count");

/// A list as golden flows want it: a plain array, with the total and the next page in headers.
pub(crate) fn array<T: Serialize>(
    items: &[T],
    total: u64,
    next: Option<&Cursor>,
    path: &str,
    query: &str,
) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(TOTAL, HeaderValue::from(total));
    if let Some(link) = next.and_then(|cursor| link(path, query, cursor)) {
        headers.insert(LINK, link);
    }
    (headers, Json(items)).into_response()
}

/// The same question with the cursor of the next page.
fn link(path: &str, query: &str, cursor: &Cursor) -> Option<HeaderValue> {
    let kept = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
    let query: Vec<_> = kept
        .map(str::to_owned)
        .chain([format!("cursor={}", cursor.as_str())])
        .collect();
    HeaderValue::from_str(&format!("<{path}?{}>; rel=\"next\"", query.join("&"))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_the_question() {
        let response = array(
            &[1],
            7,
            Some(&Cursor::of(&1)),
            "/api/x",
            "status=active&cursor=00&limit=1",
        );
        assert_eq!(response.headers()["x-total-count"], "7");
        assert_eq!(
            response.headers()["link"],
            "</api/x?status=active&limit=1&cursor=31>; rel=\"next\""
        );
        assert!(
            array::<i32>(&[], 0, None, "/api/x", "")
                .headers()
                .get("link")
                .is_none()
        );
    }
}
