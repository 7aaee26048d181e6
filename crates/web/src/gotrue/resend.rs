use axum::{
    Json,
    extract::{Request, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::json;
use stoa_identity::Resent;
use utoipa::ToSchema;

use super::{
    body::{Pkce, Wished, email, no_phone, refuse, shape},
    even::Even,
};
use crate::{
    App, Fault,
    api::auth::private,
    extract::{Client, read_json},
};

/// Which letter is sent once more.
#[derive(Deserialize, ToSchema)]
struct ResendBody {
    /// `signup` or `email_change`.
    #[serde(rename = "type")]
    #[schema(required)]
    kind: Option<String>,
    /// The address.
    #[schema(required)]
    email: Option<String>,
    /// Not used yet: numbers are refused.
    phone: Option<String>,
    #[serde(flatten)]
    pkce: Pkce,
}

/// Sends a letter once more, when somebody waits for it. The answer is the same each time.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`.
#[utoipa::path(post, path = "/auth/v1/resend", tag = "auth v1",
    params(("redirect_to" = Option<String>, Query, description = "where the letter's link leads in the end")),
    request_body = ResendBody,
    responses((status = 200, description = "Whether or not a letter is on its way", body = serde_json::Value),
        (status = 400), (status = 429)))]
pub(crate) async fn resend(
    State(app): State<App>,
    client: Client,
    wished: Wished,
    request: Request,
) -> Result<Response, Fault> {
    let even = Even::begin();
    let body: ResendBody = shape(read_json(request).await?)?;
    let what = match body.kind.as_deref() {
        Some("signup") => Resent::SignUp,
        Some("email_change") => Resent::EmailChange,
        _ => {
            return Err(refuse(
                "validation_failed",
                "Missing one of these types: signup, email_change",
            ));
        }
    };
    no_phone(body.phone.as_deref())?;
    let address = email(body.email.as_deref())?;
    app.limits.mail(client.address, address.as_str()).await?;
    let link = wished.link(&app, &body.pkce)?;
    let outcome = app
        .identity
        .resend(what, &address, &link, &client.info())
        .await;
    let outcome = even.answer(outcome).await;
    outcome.map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(json!({}))))
}
