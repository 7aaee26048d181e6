//! How somebody gets in, and what an administrator does about it: an invitation, sessions, a lost second factor.

use axum::{
    extract::{Path, State},
    response::Response,
};
use http::HeaderMap;
use stoa_core::{ExposeSecret as _, SessionId, UserId};
use stoa_identity::Origin;
use stoa_pages::{
    Flash,
    pages::{confirm::Question, desk::InviteLink, people::HandedLink},
};

use super::{
    super::{
        confirm::{Asked, Sure, ask},
        context::{Page, render},
    },
    back, person, place,
};
use crate::{
    App, Fault,
    api::config::origin,
    extract::{Admin, Client, Posted},
};

/// Makes an invitation; its link is a part of the answer, because it is shown once and stored nowhere.
pub(crate) async fn invite(
    State(app): State<App>,
    page: Page<Admin>,
    client: Client,
    headers: HeaderMap,
    Path(id): Path<UserId>,
) -> Result<Response, Fault> {
    let by = Origin::actor(&page.actor, &client.info());
    let invite = app.identity.invite(id, &by).await?;
    let email = invite.email.unwrap_or_default();
    let site = origin(&app, &headers);
    let link = InviteLink {
        name: email.clone(),
        email,
        url: format!("{site}/invite/{}", invite.token.expose_secret()),
        expires_at: invite.expires_at,
    };
    render(&person::filled(&app, page, id, Some(HandedLink::Invite(link))).await?)
}

/// Makes a link to a new password, for whoever cannot get it by a letter; it is a part of the answer, shown once.
pub(crate) async fn reset_link(
    State(app): State<App>,
    page: Page<Admin>,
    client: Client,
    Path(id): Path<UserId>,
) -> Result<Response, Fault> {
    let by = Origin::actor(&page.actor, &client.info());
    let made = app.identity.reset_link(id, &by).await?;
    let email = made.user.email.unwrap_or_default();
    let url = made.minted.link.as_ref();
    let link = InviteLink {
        name: email.clone(),
        email,
        url: url.map_or_else(String::new, |link| link.expose_secret().to_owned()),
        expires_at: made.minted.expires_at,
    };
    render(&person::filled(&app, page, id, Some(HandedLink::Reset(link))).await?)
}

async fn sure_of(
    app: &App,
    page: Page<Admin>,
    id: UserId,
    question: Question,
) -> Result<Response, Fault> {
    let user = app.identity.admin_find_user(id).await?;
    let asked = Asked {
        question,
        about: user.display_name.or(user.email),
        kept: Vec::new(),
        back: &place(id),
    };
    ask(page.shell, asked)
}

/// Takes every second factor off, for somebody who has lost them. The recovery codes go with the last one.
pub(crate) async fn remove_second_factor(
    State(app): State<App>,
    page: Page<Admin>,
    client: Client,
    Path(id): Path<UserId>,
    Posted(sure): Posted<Sure>,
) -> Result<Response, Fault> {
    if !sure.is_said() {
        return sure_of(&app, page, id, Question::RemoveTheirFactor).await;
    }
    let by = Origin::actor(&page.actor, &client.info());
    for factor in app.identity.list_factors(id).await? {
        app.identity.remove_factor(id, factor.id, &by).await?;
    }
    Ok(back(id, Flash::FactorRemoved))
}

/// Ends one session of the person.
pub(crate) async fn end_session(
    State(app): State<App>,
    page: Page<Admin>,
    client: Client,
    Path((id, session)): Path<(UserId, SessionId)>,
) -> Result<Response, Fault> {
    let by = Origin::actor(&page.actor, &client.info());
    app.identity.revoke_session(id, session, &by).await?;
    Ok(back(id, Flash::SessionEnded))
}

/// Ends all sessions of the person but the one that asks.
pub(crate) async fn end_sessions(
    State(app): State<App>,
    page: Page<Admin>,
    client: Client,
    Path(id): Path<UserId>,
    Posted(sure): Posted<Sure>,
) -> Result<Response, Fault> {
    if !sure.is_said() {
        return sure_of(&app, page, id, Question::EndAll).await;
    }
    let by = Origin::actor(&page.actor, &client.info());
    let keep = (page.actor.user_id == id).then_some(page.actor.session_id);
    app.identity.revoke_sessions(id, keep, &by).await?;
    Ok(back(id, Flash::SessionsEnded))
}
