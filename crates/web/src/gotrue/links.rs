//! Invitations and links that servers and administrators ask for.
//!
//! # Source
//! Identity contract, section 3.11.

use axum::{
    Json,
    extract::{Request, State},
    response::Response,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use stoa_core::{ExposeSecret as _, SecretString};
use stoa_domain::Email;
use stoa_identity::{GoTrueError, LinkError, LinkForm, LinkKind, MadeLink, NewPassword, UserView};
use utoipa::ToSchema;

use super::{
    admin::AdminCaller,
    body::{Wished, email, refuse, shape},
};
use crate::{
    App, Fault,
    api::auth::private,
    extract::{Client, read_json},
};

/// Who is invited.
#[derive(Deserialize, ToSchema)]
struct InviteBody {
    /// The address.
    #[schema(required)]
    email: Option<String>,
    /// What becomes `user_metadata`.
    #[schema(value_type = Option<Object>)]
    data: Option<Map<String, Value>>,
}

/// Which link is made, and for whom.
#[derive(Deserialize, ToSchema)]
struct LinkBody {
    /// `signup`, `invite`, `magiclink`, `recovery`, `email_change_current` or `email_change_new`.
    #[serde(rename = "type")]
    #[schema(required)]
    kind: Option<String>,
    /// The address.
    #[schema(required)]
    email: Option<String>,
    /// The address that takes its place.
    new_email: Option<String>,
    /// The first password, for `signup`.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<SecretString>,
    /// What becomes `user_metadata`.
    #[schema(value_type = Option<Object>)]
    data: Option<Map<String, Value>>,
    /// Where the link leads in the end.
    redirect_to: Option<String>,
}

/// A link on the wire, beside its user: it holds secrets, and has no `Debug`.
#[derive(Serialize, ToSchema)]
pub(crate) struct LinkView {
    /// For whom it is.
    #[serde(flatten)]
    user: UserView,
    /// The whole link.
    action_link: String,
    /// The six digits, good for ten minutes together with the address.
    email_otp: String,
    /// What `token_hash` of `POST /auth/v1/verify` takes.
    hashed_token: String,
    /// What the link is good for; `signup` for a magic link to an address that nobody had.
    verification_type: &'static str,
    /// Where the link leads in the end.
    redirect_to: String,
}

impl From<MadeLink> for LinkView {
    fn from(made: MadeLink) -> Self {
        let link = made.minted.link.as_ref();
        Self {
            user: UserView::from(&made.user),
            action_link: link.map_or_else(String::new, |link| link.expose_secret().to_owned()),
            email_otp: made.minted.code.expose_secret().to_owned(),
            hashed_token: made.minted.token.expose_secret().to_owned(),
            verification_type: made.kind.as_str(),
            redirect_to: made.redirect_to,
        }
    }
}

fn refused(error: &LinkError) -> Fault {
    Fault::gotrue(&error.into(), error)
}

/// Invites the owner of an address by a letter, making the account when there is none.
///
/// Without `redirect_to` the letter's link leads to our own page for the first password.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`; 403 `not_admin`, `insufficient_aal`; 422 `email_exists` when the owner has proved
/// the address; 429 `over_email_send_rate_limit`.
#[utoipa::path(post, operation_id = "invite_user", path = "/auth/v1/invite", tag = "auth v1", security(("bearer" = [])),
    params(("redirect_to" = Option<String>, Query, description = "where the letter's link leads in the end")),
    request_body = InviteBody,
    responses((status = 200, description = "The user", body = UserView), (status = 400), (status = 401), (status = 403),
        (status = 422), (status = 429), (status = 503)))]
pub(crate) async fn invite(
    State(app): State<App>,
    client: Client,
    AdminCaller(by): AdminCaller,
    wished: Wished,
    request: Request,
) -> Result<Response, Fault> {
    let body: InviteBody = shape(read_json(request).await?)?;
    let address = email(body.email.as_deref())?;
    app.limits.invitation(client.address, &address).await?;
    let redirect_to = wished.redirect(&app, None);
    let data = body.data.unwrap_or_default();
    let identity = &app.identity;
    let user = identity.invite_by_email(&address, data, redirect_to.as_deref(), &by);
    let user = user.await.map_err(|error| refused(&error))?;
    Ok(private(Json(UserView::from(&user))))
}

/// Makes a link and a code, and sends nothing: whoever asks hands them to the person.
///
/// `type` is `signup` (with `password`), `invite`, `magiclink`, `recovery`, `email_change_current` or `email_change_new`
/// (with `new_email`). A link takes the place of the open one of its kind; only invitations stand beside each other.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`; 403 `not_admin`, `insufficient_aal`; 404 `user_not_found`; 422 `email_exists`,
/// `weak_password`; 429.
#[utoipa::path(post, operation_id = "generate_link", path = "/auth/v1/admin/generate_link", tag = "auth v1", security(("bearer" = [])),
    params(("redirect_to" = Option<String>, Query, description = "where the link leads in the end; also as a field")),
    request_body = LinkBody,
    responses((status = 200, description = "The user with the link", body = LinkView), (status = 400), (status = 401),
        (status = 403), (status = 404), (status = 422), (status = 429), (status = 503)))]
pub(crate) async fn generate(
    State(app): State<App>,
    client: Client,
    AdminCaller(by): AdminCaller,
    wished: Wished,
    request: Request,
) -> Result<Response, Fault> {
    let body: LinkBody = shape(read_json(request).await?)?;
    app.limits.link(client.address).await?;
    let redirect = wished.redirect(&app, body.redirect_to.as_deref());
    let form = form(
        body,
        redirect.unwrap_or_else(|| app.identity.settle_redirect(None)),
    )?;
    let made = app.identity.generate_link(form, &by).await;
    let made = made.map_err(|error| refused(&error))?;
    Ok(private(Json(LinkView::from(made))))
}

fn form(body: LinkBody, redirect_to: String) -> Result<LinkForm, Fault> {
    let kind = body.kind.as_deref().and_then(LinkKind::parse);
    let kind = kind.ok_or_else(|| {
        let words: Vec<_> = LinkKind::ALL.iter().map(|kind| kind.as_str()).collect();
        invalid(&format!("type must be one of {}", words.join(", ")))
    })?;
    let changes = matches!(
        kind,
        LinkKind::EmailChangeCurrent | LinkKind::EmailChangeNew
    );
    let address = email(body.email.as_deref())?;
    let new_email = body.new_email.filter(|text| changes && !text.is_empty());
    let new_email = new_email.map(|text| email(Some(&text))).transpose()?;
    Ok(LinkForm {
        kind,
        password: password(body.password, &address)?,
        email: address,
        new_email,
        data: body.data.unwrap_or_default(),
        redirect_to,
    })
}

fn password(given: Option<SecretString>, address: &Email) -> Result<Option<NewPassword>, Fault> {
    let given = given.filter(|password| !password.expose_secret().is_empty());
    let checked = given.map(|password| NewPassword::checked(password, Some(address)));
    checked
        .transpose()
        .map_err(|faults| Fault::from_gotrue(&GoTrueError::weak_password(&faults)))
}

fn invalid(text: &str) -> Fault {
    refuse("validation_failed", text)
}
