use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{RETRY_AFTER, SET_COOKIE},
};
use serde::Deserialize;
use stoa_core::{ExposeSecret as _, Failure as _, FieldError, Kind, SecretString};
use stoa_domain::Role;
use stoa_identity::{OAuthError, Session, SignInError, SignOutScope};
use stoa_pages::{
    Faults, Shell,
    pages::{
        login::{DemoAccount, LoginNotice, LoginPage, ProviderLink},
        logout::LogoutPage,
    },
};

use super::{
    context::{Open, parameter, render, render_with},
    second_step::CHALLENGE,
};
use crate::{
    App, Fault, cookies,
    extract::{Client, Posted},
};

/// Whoever is shut out for longer than this is not told to come back.
const WAITED_FOR: TimeDelta = TimeDelta::days(366);

/// `/login`.
pub(crate) async fn show(
    State(app): State<App>,
    open: Open,
    Query(query): Query<LoginQuery>,
) -> Result<Response, Fault> {
    if let Some(actor) = open.actor {
        return Ok(Redirect::to(stoa_pages::home(actor.roles)).into_response());
    }
    let next = safe_next(query.next.as_deref().unwrap_or_default());
    let notice = match query.notice.as_deref() {
        Some("signed-out") => Some(LoginNotice::SignedOut),
        Some("deleted") => Some(LoginNotice::AccountDeleted),
        Some("ended") => Some(LoginNotice::SessionEnded),
        Some("link") => Some(LoginNotice::LinkUsed),
        Some("half") => Some(LoginNotice::HalfAgreed),
        _ if !next.is_empty() => Some(LoginNotice::SignInFirst),
        _ => None,
    };
    render(&page(&app, open.shell, String::new(), next, notice))
}

/// What brings people to the login page.
#[derive(Debug, Deserialize)]
pub(crate) struct LoginQuery {
    next: Option<String>,
    notice: Option<String>,
}

/// The form of the login page.
#[derive(Deserialize)]
pub(crate) struct LoginForm {
    #[serde(default)]
    email: String,
    password: Option<SecretString>,
    #[serde(default)]
    next: String,
}

/// Signs in and checks that the cookie comes back, so that a browser which refuses it is told so and not sent in circles.
pub(crate) async fn submit(
    State(app): State<App>,
    open: Open,
    client: Client,
    Posted(form): Posted<LoginForm>,
) -> Result<Response, Fault> {
    let next = safe_next(&form.next);
    let password = form.password.unwrap_or_else(|| SecretString::from(""));
    let faults = blanks(&form.email, &password);
    if !faults.is_empty() {
        let form = LoginPage {
            faults: Faults(faults),
            ..page(&app, open.shell, form.email, next, None)
        };
        return render_with(StatusCode::UNPROCESSABLE_ENTITY, &form);
    }
    let refused = |status, notice| {
        render_with(
            status,
            &page(
                &app,
                open.shell.clone(),
                form.email.clone(),
                next.clone(),
                Some(notice),
            ),
        )
    };
    if let Err(limited) = app.limits.sign_in(client.address, &form.email).await {
        if limited.kind() == Kind::Unavailable {
            return refused(StatusCode::SERVICE_UNAVAILABLE, LoginNotice::Unavailable);
        }
        let wait = limited.retry_after_seconds().unwrap_or(1);
        let until = app.ambient.now() + TimeDelta::seconds(i64::try_from(wait).unwrap_or(1));
        let mut response = refused(
            StatusCode::TOO_MANY_REQUESTS,
            LoginNotice::TooManyTries { until },
        )?;
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(wait));
        return Ok(response);
    }
    match app
        .identity
        .sign_in(&form.email, &password, &client.info())
        .await
    {
        Ok(session) => {
            app.limits.signed_in(client.address, &form.email).await;
            end_earlier(&app, &open, &client).await;
            let query = serde_urlencoded::to_string([("next", next.as_str())]).unwrap_or_default();
            Ok(with_session(
                &app,
                &session,
                Redirect::to(&format!("/login/check?{query}")),
            ))
        }
        Err(error) => {
            let (status, notice) = refusal(&app, error)?;
            refused(status, notice)
        }
    }
}

