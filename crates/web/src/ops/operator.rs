use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::{
    HeaderMap,
    header::{FORWARDED, VIA},
    request::Parts,
};
use stoa_core::{ExposeSecret as _, Kind};
use subtle::ConstantTimeEq as _;

use crate::{
    App, Fault,
    extract::{ClientAddress, bearer},
};

/// Whoever may read figures and the state of every part.
///
/// That is: every request on the operators' own address; a request with the operators' token; and, while nobody stands in
/// front of Stoa, a request from this machine. Behind a proxy everybody may look like this machine, so there it does not
/// count: neither with a public address configured, nor with a header that only a proxy writes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operator;

impl FromRequestParts<App> for Operator {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let known = parts.extensions.get::<Self>().copied();
        known
            .or_else(|| by_token(&parts.headers, app))
            .or_else(|| from_this_machine(parts, app))
            .ok_or_else(|| {
                Fault::new(
                    Kind::Unauthenticated,
                    "ops.token_required",
                    "Operators only: send `Authorization: Bearer <ops.token>`, or ask at the address `ops.listen`.",
                )
            })
    }
}

impl OptionalFromRequestParts<App> for Operator {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Fault> {
        let operator = <Self as FromRequestParts<App>>::from_request_parts(parts, app);
        Ok(operator.await.ok())
    }
}

pub(super) fn by_token(headers: &HeaderMap, app: &App) -> Option<Operator> {
    let wanted = app.settings.ops_token.as_ref()?.expose_secret();
    let sent = bearer(headers)?;
    bool::from(sent.as_bytes().ct_eq(wanted.as_bytes())).then_some(Operator)
}

fn from_this_machine(parts: &Parts, app: &App) -> Option<Operator> {
    let address = parts.extensions.get::<ClientAddress>()?.0;
    let proxied = app.settings.public_url.is_some()
        || [
            FORWARDED.as_str(),
            VIA.as_str(),
            "x-forwarded-for",
            "x-real-ip",
        ]
        .iter()
        .any(|name| parts.headers.contains_key(*name));
    (address.is_loopback() && !proxied).then_some(Operator)
}
