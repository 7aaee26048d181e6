use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use stoa_identity::Actor;
use stoa_pages::{Faults, Shell, pages::account::AccountPage};

use super::super::context::{Page, render};
use crate::{
    App, Fault,
    extract::{Client, Own},
};

/// `/account`.
pub(crate) async fn show(State(app): State<App>, page: Page<Own>) -> Result<Response, Fault> {
    render(&filled(&app, &page.actor, page.shell).await?)
}

/// The page as it stands, without faults; also below its own address, after a form that was wrong.
pub(super) async fn filled(
    app: &App,
    actor: &Actor,
    mut shell: Shell,
) -> Result<AccountPage, Fault> {
    super::HOME.clone_into(&mut shell.path);
    let user = app.identity.user(actor).await?;
    let sessions = app.identity.own_sessions(actor).await?;
    Ok(AccountPage {
        shell,
        email: user.email.unwrap_or_default(),
        new_email: user.new_email,
        has_password: app.identity.has_password(actor.user_id).await?,
        factors: user
            .factors
            .iter()
            .filter(|factor| factor.is_verified)
            .count(),
        sessions: sessions.len(),
        typed_email: String::new(),
        email_faults: Faults::none(),
        delete_faults: Faults::none(),
    })
}

/// Everything that is known about the person, as a file.
pub(crate) async fn export(
    State(app): State<App>,
    page: Page<Own>,
    client: Client,
) -> Result<Response, Fault> {
    let data = app.accounts.export(&page.actor, &client.info()).await?;
    let name = format!(
        "attachment; filename=\"stoa-account-{}.json\"",
        app.ambient.now().format("%Y-%m-%d")
    );
    let headers = [
        (CONTENT_DISPOSITION, name),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, axum::Json(data)).into_response())
}
