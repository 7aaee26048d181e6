use axum::extract::FromRequestParts;
use http::request::Parts;
use stoa_domain::Role;
use stoa_identity::{ApiRole, GoTrueError, Origin};

use crate::{
    App, Fault,
    extract::{Client, bearer},
};

/// Whoever may do anything with anybody's account: the holder of the service key, or a signed-in administrator.
#[derive(Debug)]
pub(crate) struct AdminCaller(pub(crate) Origin);

impl FromRequestParts<App> for AdminCaller {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let Ok(client) = Client::from_request_parts(parts, app).await;
        let client = client.info();
        let token = bearer(&parts.headers).ok_or_else(|| {
            refuse(
                401,
                "no_authorization",
                "This endpoint requires a valid Bearer token",
            )
        })?;
        match app.identity.api_role(token) {
            Ok(ApiRole::ServiceRole) => return Ok(Self(Origin::service(&client))),
            Ok(ApiRole::Anon) => return Err(not_admin()),
            // Not an API key: a person's token, then, or none of ours.
            Err(_) => {}
        }
        let actor = app.identity.authenticate(token).await;
        let actor = actor.map_err(|e| Fault::gotrue(&(&e).into(), &e))?;
        if !actor.has(Role::Admin) {
            return Err(not_admin());
        }
        if actor.owes_second_proof() {
            let text = "AAL2 session is required for what administrators do when MFA is enabled.";
            return Err(refuse(403, "insufficient_aal", text));
        }
        Ok(Self(Origin::actor(&actor, &client)))
    }
}

fn not_admin() -> Fault {
    refuse(403, "not_admin", "User not allowed")
}

pub(super) fn refuse(status: u16, code: &'static str, text: impl Into<String>) -> Fault {
    Fault::from_gotrue(&GoTrueError::new(status, code, text))
}

pub(super) fn invalid(text: impl Into<String>) -> Fault {
    refuse(400, "validation_failed", text)
}
