use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderValue, StatusCode, header::RETRY_AFTER};
use serde::Deserialize;
use stoa_core::{ExposeSecret as _, Failure as _, FieldError, Kind, SecretString};
use stoa_domain::Email;
use stoa_identity::{Onward, Proof, Verified, VerifyError, purposes_of_type};
use stoa_pages::{
    Faults,
    pages::code::{CodeFor, CodePage},
};

use super::{
    arrival::Arrival,
    context::{Open, render, render_with},
    sign_in::{end_earlier, with_session},
};
use crate::{
    App, Fault,
    extract::{Client, Posted},
    gotrue::Even,
};

/// What brings people to the page.
#[derive(Debug, Deserialize)]
pub(crate) struct CodeQuery {
    #[serde(rename = "for")]
    about: Option<String>,
}

/// `/code`.
pub(crate) async fn show(open: Open, Query(query): Query<CodeQuery>) -> Result<Response, Fault> {
    let code_for = about(query.about.as_deref().unwrap_or_default());
    render(&page(&open, code_for, String::new(), Faults::none()))
}

fn about(word: &str) -> CodeFor {
    let mut all = CodeFor::ALL.into_iter();
    all.find(|one| one.as_str() == word)
        .unwrap_or(CodeFor::SignIn)
}

/// The form of the page.
#[derive(Deserialize)]
pub(crate) struct CodeForm {
    #[serde(default, rename = "for")]
    about: String,
    #[serde(default)]
    email: String,
    code: Option<SecretString>,
}

/// Uses the code up and signs in. Wrong, used, too old and for nobody look the same.
pub(crate) async fn submit(
    State(app): State<App>,
    open: Open,
    client: Client,
    Posted(form): Posted<CodeForm>,
) -> Result<Response, Fault> {
    let even = Even::begin();
    let code_for = about(&form.about);
    let code = form.code.unwrap_or_else(|| SecretString::from(""));
    let again = |status, field: &str, word: &'static str| {
        let fault = FieldError::new(field, word, "This is not right.");
        let faults = Faults(vec![fault]);
        render_with(status, &page(&open, code_for, form.email.clone(), faults))
    };
    let invalid = StatusCode::UNPROCESSABLE_ENTITY;
    let Ok(email) = Email::parse(&form.email) else {
        return again(invalid, "email", "auth.email_invalid");
    };
    if code.expose_secret().trim().is_empty() {
        return again(invalid, "code", "auth.code_missing");
    }
    if let Err(limited) = app.limits.code_of(client.address, email.as_str()).await {
        if limited.kind() != Kind::Limited {
            return Err(limited.into());
        }
        let mut answer = again(StatusCode::TOO_MANY_REQUESTS, "code", "auth.limited")?;
        if let Some(seconds) = limited.retry_after_seconds() {
            let headers = answer.headers_mut();
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        return Ok(answer);
    }
    let code = SecretString::from(code.expose_secret().trim());
    let purposes = purposes_of_type(code_for.as_str()).unwrap_or_default();
    let (proof, info) = (Proof::Code { email, code }, client.info());
    let verified = app
        .identity
        .verify_proof(purposes, &proof, Onward::Session, &info);
    let arrival = Arrival::home(purposes.first().copied());
    match even.answer(verified.await).await {
        Ok(Verified::Session(session)) => {
            end_earlier(&app, &open, &client).await;
            let next = arrival.page(session.user.roles);
            let query = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
            let onward = Redirect::to(&format!("/login/check?{query}"));
            Ok(with_session(&app, &session, onward))
        }
        Ok(Verified::HalfOfTwo) => {
            Ok(Redirect::to(&Arrival::half(open.actor.is_some())).into_response())
        }
        Ok(Verified::Code(_)) | Err(VerifyError::Invalid) => {
            again(StatusCode::FORBIDDEN, "code", "auth.link_invalid")
        }
        Err(error) => Err(Fault::gotrue(&(&error).into(), &error)),
    }
}

fn page(open: &Open, code_for: CodeFor, email: String, faults: Faults) -> CodePage {
    let mut shell = open.shell.clone();
    if !faults.is_empty() {
        "/code".clone_into(&mut shell.path);
    }
    CodePage {
        shell,
        code_for,
        email,
        faults,
    }
}
