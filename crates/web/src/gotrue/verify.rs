use axum::{
    Json,
    extract::{Request, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::json;
use stoa_core::SecretString;
use stoa_identity::{Onward, Proof, SessionView, Verified, purposes_of_type};
use utoipa::ToSchema;

use super::{
    body::{email, refuse, shape},
    even::Even,
    opened,
};
use crate::{
    App, Fault,
    api::auth::private,
    extract::{Client, read_json},
};

/// What one of two mailboxes is told that has agreed to a change of address.
pub(super) const HALF: &str =
    "Confirmation link accepted. Please proceed to confirm link sent to the other email";

/// A link or a code of a letter.
#[derive(Deserialize, ToSchema)]
struct VerifyBody {
    /// `signup`, `invite`, `magiclink`, `recovery`, `email_change` or `email`.
    #[serde(rename = "type")]
    #[schema(required)]
    kind: Option<String>,
    /// The address, with `token`.
    email: Option<String>,
    /// The six digits.
    #[schema(value_type = Option<String>)]
    token: Option<SecretString>,
    /// What stands in the link; alone.
    #[schema(value_type = Option<String>)]
    token_hash: Option<SecretString>,
}

/// Uses up a link or a code, and signs in.
///
/// With `type` and either `token_hash` (what stands in the link) or `email` and `token` (the six digits). A form is what
/// the page behind a link sends: it is answered by leading on to the address that the client asked for.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`; 403 `otp_expired` for whatever is wrong, used, expired or unknown.
#[utoipa::path(post, path = "/auth/v1/verify", tag = "auth v1", request_body = VerifyBody,
    responses((status = 200, description = "The session; or `msg` when the other of two mailboxes is still asked", body = serde_json::Value),
        (status = 303, description = "To a form: on to the client"), (status = 400), (status = 403), (status = 429)))]
pub(crate) async fn verify(
    State(app): State<App>,
    client: Client,
    request: Request,
) -> Result<Response, Fault> {
    if opened::is_form(request.headers()) {
        return opened::submit(app, client, request).await;
    }
    let even = Even::begin();
    let body: VerifyBody = shape(read_json(request).await?)?;
    let purposes = body.kind.as_deref().and_then(purposes_of_type);
    let purposes = purposes.ok_or_else(|| invalid("Verify requires a verification type"))?;
    let proof = proof(body)?;
    match &proof {
        Proof::Code { email, .. } => app.limits.code_of(client.address, email.as_str()).await?,
        Proof::Link(_) => app.limits.verify_code(client.address).await?,
    }
    let (identity, info) = (&app.identity, client.info());
    let outcome = identity.verify_proof(purposes, &proof, Onward::Session, &info);
    match even.answer(outcome.await).await {
        Ok(Verified::Session(session)) => Ok(private(Json(SessionView::from(&*session)))),
        Ok(Verified::HalfOfTwo) => Ok(private(Json(json!({ "msg": HALF, "code": "200" })))),
        Ok(Verified::Code(_)) => Err(invalid("Verify requires a token or a token hash")),
        Err(error) => Err(Fault::gotrue(&(&error).into(), &error)),
    }
}

fn proof(body: VerifyBody) -> Result<Proof, Fault> {
    let is_empty =
        |secret: &SecretString| stoa_core::ExposeSecret::expose_secret(secret).is_empty();
    let given = |secret: Option<SecretString>| secret.filter(|secret| !is_empty(secret));
    let address = body.email.filter(|address| !address.is_empty());
    match (given(body.token_hash), given(body.token), address) {
        (Some(_), Some(_), _) => Err(invalid(
            "Verify requires either a token or a token hash, not both",
        )),
        (Some(_), None, Some(_)) => Err(invalid("Only the token_hash and type should be provided")),
        (Some(token), None, None) => Ok(Proof::Link(token)),
        (None, Some(code), Some(address)) => Ok(Proof::Code {
            email: email(Some(&address))?,
            code,
        }),
        (None, Some(_), None) => Err(invalid("Verify by token requires an email address")),
        (None, None, _) => Err(invalid("Verify requires a token or a token hash")),
    }
}

fn invalid(text: &str) -> Fault {
    refuse("validation_failed", text)
}
