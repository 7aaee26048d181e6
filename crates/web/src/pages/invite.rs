use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use http::StatusCode;
use serde::Deserialize;
use stoa_core::{Failure as _, FieldError, Kind, SecretString};
use stoa_pages::{
    Faults, Flash, Shell,
    pages::invite::{InvitePage, InviteState},
};

use super::{
    context::{Open, render, render_with},
    sign_in::{end_earlier, with_session},
};
use crate::{
    App, Fault,
    extract::{Client, Posted},
};

/// `/invite/{token}`: looking at it consumes nothing, so a mail scanner may.
pub(crate) async fn show(
    State(app): State<App>,
    open: Open,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let (state, status) = match email(&app, &token).await? {
        Some(email) => (
            InviteState::Open {
                name: String::new(),
                email,
            },
            StatusCode::OK,
        ),
        None => (InviteState::Closed, StatusCode::GONE),
    };
    render_with(
        status,
        &InvitePage {
            shell: open.shell,
            state,
            faults: Faults::none(),
        },
    )
}

/// The form of the page.
#[derive(Deserialize)]
pub(crate) struct PasswordForm {
    password: Option<SecretString>,
}

/// Sets the password and signs in.
pub(crate) async fn submit(
    State(app): State<App>,
    open: Open,
    client: Client,
    Path(token): Path<String>,
    Posted(form): Posted<PasswordForm>,
) -> Result<Response, Fault> {
    app.limits.invite(client.address).await?;
    let password = form.password.unwrap_or_else(|| SecretString::from(""));
    match app
        .identity
        .accept_invite(&token, &password, Some(open.shell.locale), &client.info())
        .await
    {
        Ok(session) => {
            end_earlier(&app, &open, &client).await;
            let home = stoa_pages::home(session.user.roles);
            let to = format!("{home}?said={}", Flash::PasswordSet.as_str());
            Ok(with_session(
                &app,
                &session,
                Redirect::to(&to).into_response(),
            ))
        }
        Err(error) if error.kind() == Kind::Invalid => {
            again(&app, open.shell, &token, error.fields()).await
        }
        Err(error) if matches!(error.kind(), Kind::Gone | Kind::NotFound) => {
            let page = InvitePage {
                shell: open.shell,
                state: InviteState::Closed,
                faults: Faults::none(),
            };
            render_with(StatusCode::GONE, &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn again(
    app: &App,
    shell: Shell,
    token: &str,
    fields: Vec<FieldError>,
) -> Result<Response, Fault> {
    let Some(email) = email(app, token).await? else {
        return render(&InvitePage {
            shell,
            state: InviteState::Closed,
            faults: Faults::none(),
        });
    };
    let state = InviteState::Open {
        name: String::new(),
        email,
    };
    render_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &InvitePage {
            shell,
            state,
            faults: Faults(fields),
        },
    )
}

/// For whom the invitation is, while it is good.
async fn email(app: &App, token: &str) -> Result<Option<String>, Fault> {
    match app.identity.invited_email(token).await {
        Ok(email) => Ok(Some(email.unwrap_or_default())),
        Err(error) if matches!(error.kind(), Kind::Unavailable | Kind::Internal) => {
            Err(error.into())
        }
        Err(_) => Ok(None),
    }
}
