use axum::{extract::State, response::Response};
use http::StatusCode;
use serde::Deserialize;
use stoa_core::{ExposeSecret as _, Failure as _, FieldError, Kind, SecretString};
use stoa_identity::{LinkWish, UpdateUserError, UserChange, password_faults};
use stoa_pages::{Faults, Flash, pages::account::PasswordPage};

use super::{
    super::context::{Page, after, render, render_with},
    HOME,
};
use crate::{
    App, Fault,
    extract::{Client, Own, Posted},
};

/// `/account/password`.
pub(crate) async fn show(State(app): State<App>, page: Page<Own>) -> Result<Response, Fault> {
    let asks_current = app.identity.asks_present_password(&page.actor).await?;
    render(&filled(page, asks_current, Faults::none()))
}

/// The form of the page.
#[derive(Deserialize)]
pub(crate) struct PasswordForm {
    password: Option<SecretString>,
    current_password: Option<SecretString>,
}

/// Sets another password; all other sessions end.
pub(crate) async fn change(
    State(app): State<App>,
    page: Page<Own>,
    client: Client,
    Posted(form): Posted<PasswordForm>,
) -> Result<Response, Fault> {
    let account = page.actor.email.clone().unwrap_or_default();
    let asks_current = app.identity.asks_present_password(&page.actor).await?;
    let current = form.current_password;
    let current = current.filter(|password| !password.expose_secret().is_empty());
    let password = form.password.unwrap_or_else(|| SecretString::from(""));
    let mut faults = Vec::new();
    if asks_current && current.is_none() {
        faults.push(fault("current_password", "account.password_required"));
    }
    let weak = password_faults(&password, &account);
    faults.extend(weak.iter().map(|weak| fault("password", weak.code())));
    if !faults.is_empty() {
        return again(page, asks_current, faults);
    }
    app.limits.sign_in(client.address, &account).await?;
    let change = UserChange {
        password: Some(password),
        // What nobody asked for proves nothing: somebody who came by a letter has forgotten it.
        current_password: current.filter(|_| asks_current),
        ..UserChange::default()
    };
    let (identity, info, wish) = (&app.identity, client.info(), LinkWish::default());
    let changed = identity.update_user(&page.actor, change, &wish, &info);
    match changed.await {
        Ok(_) => {
            app.limits.signed_in(client.address, &account).await;
            Ok(after(HOME, Flash::PasswordChanged))
        }
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            again(page, asks_current, wrong(&error))
        }
        Err(error) => Err(error.into()),
    }
}

/// Which field of the form it is.
fn wrong(error: &UpdateUserError) -> Vec<FieldError> {
    match error {
        UpdateUserError::Weak(_) => error.fields(),
        UpdateUserError::CurrentWrong => vec![fault("current_password", error.code())],
        _ => vec![fault("password", error.code())],
    }
}

fn fault(field: &str, code: &'static str) -> FieldError {
    FieldError::new(field, code, "This is not right.")
}

fn again(page: Page<Own>, asks_current: bool, faults: Vec<FieldError>) -> Result<Response, Fault> {
    let page = filled(page, asks_current, Faults(faults));
    render_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn filled(page: Page<Own>, asks_current: bool, faults: Faults) -> PasswordPage {
    PasswordPage {
        email: page.actor.email.clone().unwrap_or_default(),
        shell: page.shell,
        asks_current,
        faults,
    }
}
