use axum::{Json, extract::State};
use serde::Serialize;
use stoa_app::learning::{Locale, Profile, ProfileChange, UpdateProfileError};
use stoa_core::{CommunityId, UserId};
use stoa_domain::PersonName;
use utoipa::ToSchema;

use crate::{
    App, Fault,
    extract::{Actor, Checked, Client, Fields, Form, SignedIn},
};

/// Who you are to the academy.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProfileView {
    #[schema(value_type = uuid::Uuid)]
    id: UserId,
    email: Option<String>,
    name: String,
    phone: Option<String>,
    /// ru, kk or en.
    locale: &'static str,
    /// `Asia/Almaty`.
    zone: String,
    /// What you are: `student`, `sales_manager`, ...
    roles: Vec<&'static str>,
    communities: Vec<CommunityView>,
    /// What you may do, in words that menus use.
    permissions: Vec<&'static str>,
    /// Where your work begins.
    home: &'static str,
    /// To be sent back with a change, so that another one is not overwritten.
    version: i32,
}

/// An academy you belong to.
#[derive(Debug, Serialize, ToSchema)]
struct CommunityView {
    #[schema(value_type = uuid::Uuid)]
    id: CommunityId,
    name: String,
}

impl From<Profile> for ProfileView {
    fn from(profile: Profile) -> Self {
        let community = |c: stoa_app::learning::Community| CommunityView {
            id: c.id,
            name: c.name,
        };
        Self {
            id: profile.id,
            email: profile.email,
            name: profile.name,
            phone: profile.phone,
            locale: profile.locale.as_str(),
            zone: profile.zone,
            roles: profile.roles.names(),
            communities: profile.communities.into_iter().map(community).collect(),
            permissions: profile.permissions,
            home: profile.home,
            version: profile.version,
        }
    }
}

/// Your profile.
#[utoipa::path(get, operation_id = "show_profile", path = "/api/profile", tag = "learning", security(("bearer" = [])),
    responses((status = 200, body = ProfileView), (status = 401)))]
pub(crate) async fn show(
    State(app): State<App>,
    actor: Actor<SignedIn>,
) -> Result<Json<ProfileView>, Fault> {
    Ok(Json(app.learning.profile(&actor).await?.into()))
}

/// What to change; what is left out stays.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the document's picture of what is read here")]
pub(crate) struct ProfileForm {
    name: Option<String>,
    /// ru, kk or en.
    locale: Option<String>,
    /// The version that was read.
    version: Option<i32>,
}

impl Form for ProfileForm {
    type Checked = ProfileChange;

    fn read(fields: &mut Fields) -> Option<ProfileChange> {
        let name = fields.text("name");
        if let Some(Err(error)) = name.as_deref().map(PersonName::parse) {
            fields.refuse_error("name", &UpdateProfileError::Name(error));
        }
        let said = fields.text("locale");
        let locale = said.as_deref().map(str::parse::<Locale>);
        if let Some(Err(_)) = locale {
            fields.refuse("locale", "profile.locale_invalid", "Must be ru, kk or en.");
        }
        Some(ProfileChange {
            name,
            locale: locale.and_then(Result::ok),
            version: fields.typed("version", "a whole number, as it was read"),
        })
    }
}

/// Changes your name or language.
///
/// # Errors
/// `profile.name_invalid`, `profile.locale_invalid` (422), `profile.stale` (409).
#[utoipa::path(patch, operation_id = "update_profile", path = "/api/profile", tag = "learning", security(("bearer" = [])), request_body = ProfileForm,
    responses((status = 200, body = ProfileView), (status = 400), (status = 401), (status = 409), (status = 422)))]
pub(crate) async fn update(
    State(app): State<App>,
    actor: Actor<SignedIn>,
    client: Client,
    Checked(change): Checked<ProfileForm>,
) -> Result<Json<ProfileView>, Fault> {
    let info = client.info();
    let changed = app.learning.update_profile(&actor, &info, change);
    Ok(Json(changed.await?.into()))
}
