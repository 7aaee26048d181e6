use axum::{extract::State, response::Response};
use http::StatusCode;
use serde::Deserialize;
use stoa_app::learning::{Profile, ProfileChange};
use stoa_core::{Failure as _, Kind};
use stoa_pages::{
    Faults, Flash, Shell,
    pages::profile::{CurrentSession, ProfilePage},
};

use super::context::{Page, after, render, render_with};
use crate::{
    App, Fault,
    extract::{Client, Posted, SignedIn},
};

/// `/profile`.
pub(crate) async fn show(State(app): State<App>, page: Page<SignedIn>) -> Result<Response, Fault> {
    let profile = app.learning.profile(&page.actor).await?;
    let session = session(&app, &page).await?;
    render(&filled(page.shell, profile, session, Faults::none()))
}

/// The form of the profile.
#[derive(Debug, Deserialize)]
pub(crate) struct ProfileForm {
    name: Option<String>,
    locale: Option<String>,
}

/// Saves name and language.
pub(crate) async fn save(
    State(app): State<App>,
    page: Page<SignedIn>,
    client: Client,
    Posted(form): Posted<ProfileForm>,
) -> Result<Response, Fault> {
    let locale = form
        .locale
        .as_deref()
        .and_then(|locale| locale.parse().ok());
    let change = ProfileChange {
        name: form.name.clone(),
        locale,
        version: None,
    };
    let info = client.info();
    let changed = app.learning.update_profile(&page.actor, &info, change);
    match changed.await {
        Ok(_) => Ok(after("/profile", Flash::ProfileSaved)),
        Err(error) if error.kind() == Kind::Invalid => {
            let mut profile = app.learning.profile(&page.actor).await?;
            profile.name = form.name.unwrap_or_default();
            let session = session(&app, &page).await?;
            let faults = Faults(error.fields());
            render_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &filled(page.shell, profile, session, faults),
            )
        }
        Err(error) => Err(error.into()),
    }
}

fn filled(shell: Shell, profile: Profile, session: CurrentSession, faults: Faults) -> ProfilePage {
    ProfilePage {
        shell,
        name: profile.name,
        locale: profile.chosen_locale,
        zones: vec![profile.zone.clone()],
        zone: profile.zone,
        faults,
        session,
    }
}

async fn session(app: &App, page: &Page<SignedIn>) -> Result<CurrentSession, Fault> {
    let user = app.identity.user(&page.actor).await?;
    let started_at = user.last_sign_in_at.unwrap_or(user.created_at);
    Ok(CurrentSession {
        started_at,
        ends_at: None,
        agent: None,
        ip_prefix: None,
    })
}
