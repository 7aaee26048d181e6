//! What an administrator decides about somebody: roles, and whether the account is open.

use axum::{
    extract::{Path, State},
    response::Response,
};
use chrono::TimeDelta;
use serde::Deserialize;
use stoa_core::{Kind, UserId};
use stoa_domain::{Role, RoleSet};
use stoa_identity::{Ban, Origin};
use stoa_pages::{Flash, pages::confirm::Question};

use super::{
    super::{
        confirm::{Asked, ask},
        context::Page,
    },
    back, place, refuse_own,
};
use crate::{
    App, Fault,
    extract::{Admin, Client, Posted},
};

/// The longest ban a form may ask for, in hours: a hundred years.
const LONGEST_BAN_HOURS: u32 = 24 * 36_525;

/// Makes the ticked roles the person's roles.
pub(crate) async fn save_roles(
    State(app): State<App>,
    page: Page<Admin>,
    client: Client,
    Path(id): Path<UserId>,
    Posted(pairs): Posted<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let ticked = pairs.iter().filter(|(key, _)| key == "role");
    let roles: Result<RoleSet, _> = ticked.map(|(_, value)| value.parse::<Role>()).collect();
    // Nothing else is read into a word that we do not know: what it stood for may be all the person has.
    let roles = roles.map_err(|_| unknown_role())?;
    if !roles.contains(Role::Admin) {
        refuse_own(&page, id)?;
    }
    let is_sure = pairs
        .iter()
        .any(|(key, value)| key == "sure" && value == "yes");
    let user = app.identity.admin_find_user(id).await?;
    if roles.contains(Role::Admin) && !user.roles.contains(Role::Admin) && !is_sure {
        let asked = Asked {
            question: Question::MakeAdmin,
            about: user.display_name.or(user.email),
            kept: roles
                .iter()
                .map(|role| ("role", role.as_str().to_owned()))
                .collect(),
            back: &place(id),
        };
        return ask(page.shell, asked);
    }
    let by = Origin::actor(&page.actor, &client.info());
    app.identity.set_roles(id, roles, &by).await?;
    Ok(back(id, Flash::RolesSaved))
}

fn unknown_role() -> Fault {
    let text = "One of the roles is not known here. Nothing was changed.";
    Fault::new(Kind::Invalid, "auth.role_unknown", text)
}

/// How long an account is closed for, and whether the person who asks was asked.
#[derive(Debug, Deserialize)]
pub(crate) struct BanForm {
    hours: u32,
    #[serde(default)]
    sure: String,
}

/// Closes an account.
pub(crate) async fn ban(
    State(app): State<App>,
    page: Page<Admin>,
    client: Client,
    Path(id): Path<UserId>,
    Posted(form): Posted<BanForm>,
) -> Result<Response, Fault> {
    refuse_own(&page, id)?;
    let hours = form.hours.clamp(1, LONGEST_BAN_HOURS);
    if form.sure != "yes" {
        let user = app.identity.admin_find_user(id).await?;
        let asked = Asked {
            question: Question::Ban,
            about: user.display_name.or(user.email),
            kept: vec![("hours", hours.to_string())],
            back: &place(id),
        };
        return ask(page.shell, asked);
    }
    let by = Origin::actor(&page.actor, &client.info());
    let ban = Ban::For(TimeDelta::hours(hours.into()));
    app.identity.ban(id, ban, &by).await?;
    Ok(back(id, Flash::PersonBanned))
}

/// Opens it again.
pub(crate) async fn unban(
    State(app): State<App>,
    page: Page<Admin>,
    client: Client,
    Path(id): Path<UserId>,
) -> Result<Response, Fault> {
    let by = Origin::actor(&page.actor, &client.info());
    app.identity.ban(id, Ban::Lifted, &by).await?;
    Ok(back(id, Flash::PersonUnbanned))
}
