use axum::{
    Json,
    extract::{Request, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::{Map, Value};
use stoa_core::SecretString;
use stoa_identity::{GoTrueError, UserChange, UserView};
use utoipa::ToSchema;

use super::{
    body::{Pkce, Wished, email, no_phone, shape},
    user::TokenActor,
};
use crate::{
    App, Fault,
    api::auth::private,
    extract::{Client, read_json},
};

/// What a person changes about themselves.
#[derive(Deserialize, ToSchema)]
struct UserBody {
    /// Another address.
    email: Option<String>,
    /// Not used yet: numbers are refused.
    phone: Option<String>,
    /// Another password.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<SecretString>,
    /// The password that one has.
    #[schema(value_type = Option<String>, format = Password)]
    current_password: Option<SecretString>,
    /// The code that `GET /auth/v1/reauthenticate` sent.
    #[schema(value_type = Option<String>)]
    nonce: Option<SecretString>,
    /// What is laid over `user_metadata`.
    #[schema(value_type = Option<Object>)]
    data: Option<Map<String, Value>>,
    /// Refused: nobody changes it about themselves.
    app_metadata: Option<Value>,
    #[serde(flatten)]
    pkce: Pkce,
}

/// Changes what a person may change about themselves.
///
/// `data` is laid over the stored one key by key; null deletes a key. Another `email` waits in `new_email` for letters
/// to both addresses. Another `password` ends all other sessions and every open link; when the sign-in is older than a
/// day it needs `current_password`, or a `nonce` from `GET /reauthenticate`.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`, `current_password_invalid`, `reauthentication_needed`; 401 `insufficient_aal`;
/// 403 `not_admin` for `app_metadata`; 422 `same_password`, `weak_password`, `email_exists`,
/// `reauthentication_not_valid`.
#[utoipa::path(put, path = "/auth/v1/user", tag = "auth v1", security(("bearer" = [])),
    params(("redirect_to" = Option<String>, Query, description = "where the letters' links lead in the end")),
    request_body = UserBody,
    responses((status = 200, description = "The user as it is now", body = serde_json::Value), (status = 400),
        (status = 401), (status = 403), (status = 409), (status = 422), (status = 429)))]
pub(crate) async fn update_user(
    State(app): State<App>,
    client: Client,
    actor: TokenActor,
    wished: Wished,
    request: Request,
) -> Result<Response, Fault> {
    let body: UserBody = shape(read_json(request).await?)?;
    if body.app_metadata.is_some() {
        let text = "Updating app_metadata requires admin privileges";
        return Err(Fault::from_gotrue(&GoTrueError::new(
            403,
            "not_admin",
            text,
        )));
    }
    no_phone(body.phone.as_deref())?;
    let address = body.email.filter(|address| !address.is_empty());
    let address = address.map(|text| email(Some(&text))).transpose()?;
    let link = wished.link(&app, &body.pkce)?;
    let (own, wanted) = (actor.0.email.as_deref(), address.as_ref());
    if let Some(wanted) = wanted.filter(|wanted| own != Some(wanted.as_str())) {
        app.limits.invite(client.address).await?;
        // Where nobody can be asked, no letter is sent to either mailbox, and none is counted.
        if app.identity.find_by_email(wanted).await?.is_none() {
            let limits = &app.limits;
            limits.email_change(client.address, own, wanted).await?;
        }
    }
    let account = own.unwrap_or_default();
    if body.password.is_some() {
        // The present password can be guessed here as at the sign-in: by `current_password`, and by what is no new one.
        app.limits.sign_in(client.address, account).await?;
        if body.nonce.is_some() {
            app.limits.code_of(client.address, account).await?;
        }
    }
    let is_proved = body.password.is_some() && body.current_password.is_some();
    let change = UserChange {
        email: address,
        password: body.password,
        current_password: body.current_password,
        nonce: body.nonce,
        data: body.data,
    };
    let (identity, info) = (&app.identity, client.info());
    let outcome = identity.update_user(&actor.0, change, &link, &info);
    let user = outcome.await.map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    if is_proved {
        app.limits.signed_in(client.address, account).await;
    }
    Ok(private(Json(UserView::from(&user))))
}
