use axum::extract::Request;
use http::{
    HeaderMap, Method,
    header::{AUTHORIZATION, HOST, ORIGIN},
};
use stoa_core::Kind;

use crate::{WebSettings, cookies, fault::Fault, gotrue};

/// Refuses a write that another site makes a browser send with our cookie.
pub(super) fn check_origin(request: &Request, settings: &WebSettings) -> Result<(), Fault> {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if safe || may_write(request.headers(), request.uri().path(), settings) {
        return Ok(());
    }
    Err(Fault::new(
        Kind::Forbidden,
        "request.cross_site",
        "This request came from another site.",
    ))
}

/// Browsers say where a write comes from. What says nothing and brings no cookie is not a browser with a session.
fn may_write(headers: &HeaderMap, path: &str, settings: &WebSettings) -> bool {
    let public_url = settings.public_url.as_deref();
    let has_cookie = cookies::session(headers, settings.cookies).is_some();
    // The button behind a letter's link is a form of our own that signs in: nobody else may press it for a person.
    let is_button = path == "/auth/v1/verify" && gotrue::is_form(headers);
    let sets_cookie = is_button || !path.starts_with("/api/") && !path.starts_with("/auth/v1/");
    // Where a token may speak, its header decides and the cookie is not read.
    let speaks_by_token = headers.contains_key(AUTHORIZATION) && !sets_cookie;
    if speaks_by_token || !(has_cookie || sets_cookie) {
        return true;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text(ORIGIN.as_str()) {
        Some(origin) => is_ours(origin, text(HOST.as_str()), public_url),
        None => !has_cookie,
    }
}

fn is_ours(origin: &str, host: Option<&str>, public_url: Option<&str>) -> bool {
    let host_of = |url: &str| {
        url.split_once("://")
            .map(|(_, rest)| rest.trim_end_matches('/').to_owned())
    };
    match public_url {
        Some(url) => origin.trim_end_matches('/') == url.trim_end_matches('/'),
        None => host_of(origin).as_deref() == host && host.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(pairs: &[(&'static str, &'static str)], path: &str) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        let settings = WebSettings {
            public_url: None,
            listen: ([127, 0, 0, 1], 80).into(),
            trusted_proxies: crate::TrustedProxies::default(),
            cookies: crate::CookiePolicy::Secure,
            environment: String::new(),
            anon_key: String::new(),
            has_mail: true,
            contacts: Vec::new(),
            ops_token: None,
            request_timeout: std::time::Duration::from_secs(1),
            demo: false,
            is_sending: false,
        };
        may_write(&headers, path, &settings)
    }

    #[test]
    fn only_our_own_pages_write_with_the_cookie() {
        let cookie = ("cookie", "__Host-stoa=x");
        let host = ("host", "a.kz");
        assert!(may(&[], "/api/landing/submit"), "curl");
        assert!(may(&[host], "/login"), "curl");
        assert!(may(&[cookie, ("sec-fetch-site", "same-origin")], "/login"));
        assert!(may(&[cookie, host, ("origin", "https://a.kz")], "/profile"));
        assert!(
            may(
                &[
                    cookie,
                    ("authorization", "Bearer x"),
                    ("origin", "https://b.kz")
                ],
                "/api/x"
            ),
            "no cookie is read"
        );
        assert!(!may(&[cookie, ("sec-fetch-site", "cross-site")], "/api/x"));
        assert!(!may(&[cookie, ("sec-fetch-site", "same-site")], "/profile"));
        assert!(!may(
            &[cookie, host, ("origin", "https://b.kz")],
            "/profile"
        ));
        assert!(!may(&[cookie, host, ("origin", "null")], "/profile"));
        assert!(
            !may(&[cookie, host], "/profile"),
            "a cookie without an origin"
        );
        assert!(
            !may(&[host, ("origin", "https://b.kz")], "/login"),
            "signing somebody in from elsewhere"
        );
        let form = ("content-type", "application/x-www-form-urlencoded");
        let elsewhere = [host, form, ("origin", "https://b.kz")];
        assert!(
            !may(&elsewhere, "/auth/v1/verify"),
            "pressing the button of a letter for somebody"
        );
        assert!(may(&elsewhere[..1], "/auth/v1/verify"), "curl");
        let json = ("content-type", "application/json");
        let client = [host, json, ("origin", "https://b.kz")];
        assert!(may(&client, "/auth/v1/verify"), "a client elsewhere");
    }
}