/// What the page says of a refused sign-in; our own fault is another page's.
fn refusal(app: &App, error: SignInError) -> Result<(StatusCode, LoginNotice), Fault> {
    Ok(match error {
        SignInError::EmailNotConfirmed => (StatusCode::FORBIDDEN, LoginNotice::Unconfirmed),
        SignInError::Banned { until } => {
            let until = Some(until).filter(|until| *until < app.ambient.now() + WAITED_FOR);
            (StatusCode::FORBIDDEN, LoginNotice::Closed { until })
        }
        error => match error.kind() {
            Kind::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, LoginNotice::Unavailable),
            Kind::Internal => return Err(error.into()),
            _ => (StatusCode::UNAUTHORIZED, LoginNotice::WrongCredentials),
        },
    })
}

/// The login once more, for whom a provider has not led in.
pub(crate) fn provider_refused(
    app: &App,
    open: Open,
    error: &OAuthError,
) -> Result<Response, Fault> {
    let mut shell = open.shell;
    // The way back holds what only the provider and we may know.
    "/login".clone_into(&mut shell.path);
    let soon = |until: &DateTime<Utc>| *until < app.ambient.now() + WAITED_FOR;
    let (status, notice) = match error {
        OAuthError::Banned { until } => (
            StatusCode::FORBIDDEN,
            LoginNotice::Closed {
                until: Some(*until).filter(soon),
            },
        ),
        OAuthError::EmailUnconfirmedHere => (StatusCode::FORBIDDEN, LoginNotice::ProviderUnproved),
        OAuthError::EmailUnverified => (StatusCode::FORBIDDEN, LoginNotice::ProviderNoAddress),
        OAuthError::SignUpClosed => (StatusCode::FORBIDDEN, LoginNotice::ProviderUnknown),
        error if error.kind() == Kind::Unavailable => {
            (StatusCode::SERVICE_UNAVAILABLE, LoginNotice::Unavailable)
        }
        _ => (StatusCode::BAD_REQUEST, LoginNotice::ProviderFailed),
    };
    render_with(
        status,
        &page(app, shell, String::new(), String::new(), Some(notice)),
    )
}

/// What was left out; whether the rest is right is not looked at.
fn blanks(email: &str, password: &SecretString) -> Vec<FieldError> {
    let fields = [
        ("email", "auth.email_required", email.trim().is_empty()),
        (
            "password",
            "auth.password_required",
            password.expose_secret().is_empty(),
        ),
    ];
    let blank = fields.into_iter().filter(|(_, _, is_blank)| *is_blank);
    blank
        .map(|(field, code, _)| FieldError::new(field, code, "Fill in this field."))
        .collect()
}

/// Where a fresh cookie is shown to have come back.
pub(crate) async fn check(State(app): State<App>, open: Open) -> Result<Response, Fault> {
    let next = parameter(
        open.shell.path.split_once('?').map(|(_, query)| query),
        "next",
    )
    .unwrap_or_default();
    let next = safe_next(&next);
    let Some(actor) = open.actor else {
        let page = page(
            &app,
            open.shell,
            String::new(),
            next,
            Some(LoginNotice::CookieMissing),
        );
        return render_with(StatusCode::BAD_REQUEST, &page);
    };
    if actor.owes_second_proof() {
        let query = serde_urlencoded::to_string([("next", next.as_str())]).unwrap_or_default();
        return Ok(Redirect::to(&format!("{CHALLENGE}?{query}")).into_response());
    }
    let to = if next.is_empty() {
        stoa_pages::home(actor.roles)
    } else {
        next.as_str()
    };
    Ok(Redirect::to(to).into_response())
}

/// `GET /logout` signs out when the browser says that our own page or the address bar asked, else asks. A browser that only
/// loads ahead what might be asked for ends nothing.
pub(crate) async fn leave(
    State(app): State<App>,
    open: Open,
    (method, headers): (Method, HeaderMap),
    client: Client,
) -> Result<Response, Fault> {
    let Some(actor) = &open.actor else {
        return Ok(signed_out(&app));
    };
    let site = headers
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok());
    let is_asked_for = method == Method::GET && !headers.contains_key("sec-purpose");
    if is_asked_for && matches!(site, Some("same-origin" | "none")) {
        app.identity
            .sign_out(actor, SignOutScope::Local, &client.info())
            .await?;
        return Ok(signed_out(&app));
    }
    render(&LogoutPage { shell: open.shell })
}

