use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use serde::Deserialize;
use stoa_core::{ExposeSecret as _, Failure as _, FieldError, Kind, SecretString};
use stoa_domain::Email;
use stoa_identity::DeleteOwnError;
use stoa_pages::Faults;

use super::{
    super::{
        context::{Page, render_with},
        sign_in::without_session,
    },
    overview::filled,
};
use crate::{
    App, Fault,
    extract::{Client, Own, Posted},
};

/// The wish to be deleted: the address typed again, and the password where there is one. To type them is the second
/// question.
#[derive(Deserialize)]
pub(crate) struct DeleteForm {
    #[serde(default)]
    confirm: String,
    current_password: Option<SecretString>,
}

/// Deletes the account with everything that names the person.
pub(crate) async fn delete(
    State(app): State<App>,
    page: Page<Own>,
    client: Client,
    Posted(form): Posted<DeleteForm>,
) -> Result<Response, Fault> {
    let own = page.actor.email.clone().unwrap_or_default();
    let mut faults = Vec::new();
    let typed = Email::parse(&form.confirm).ok();
    if typed.as_ref().map_or("", Email::as_str) != own {
        faults.push(fault("confirm", "account.confirm_mismatch"));
    }
    let given = form.current_password.as_ref();
    let is_blank = given.is_none_or(|password| password.expose_secret().is_empty());
    if is_blank && app.identity.has_password(page.actor.user_id).await? {
        faults.push(fault("current_password", "account.password_required"));
    }
    if !faults.is_empty() {
        return again(&app, page, faults).await;
    }
    app.limits.sign_in(client.address, &own).await?;
    let (identity, info) = (&app.identity, client.info());
    let outcome = identity.delete_own(&page.actor, form.current_password, &info);
    match outcome.await {
        Ok(()) => Ok(without_session(
            &app,
            Redirect::to("/login?notice=deleted").into_response(),
        )),
        Err(error @ (DeleteOwnError::LastAdmin | DeleteOwnError::PasswordWrong)) => {
            let field = match error.kind() {
                Kind::Conflict => "confirm",
                _ => "current_password",
            };
            again(&app, page, vec![fault(field, error.code())]).await
        }
        Err(error) => Err(error.into()),
    }
}

fn fault(field: &str, code: &'static str) -> FieldError {
    FieldError::new(field, code, "This is not right.")
}

async fn again(app: &App, page: Page<Own>, faults: Vec<FieldError>) -> Result<Response, Fault> {
    let mut account = filled(app, &page.actor, page.shell).await?;
    account.delete_faults = Faults(faults);
    render_with(StatusCode::UNPROCESSABLE_ENTITY, &account)
}
