use axum::{extract::Request, response::Response};
use http::{HeaderValue, header::SET_COOKIE};
use stoa_pages::Locale;

use crate::{App, pages::parameter};

/// Keeps a language that was chosen by a link: `?lang=` on any page is remembered, whatever the page answers.
pub(super) async fn keep_language(
    app: &App,
    request: Request,
    next: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    let chosen = (!super::answer::is_for_machines(request.uri().path()))
        .then(|| parameter(request.uri().query(), Locale::PARAMETER))
        .flatten()
        .as_deref()
        .and_then(Locale::parse);
    let mut response = next(request).await;
    if let Some(locale) = chosen {
        let cookies = app.settings.cookies;
        let cookie = cookies.preference(Locale::PARAMETER, locale.as_str());
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    response
}