/// `POST /logout`.
pub(crate) async fn sign_out(
    State(app): State<App>,
    open: Open,
    client: Client,
) -> Result<Response, Fault> {
    if let Some(actor) = &open.actor {
        app.identity
            .sign_out(actor, SignOutScope::Local, &client.info())
            .await?;
    }
    Ok(signed_out(&app))
}

fn signed_out(app: &App) -> Response {
    without_session(app, Redirect::to("/login?notice=signed-out"))
}

/// An answer that takes the session's cookie away.
pub(crate) fn without_session(app: &App, answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    set_cookie(&mut response, &app.settings.cookies.clear());
    response
}

/// Ends the session that this browser had before: its cookie is replaced, so nobody would ever sign it out. That it cannot
/// be ended is no reason to refuse the new one.
pub(crate) async fn end_earlier(app: &App, open: &Open, client: &Client) {
    if let Some(earlier) = &open.actor {
        let info = client.info();
        let ended = app.identity.sign_out(earlier, SignOutScope::Local, &info);
        if let Err(error) = ended.await {
            tracing::warn!(%error, "the earlier session of a browser could not be ended");
        }
    }
}

/// An answer that brings the session's cookie.
pub(crate) fn with_session(app: &App, session: &Session, answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    let cookie = app.identity.page_cookie(session.id, session.aal);
    set_cookie(
        &mut response,
        &app.settings
            .cookies
            .set(cookie.expose_secret(), cookies::SESSION_SECONDS),
    );
    response
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

fn page(
    app: &App,
    shell: Shell,
    email: String,
    next: String,
    notice: Option<LoginNotice>,
) -> LoginPage {
    let account = |role, email: &str| DemoAccount {
        role,
        email: email.to_owned(),
        password: "test123".to_owned(),
    };
    let demo = if app.settings.demo {
        vec![
            account(Role::Student, "test@student.com"),
            account(Role::SalesManager, "manager@test.com"),
            account(Role::Admin, "admin@test.com"),
        ]
    } else {
        Vec::new()
    };
    LoginPage {
        shell,
        email,
        providers: providers(app, &next),
        next,
        notice,
        faults: Faults::none(),
        demo,
    }
}

/// A way to each provider, and back to the page that was wanted.
fn providers(app: &App, next: &str) -> Vec<ProviderLink> {
    let back = format!(
        "{}{}",
        app.identity.site(),
        if next.is_empty() { "/" } else { next }
    );
    let link = |name: &str| {
        let query = [("provider", name), ("redirect_to", back.as_str())];
        let query = serde_urlencoded::to_string(query).unwrap_or_default();
        ProviderLink {
            name: name.to_owned(),
            url: format!("/auth/v1/authorize?{query}"),
        }
    };
    app.identity.provider_names().map(link).collect()
}

/// A path on this site, or nothing: no other host, no scheme, no backslash, and not the login itself.
pub(crate) fn safe_next(next: &str) -> String {
    let fine = is_local(next) && !next.starts_with("/login") && !next.starts_with("/logout");
    if fine { next.to_owned() } else { String::new() }
}

/// Whether a link to `path` stays on this site, whatever a browser makes of it.
pub(crate) fn is_local(path: &str) -> bool {
    let plain = path
        .bytes()
        .all(|b| (0x21..0x7f).contains(&b) && b != b'\\');
    plain && path.len() <= 512 && path.starts_with('/') && !path.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_ours_is_followed() {
        assert_eq!(safe_next("/lessons?x=1"), "/lessons?x=1");
        for bad in [
            "//evil.kz",
            "https://evil.kz",
            "/\\evil.kz",
            "javascript:x",
            "",
            "/login?next=/login",
            "/a b",
            "/a\nb",
        ] {
            assert_eq!(safe_next(bad), "", "{bad}");
        }
    }
}
