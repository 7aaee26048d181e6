use axum::extract::FromRequestParts;
use http::request::Parts;
use stoa_identity::{ApiRole, GoTrueError, Origin};

use crate::{
    App, Fault,
    extract::{Client, bearer},
};

/// Whoever holds the service key, sent as a bearer token: for endpoints that act on any person.
pub(crate) struct Service(Origin);

impl Service {
    /// Who acts, for the audit.
    pub(super) fn origin(&self) -> &Origin {
        &self.0
    }
}

impl FromRequestParts<App> for Service {
    type Rejection = Fault;

    /// 401 `no_authorization` without a bearer, 403 `not_admin` for the public key and for a person's token, 403
    /// `bad_jwt` for what is neither.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let refuse = |status, code, text| Fault::from_gotrue(&GoTrueError::new(status, code, text));
        let token = bearer(&parts.headers).ok_or_else(|| {
            let text = "This endpoint requires a valid Bearer token";
            refuse(401, "no_authorization", text)
        })?;
        let not_admin = || refuse(403, "not_admin", "User not allowed");
        match app.identity.api_role(token) {
            Ok(ApiRole::ServiceRole) => {}
            Ok(ApiRole::Anon) => return Err(not_admin()),
            Err(_) => {
                // Judged as anywhere, so that the answer names every issuer that is accepted.
                let known = app.identity.authenticate(token).await;
                return Err(known.map_or_else(|e| Fault::gotrue(&(&e).into(), &e), |_| not_admin()));
            }
        }
        let Ok(client) = Client::from_request_parts(parts, app).await;
        Ok(Self(Origin::service(&client.info())))
    }
}
