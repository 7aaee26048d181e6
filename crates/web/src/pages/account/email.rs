use axum::{extract::State, response::Response};
use http::StatusCode;
use serde::Deserialize;
use stoa_core::{Failure as _, FieldError, Kind};
use stoa_domain::Email;
use stoa_identity::{LinkWish, UpdateUserError, UserChange};
use stoa_pages::{Faults, Flash};

use super::{
    super::context::{Page, after, render_with},
    HOME,
    overview::filled,
};
use crate::{
    App, Fault,
    extract::{Client, Own, Posted},
};

/// The form for another address.
#[derive(Debug, Deserialize)]
pub(crate) struct EmailForm {
    #[serde(default)]
    email: String,
}

/// Asks both mailboxes.
pub(crate) async fn change(
    State(app): State<App>,
    page: Page<Own>,
    client: Client,
    Posted(form): Posted<EmailForm>,
) -> Result<Response, Fault> {
    let Ok(email) = Email::parse(&form.email) else {
        return again(&app, page, form.email, "auth.email_invalid").await;
    };
    if page.actor.email.as_deref() == Some(email.as_str()) {
        return again(&app, page, form.email, "account.email_same").await;
    }
    if !app.settings.has_mail {
        return again(&app, page, form.email, "account.mail_off").await;
    }
    let limits = &app.limits;
    limits.invite(client.address).await?;
    // Where nobody can be asked, no letter is sent to either mailbox, and none is counted.
    if app.identity.find_by_email(&email).await?.is_none() {
        let own = page.actor.email.as_deref();
        limits.email_change(client.address, own, &email).await?;
    }
    let change = UserChange {
        email: Some(email),
        ..UserChange::default()
    };
    let wish = LinkWish {
        redirect_to: format!("{}{HOME}", app.identity.site()),
        locale: stoa_domain::Locale::parse(page.shell.locale.as_str()),
        ..LinkWish::default()
    };
    let (identity, info) = (&app.identity, client.info());
    let changed = identity.update_user(&page.actor, change, &wish, &info);
    match changed.await {
        Ok(_) => Ok(after(HOME, Flash::EmailAsked)),
        Err(UpdateUserError::EmailTaken) => {
            again(&app, page, form.email, "auth.address_taken").await
        }
        Err(error) if error.kind() == Kind::Invalid => {
            again(&app, page, form.email, error.code()).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn again(
    app: &App,
    page: Page<Own>,
    typed: String,
    code: &'static str,
) -> Result<Response, Fault> {
    let mut account = filled(app, &page.actor, page.shell).await?;
    account.typed_email = typed;
    let fault = FieldError::new("email", code, "This address cannot be taken.");
    account.email_faults = Faults(vec![fault]);
    render_with(StatusCode::UNPROCESSABLE_ENTITY, &account)
}
