use axum::{
    Json,
    extract::{Request, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::{Map, Value};
use stoa_core::SecretString;
use stoa_identity::{SessionView, SignUp, SignedUp, UserView};
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

/// A new account; without `email` an anonymous one.
#[derive(Deserialize, ToSchema)]
struct SignUpBody {
    /// The address.
    email: Option<String>,
    /// Not used yet: numbers are refused.
    phone: Option<String>,
    /// The password; needed with an address.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<SecretString>,
    /// What becomes `user_metadata`.
    #[schema(value_type = Option<Object>)]
    data: Option<Map<String, Value>>,
    #[serde(flatten)]
    pkce: Pkce,
}

/// Makes an account, or signs in somebody who has no address yet.
///
/// Without `email` the sign-in is anonymous. Where addresses are proved by letter the answer is a user without a session,
/// and the same whether the address was free or not: its owner gets a letter either way.
///
/// # Errors
/// 400 `validation_failed`, `bad_json`; 422 `weak_password`, `signup_disabled`, `anonymous_provider_disabled`,
/// `user_already_exists` (only where addresses are not proved).
#[utoipa::path(post, path = "/auth/v1/signup", tag = "auth v1",
    params(("redirect_to" = Option<String>, Query, description = "where the letter's link leads in the end")),
    request_body = SignUpBody,
    responses((status = 200, description = "A session, or the user when a letter is on its way", body = serde_json::Value),
        (status = 400), (status = 422), (status = 429)))]
pub(crate) async fn signup(
    State(app): State<App>,
    client: Client,
    wished: Wished,
    request: Request,
) -> Result<Response, Fault> {
    let even = Even::begin();
    let body: SignUpBody = shape(read_json(request).await?)?;
    no_phone(body.phone.as_deref())?;
    app.limits.sign_up(client.address).await?;
    let data = body.data.unwrap_or_default();
    let Some(address) = body.email.filter(|address| !address.is_empty()) else {
        let session = app.identity.sign_in_anonymously(data, &client.info()).await;
        let session = session.map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
        return Ok(private(Json(SessionView::from(&session))));
    };
    let password = body.password.ok_or_else(no_password)?;
    let wanted = SignUp {
        email: email(Some(&address))?,
        password,
        data,
    };
    let mut link = wished.link(&app, &body.pkce)?;
    // An address that has had its share of letters gets no other, and whoever asks is not told.
    let mail = app.limits.mail(client.address, wanted.email.as_str()).await;
    link.is_silent = mail.is_err();
    let outcome = app.identity.sign_up(wanted, &link, &client.info()).await;
    match even.answer(outcome).await {
        Ok(SignedUp::Session(session)) => Ok(private(Json(SessionView::from(&*session)))),
        Ok(SignedUp::Pending(user)) => Ok(private(Json(UserView::from(&*user)))),
        Err(error) => Err(Fault::gotrue(&(&error).into(), &error)),
    }
}

fn no_password() -> Fault {
    refuse("validation_failed", "Signup requires a valid password")
}
