use axum::{
    Json,
    extract::{Request, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    body::{Pkce, Wished, email, shape},
    even::Even,
};
use crate::{
    App, Fault,
    api::auth::private,
    extract::{Client, read_json},
};

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
struct RecoverBody {
    /// The address.
    #[schema(required)]
    email: Option<String>,
    #[serde(flatten)]
    pkce: Pkce,
}

/// Sends a letter that leads to a new password, when somebody has the address. The answer is the same each time.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`.
#[utoipa::path(post, path = "/auth/v1/recover", tag = "auth v1",
    params(("redirect_to" = Option<String>, Query, description = "where the letter's link leads in the end")),
    request_body = RecoverBody,
    responses((status = 200, description = "Whether or not a letter is on its way", body = serde_json::Value),
        (status = 400), (status = 429)))]
pub(crate) async fn recover(
    State(app): State<App>,
    client: Client,
    wished: Wished,
    request: Request,
) -> Result<Response, Fault> {
    let even = Even::begin();
    let body: RecoverBody = shape(read_json(request).await?)?;
    let address = email(body.email.as_deref())?;
    app.limits.mail(client.address, address.as_str()).await?;
    let link = wished.link(&app, &body.pkce)?;
    let outcome = app.identity.recover(&address, &link, &client.info()).await;
    let outcome = even.answer(outcome).await;
    outcome.map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(json!({}))))
}
