//! What the bodies and queries of several endpoints have in common.

use axum::extract::FromRequestParts;
use http::{header::ACCEPT_LANGUAGE, request::Parts};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use stoa_domain::Email;
use stoa_identity::{CodeChallenge, GoTrueError, LinkWish};
use stoa_pages::{Locale, LocaleWishes};
use utoipa::ToSchema;

use crate::{App, Fault, pages::parameter};

/// A body in the shape that an endpoint reads; unknown fields are let be.
pub(super) fn shape<T: DeserializeOwned>(body: Value) -> Result<T, Fault> {
    serde_json::from_value(body)
        .map_err(|_| refuse("bad_json", "Could not parse request body as JSON"))
}

/// A 400 in the protocol's words.
pub(super) fn refuse(code: &'static str, text: &str) -> Fault {
    Fault::from_gotrue(&GoTrueError::new(400, code, text))
}

/// An address that letters can be sent to.
pub(super) fn email(text: Option<&str>) -> Result<Email, Fault> {
    let invalid = "Unable to validate email address: invalid format";
    Email::parse(text.unwrap_or_default()).map_err(|_| refuse("validation_failed", invalid))
}

/// Numbers cannot be used yet: a request that names one is told so.
pub(super) fn no_phone(phone: Option<&str>) -> Result<(), Fault> {
    if phone.is_some_and(|phone| !phone.is_empty()) {
        Err(refuse(
            "phone_provider_disabled",
            "Phone logins and signups are disabled",
        ))
    } else {
        Ok(())
    }
}

/// The fields by which a client uses PKCE.
#[derive(Deserialize, ToSchema)]
#[schema(as = PkceFields)]
pub(super) struct Pkce {
    /// What the secret will be measured by, 43 to 128 characters.
    code_challenge: Option<String>,
    /// `s256` or `plain`.
    code_challenge_method: Option<String>,
}

/// What the request says besides its body: where a link shall lead, and the reader's language.
pub(crate) struct Wished {
    redirect_to: Option<String>,
    locale: Option<Locale>,
}

impl FromRequestParts<App> for Wished {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        let language = parts.headers.get(ACCEPT_LANGUAGE);
        let wishes = language.and_then(|value| value.to_str().ok());
        Ok(Self {
            redirect_to: parameter(parts.uri.query(), "redirect_to"),
            locale: wishes.map(|wishes| {
                LocaleWishes {
                    accept_language: Some(wishes),
                    ..LocaleWishes::default()
                }
                .settle()
            }),
        })
    }
}

impl Wished {
    /// Where a link shall lead, as far as the operator allows: by the query, else by `field`; `None` when neither says.
    pub(super) fn redirect(&self, app: &App, field: Option<&str>) -> Option<String> {
        let said = self.redirect_to.as_deref().or(field);
        let said = said.filter(|wanted| !wanted.is_empty())?;
        Some(app.identity.settle_redirect(Some(said)))
    }

    /// The link as the client wishes it, as far as the operator allows.
    ///
    /// # Errors
    /// `validation_failed` (400) for a challenge that is none.
    pub(super) fn link(self, app: &App, pkce: &Pkce) -> Result<LinkWish, Fault> {
        let challenge = CodeChallenge::read(
            pkce.code_challenge.as_deref(),
            pkce.code_challenge_method.as_deref(),
        );
        let challenge = challenge.map_err(|error| refuse("validation_failed", &error.to_string()));
        Ok(LinkWish {
            redirect_to: app.identity.settle_redirect(self.redirect_to.as_deref()),
            challenge: challenge?,
            locale: self.locale,
            is_silent: false,
        })
    }
}
