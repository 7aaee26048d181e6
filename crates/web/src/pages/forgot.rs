use axum::{
    extract::{Query, State},
    response::Response,
};
use http::{HeaderValue, StatusCode, header::RETRY_AFTER};
use serde::Deserialize;
use stoa_core::{Failure as _, FieldError, Kind};
use stoa_domain::Email;
use stoa_identity::LinkWish;
use stoa_pages::{Faults, pages::forgot::ForgotPage};

use super::{
    account::PASSWORD,
    context::{Open, render, render_with},
};
use crate::{
    App, Fault,
    extract::{Client, Posted},
    gotrue::Even,
};

/// What brings people to the page.
#[derive(Debug, Deserialize)]
pub(crate) struct ForgotQuery {
    notice: Option<String>,
}

/// `/forgot`.
pub(crate) async fn show(
    State(app): State<App>,
    open: Open,
    Query(query): Query<ForgotQuery>,
) -> Result<Response, Fault> {
    let is_link_used = query.notice.as_deref() == Some("link");
    render(&ForgotPage {
        has_mail: app.settings.has_mail,
        is_link_used,
        ..page(open, String::new(), Faults::none())
    })
}

/// The form of the page.
#[derive(Debug, Deserialize)]
pub(crate) struct ForgotForm {
    #[serde(default)]
    email: String,
}

/// Asks for a letter. What is said then, and when, is the same for known and unknown addresses; also that there is no mail
/// here, where nothing is asked for.
pub(crate) async fn submit(
    State(app): State<App>,
    open: Open,
    client: Client,
    Posted(form): Posted<ForgotForm>,
) -> Result<Response, Fault> {
    if !app.settings.has_mail {
        return render(&ForgotPage {
            has_mail: false,
            ..page(open, form.email, Faults::none())
        });
    }
    let even = Even::begin();
    let Ok(email) = Email::parse(&form.email) else {
        let code = if form.email.trim().is_empty() {
            "auth.email_required"
        } else {
            "auth.email_invalid"
        };
        return refused(open, form.email, StatusCode::UNPROCESSABLE_ENTITY, code);
    };
    if let Err(limited) = app.limits.mail(client.address, email.as_str()).await {
        if limited.kind() != Kind::Limited {
            return Err(limited.into());
        }
        let status = StatusCode::TOO_MANY_REQUESTS;
        let mut answer = refused(open, form.email, status, "mail.limited")?;
        if let Some(seconds) = limited.retry_after_seconds() {
            let headers = answer.headers_mut();
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        return Ok(answer);
    }
    let wish = LinkWish {
        redirect_to: format!("{}{PASSWORD}", app.identity.site()),
        locale: stoa_domain::Locale::parse(open.shell.locale.as_str()),
        ..LinkWish::default()
    };
    let outcome = app.identity.recover(&email, &wish, &client.info()).await;
    even.answer(outcome).await?;
    render(&ForgotPage {
        is_sent: true,
        ..page(open, email.as_str().to_owned(), Faults::none())
    })
}

fn refused(
    open: Open,
    typed: String,
    status: StatusCode,
    code: &'static str,
) -> Result<Response, Fault> {
    let fault = FieldError::new("email", code, "No letter was sent.");
    render_with(status, &page(open, typed, Faults(vec![fault])))
}

fn page(open: Open, email: String, faults: Faults) -> ForgotPage {
    ForgotPage {
        shell: open.shell,
        email,
        has_mail: true,
        is_sent: false,
        is_link_used: false,
        faults,
    }
}
