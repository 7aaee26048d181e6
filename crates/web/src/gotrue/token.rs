use axum::{
    Json,
    extract::{Query, Request, State},
    response::Response,
};
use serde::Deserialize;
use stoa_core::SecretString;
use stoa_identity::SessionView;
use utoipa::ToSchema;

use super::body::{refuse, shape};
use crate::{
    App, Fault,
    api::auth::private,
    extract::{Client, read_json},
};

/// Which way a token is asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct GrantQuery {
    grant_type: Option<String>,
}

/// With `grant_type=password`.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PasswordGrant {
    /// The address.
    #[schema(required)]
    email: Option<String>,
    /// The password.
    #[schema(value_type = String, format = Password, required)]
    password: Option<SecretString>,
}

/// With `grant_type=refresh_token`.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RefreshGrant {
    /// The refresh token of the last answer.
    #[schema(value_type = String, required)]
    refresh_token: Option<SecretString>,
}

/// What a token is given for, for the document alone: the query says which of them it is.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the handler reads the one that the query names")]
pub(crate) enum TokenGrant {
    /// A password.
    Password(PasswordGrant),
    /// A refresh token.
    Refresh(RefreshGrant),
}

/// Signs in by password, or continues a session.
///
/// # Errors
/// 400 `invalid_credentials`, `refresh_token_not_found`, `refresh_token_already_used`, `session_expired`,
/// `validation_failed`; 409 `conflict` while others refresh the same session for five seconds.
#[utoipa::path(post, path = "/auth/v1/token", tag = "auth v1", params(("grant_type" = String, Query, description = "password or refresh_token")),
    request_body = TokenGrant,
    responses((status = 200, description = "The session", body = SessionView), (status = 400), (status = 403), (status = 409), (status = 429), (status = 503)))]
pub(crate) async fn token(
    State(app): State<App>,
    client: Client,
    Query(query): Query<GrantQuery>,
    request: Request,
) -> Result<Response, Fault> {
    let body = read_json(request).await?;
    let session = match query.grant_type.as_deref() {
        Some("password") => {
            let grant: PasswordGrant = shape(body)?;
            let (Some(email), Some(password)) = (grant.email, grant.password) else {
                return Err(refuse(
                    "validation_failed",
                    "email and password are required",
                ));
            };
            app.limits.sign_in(client.address, &email).await?;
            let session = app
                .identity
                .sign_in(&email, &password, &client.info())
                .await
                .map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
            app.limits.signed_in(client.address, &email).await;
            session
        }
        Some("refresh_token") => {
            let grant: RefreshGrant = shape(body)?;
            let token = grant
                .refresh_token
                .ok_or_else(|| refuse("validation_failed", "refresh_token is required"))?;
            app.limits.refresh(client.address).await?;
            app.identity
                .refresh(&token, &client.info())
                .await
                .map_err(|e| Fault::gotrue(&(&e).into(), &e))?
        }
        _ => return Err(refuse("validation_failed", "unsupported grant_type")),
    };
    Ok(private(Json(SessionView::from(&session))))
}
