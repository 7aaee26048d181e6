use std::{marker::PhantomData, ops::Deref, sync::Arc};

use axum::extract::FromRequestParts;
use http::{HeaderMap, header::AUTHORIZATION, request::Parts};
use stoa_core::Kind;
use stoa_domain::Role;

use crate::{App, cookies, fault::Fault, layers::CameByCookie};

/// Which roles an operation lets in.
pub(crate) trait Requirement: Send + Sync + 'static {
    /// Any one of them; none means that being signed in is enough.
    const ROLES: &'static [Role];
    /// Whether people who have a second proof must have given it: wherever a role is needed.
    const SECOND_PROOF: bool = !Self::ROLES.is_empty();
}

/// Anybody who is signed in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SignedIn;
/// Whoever decides about the own account: signed in, and with the second proof where there is one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Own;
/// People who sell the express course.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sales;
/// People who lead those, and administrators.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SalesLead;
/// Administrators.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Admin;

impl Requirement for SignedIn {
    const ROLES: &'static [Role] = &[];
}
impl Requirement for Own {
    const ROLES: &'static [Role] = &[];
    const SECOND_PROOF: bool = true;
}
impl Requirement for Sales {
    const ROLES: &'static [Role] = &[Role::SalesManager, Role::SalesLead, Role::Admin];
}
impl Requirement for SalesLead {
    const ROLES: &'static [Role] = &[Role::SalesLead, Role::Admin];
}
impl Requirement for Admin {
    const ROLES: &'static [Role] = &[Role::Admin];
}

/// The signed-in person of a request, with a role that the operation needs.
///
/// A bearer token is looked at first, and then the cookie is not: a request is one or the other.
#[derive(Debug)]
pub(crate) struct Actor<R>(pub Arc<stoa_identity::Actor>, PhantomData<R>);

impl<R> Deref for Actor<R> {
    type Target = stoa_identity::Actor;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<R: Requirement> FromRequestParts<App> for Actor<R> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let actor = authenticate(&parts.headers, app).await?;
        if let Some(came) = parts.extensions.get::<CameByCookie>()
            && !parts.headers.contains_key(AUTHORIZATION)
        {
            came.note();
        }
        if !R::ROLES.is_empty() && !actor.roles.any_of(R::ROLES) {
            return Err(Fault::role_missing(&actor, R::ROLES));
        }
        if R::SECOND_PROOF && actor.owes_second_proof() {
            return Err(Fault::insufficient_aal());
        }
        Ok(Self(actor, PhantomData))
    }
}

/// The person of a page that visitors see too; a bad cookie counts as none.
impl<R: Requirement> axum::extract::OptionalFromRequestParts<App> for Actor<R> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Fault> {
        match <Self as FromRequestParts<App>>::from_request_parts(parts, app).await {
            Ok(actor) => Ok(Some(actor)),
            Err(fault) if matches!(fault.kind, Kind::Unauthenticated | Kind::Forbidden) => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

async fn authenticate(headers: &HeaderMap, app: &App) -> Result<Arc<stoa_identity::Actor>, Fault> {
    if headers.contains_key(AUTHORIZATION) {
        let token =
            bearer(headers).ok_or_else(|| missing("Send `Authorization: Bearer <token>`."))?;
        return Ok(app.identity.authenticate(token).await?);
    }
    let cookie = cookies::session(headers, app.settings.cookies)
        .ok_or_else(|| missing("Nobody is signed in."))?;
    Ok(app.identity.authenticate_cookie(&cookie).await?)
}

fn missing(detail: &str) -> Fault {
    Fault::new(Kind::Unauthenticated, "auth.required", detail)
}

/// The token of an `Authorization: Bearer` header.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty()).then(|| token.trim())
}
