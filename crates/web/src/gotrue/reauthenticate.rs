use axum::{Json, extract::State, response::Response};
use serde_json::json;

use super::user::TokenActor;
use crate::{App, Fault, api::auth::private, extract::Client};

/// Sends the signed-in person a nonce, which `PUT /user` takes as a proof when the sign-in is older than a day.
///
/// # Errors
/// 422 `validation_failed` without a proved address.
#[utoipa::path(get, path = "/auth/v1/reauthenticate", tag = "auth v1", security(("bearer" = [])),
    responses((status = 200, description = "A letter is on its way", body = serde_json::Value), (status = 401),
        (status = 403), (status = 422), (status = 429)))]
pub(crate) async fn reauthenticate(
    State(app): State<App>,
    client: Client,
    actor: TokenActor,
) -> Result<Response, Fault> {
    let address = actor.0.email.as_deref().unwrap_or_default();
    app.limits.mail(client.address, address).await?;
    let outcome = app.identity.reauthenticate(&actor.0, &client.info()).await;
    outcome.map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
    Ok(private(Json(json!({}))))
}
