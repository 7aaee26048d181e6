use std::time::Duration;

use axum::response::Response;
use http::{
    HeaderName, HeaderValue, Method,
    header::{
        ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LINK,
        REFERRER_POLICY, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
    },
};
use tower_http::cors::{Any, CorsLayer};

/// Tells a browser to run and show nothing that is not ours.
pub(super) fn secure(response: &mut Response) {
    let headers = response.headers_mut();
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("private, no-store"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(stoa_pages::CONTENT_SECURITY_POLICY),
    );
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    );
}

/// The one place that speaks of other origins: any may call with a token of its own, none with our cookie.
///
/// # Source
/// The headers supabase-js sends and reads (identity contract 3.13); two layers that both set them were an incident.
pub(crate) fn cors() -> CorsLayer {
    let name = HeaderName::from_static;
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers([
            ACCEPT,
            AUTHORIZATION,
            CONTENT_TYPE,
            name("apikey"),
            name("idempotency-key"),
            name("x-client-info"),
            name("x-request-id"),
            name("x-supabase-api-version"),
        ])
        .expose_headers([
            LINK,
            RETRY_AFTER,
            name("x-request-id"),
            name("x-sb-error-code"),
            name("x-supabase-api-version"),
            name("x-total-count"),
        ])
        .max_age(Duration::from_hours(1))
}
