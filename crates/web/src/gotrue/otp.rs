use axum::{
    Json,
    extract::{Request, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use stoa_identity::OtpRequest;
use utoipa::ToSchema;

use super::{
    body::{Pkce, Wished, email, no_phone, shape},
    even::Even,
};
use crate::{
    App, Fault,
    api::auth::private,
    extract::{Client, read_json},
};

/// Who wants to sign in by letter.
#[derive(Deserialize, ToSchema)]
struct OtpBody {
    /// The address.
    #[schema(required)]
    email: Option<String>,
    /// Not used yet: numbers are refused.
    phone: Option<String>,
    /// Whether an account is made when nobody has the address; true when it is not said.
    create_user: Option<bool>,
    /// What becomes `user_metadata` of a new account.
    #[schema(value_type = Option<Object>)]
    data: Option<Map<String, Value>>,
    #[serde(flatten)]
    pkce: Pkce,
}

/// Sends a letter whose link, or code, signs in.
///
/// Makes an account when nobody has the address, unless `create_user` is false or sign-up is turned off; then nothing
/// happens. The answer is the same each time.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`.
#[utoipa::path(post, path = "/auth/v1/otp", tag = "auth v1",
    params(("redirect_to" = Option<String>, Query, description = "where the letter's link leads in the end")),
    request_body = OtpBody,
    responses((status = 200, description = "Whether or not a letter is on its way", body = serde_json::Value),
        (status = 400), (status = 429)))]
pub(crate) async fn otp(
    State(app): State<App>,
    client: Client,
    wished: Wished,
    request: Request,
) -> Result<Response, Fault> {
    send(app, client, wished, request).await
}

/// The former name of `/otp`.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`.
#[utoipa::path(post, path = "/auth/v1/magiclink", tag = "auth v1",
    params(("redirect_to" = Option<String>, Query, description = "where the letter's link leads in the end")),
    request_body = OtpBody,
    responses((status = 200, description = "Whether or not a letter is on its way", body = serde_json::Value),
        (status = 400), (status = 429)))]
pub(crate) async fn magiclink(
    State(app): State<App>,
    client: Client,
    wished: Wished,
    request: Request,
) -> Result<Response, Fault> {
    send(app, client, wished, request).await
}

async fn send(
    app: App,
    client: Client,
    wished: Wished,
    request: Request,
) -> Result<Response, Fault> {
    let even = Even::begin();
    let body: OtpBody = shape(read_json(request).await?)?;
    no_phone(body.phone.as_deref())?;
    let address = email(body.email.as_deref())?;
    app.limits.mail(client.address, address.as_str()).await?;
    let link = wished.link(&app, &body.pkce)?;
    let request = OtpRequest {
        email: address,
        create: body
            .create_user
            .unwrap_or(true)
            .then(|| body.data.unwrap_or_default()),
    };
    let outcome = app.identity.send_otp(request, &link, &client.info()).await;
    let outcome = even.answer(outcome).await;
    outcome.map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(json!({}))))
}
