use axum::{Json, extract::State, response::Response};
use http::{HeaderValue, StatusCode, header::CACHE_CONTROL};
use stoa_core::SecretString;
use stoa_identity::{ClientInfo, SessionView, SignOutScope};
use utoipa::ToSchema;

use crate::{
    App, Fault,
    extract::{Actor, Checked, Client, Fields, Form, SignedIn},
};

/// The longest address that is looked at, in bytes.
const LONGEST_ADDRESS: usize = 1024;

/// Who wants to sign in.
#[derive(ToSchema)]
pub(crate) struct LoginForm {
    /// The address.
    email: String,
    /// The password.
    #[schema(value_type = String, format = Password)]
    password: SecretString,
}

impl Form for LoginForm {
    type Checked = Self;

    fn read(fields: &mut Fields) -> Option<Self> {
        let said = |text: &String| !text.trim().is_empty() && text.len() <= LONGEST_ADDRESS;
        let email = fields.text("email").filter(said);
        if email.is_none() {
            fields.refuse("email", "auth.email_required", "Say the address.");
        }
        let password = fields.text("password").filter(|text| !text.is_empty());
        if password.is_none() {
            fields.refuse("password", "auth.password_required", "Say the password.");
        }
        Some(Self {
            email: email?,
            password: SecretString::from(password?),
        })
    }
}

/// Signs a person in.
///
/// # Errors
/// `auth.credentials_invalid` (401), the same for an unknown address and a wrong password; `request.limited` (429).
#[utoipa::path(post, path = "/api/auth/login", tag = "auth", request_body = LoginForm,
    responses((status = 200, description = "The session", body = SessionView),
        (status = 400), (status = 401), (status = 422), (status = 429)))]
pub(crate) async fn login(
    State(app): State<App>,
    client: Client,
    Checked(form): Checked<LoginForm>,
) -> Result<Response, Fault> {
    app.limits.sign_in(client.address, &form.email).await?;
    let session = app
        .identity
        .sign_in(&form.email, &form.password, &client.info())
        .await?;
    app.limits.signed_in(client.address, &form.email).await;
    Ok(private(Json(SessionView::from(&session))))
}

/// The token that continues a session.
#[derive(ToSchema)]
pub(crate) struct RefreshForm {
    /// The refresh token of the last answer.
    #[schema(value_type = String)]
    refresh_token: SecretString,
}

impl Form for RefreshForm {
    type Checked = Self;

    fn read(fields: &mut Fields) -> Option<Self> {
        let token = fields.text("refresh_token");
        if token.is_none() {
            let said = "Send the refresh token of the last answer.";
            fields.refuse("refresh_token", "auth.refresh_token_required", said);
        }
        Some(Self {
            refresh_token: SecretString::from(token?),
        })
    }
}

/// Continues a session with a fresh access token.
///
/// # Errors
/// `auth.refresh_token_not_found`, `auth.refresh_token_already_used`, `auth.session_expired` (401);
/// `auth.refresh_conflict` (409) while others refresh the same session for five seconds.
#[utoipa::path(post, path = "/api/auth/refresh", tag = "auth", request_body = RefreshForm,
    responses((status = 200, description = "The session", body = SessionView),
        (status = 400), (status = 401), (status = 409), (status = 422), (status = 429)))]
pub(crate) async fn refresh(
    State(app): State<App>,
    client: Client,
    Checked(form): Checked<RefreshForm>,
) -> Result<Response, Fault> {
    app.limits.refresh(client.address).await?;
    let session = app
        .identity
        .refresh(&form.refresh_token, &client.info())
        .await?;
    Ok(private(Json(SessionView::from(&session))))
}

/// Ends the session at once, on every route.
#[utoipa::path(post, operation_id = "sign_out_here", path = "/api/auth/logout", tag = "auth", security(("bearer" = [])),
    responses((status = 204, description = "Signed out"), (status = 401)))]
pub(crate) async fn logout(
    State(app): State<App>,
    actor: Actor<SignedIn>,
    client: Client,
) -> Result<StatusCode, Fault> {
    app.identity
        .sign_out(&actor, SignOutScope::Local, &client.info())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An answer that no cache may keep.
pub(crate) fn private(answer: impl axum::response::IntoResponse) -> Response {
    let mut response = answer.into_response();
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

impl Client {
    /// The client as identity remembers it.
    pub(crate) fn info(&self) -> ClientInfo {
        ClientInfo::new(self.user_agent.as_deref(), Some(self.address.0))
            .with_request_id(self.request_id.clone())
    }
}
