use axum::{
    extract::{Path, State},
    response::Response,
};
use stoa_core::{PageLimit, UserId};
use stoa_identity::EventSearch;
use stoa_pages::{
    Panel,
    pages::people::{AuditRow, HandedLink, LinkOnOffer, PersonPage, PersonState},
};

use super::{
    super::{
        account::session_rows,
        context::{Page, render},
    },
    audit, list, panel, place,
};
use crate::{App, Fault, extract::Admin};

/// How many of the latest events the page of a person shows.
const EVENTS_SHOWN: u16 = 20;

/// `/admin/users/{id}`.
pub(crate) async fn show(
    State(app): State<App>,
    page: Page<Admin>,
    Path(id): Path<UserId>,
) -> Result<Response, Fault> {
    render(&filled(&app, page, id, None).await?)
}

/// The page of a person; a link is shown once.
pub(super) async fn filled(
    app: &App,
    page: Page<Admin>,
    id: UserId,
    link: Option<HandedLink>,
) -> Result<PersonPage, Fault> {
    let user = app.identity.admin_find_user(id).await?;
    let has_password = app.identity.has_password(id).await?;
    let sessions = app.identity.sessions_of(id, PageLimit::default()).await;
    let is_me = page.actor.user_id == id;
    let current = is_me.then_some(page.actor.session_id);
    let events = events(app, id).await?;
    let mut shell = page.shell;
    if link.is_some() {
        shell.path = place(id);
    }
    let has_address = user.email.is_some();
    let person = list::row(user, app.ambient.now());
    let is_shut = matches!(
        person.state,
        PersonState::Banned { .. } | PersonState::Deleted
    );
    Ok(PersonPage {
        is_me,
        on_offer: match has_password {
            _ if is_shut || !has_address => LinkOnOffer::Nothing,
            true => LinkOnOffer::Reset,
            false => LinkOnOffer::Invite,
        },
        has_mail: app.settings.has_mail,
        has_password,
        person,
        link,
        sessions: panel(sessions.map(|sessions| session_rows(sessions, current)))?,
        events,
        shell,
    })
}

async fn events(app: &App, id: UserId) -> Result<Panel<Vec<AuditRow>>, Fault> {
    let search = EventSearch {
        subject: Some(id),
        ..EventSearch::default()
    };
    let limit = PageLimit::new(EVENTS_SHOWN).unwrap_or_default();
    Ok(
        match panel(app.identity.search_audit(search, limit).await)? {
            Panel::Ready(found) => Panel::Ready(audit::rows(app, found.events).await?),
            Panel::Failed { last_good } => Panel::Failed { last_good },
        },
    )
}
