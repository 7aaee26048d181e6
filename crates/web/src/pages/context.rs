use std::{marker::PhantomData, sync::Arc};

use axum::{
    extract::FromRequestParts,
    response::{Html, IntoResponse, Response},
};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{ACCEPT_LANGUAGE, CACHE_CONTROL},
    request::Parts,
};
use stoa_core::{Kind, RequestId};
use stoa_identity::Actor;
use stoa_pages::{Flash, Locale, LocaleWishes, Person, Shell, Template};

use crate::{
    App, Fault, cookies,
    extract::{Actor as Signed, Requirement, SignedIn},
};

/// A page's request: who asks, with a role the page needs, and the chrome around the answer.
pub(crate) struct Page<R> {
    pub(crate) actor: Arc<Actor>,
    pub(crate) shell: Shell,
    requirement: PhantomData<R>,
}

/// The request of a page that visitors see too.
pub(crate) struct Open {
    pub(crate) actor: Option<Arc<Actor>>,
    pub(crate) shell: Shell,
}

impl<R: Requirement> FromRequestParts<App> for Page<R> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let actor = <Signed<R> as FromRequestParts<App>>::from_request_parts(parts, app)
            .await?
            .0;
        let person = person(app, &actor).await;
        Ok(Self {
            actor,
            shell: shell(app, parts, Some(person)),
            requirement: PhantomData,
        })
    }
}

impl FromRequestParts<App> for Open {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let actor =
            match <Signed<SignedIn> as FromRequestParts<App>>::from_request_parts(parts, app).await
            {
                Ok(actor) => Some(actor.0),
                Err(fault) if matches!(fault.kind, Kind::Unauthenticated | Kind::Forbidden) => None,
                // A page that needs nobody to be signed in is not withheld because we cannot find out who is.
                Err(fault) if fault.kind == Kind::Unavailable => None,
                Err(fault) => return Err(fault),
            };
        let person = match &actor {
            Some(actor) => Some(person(app, actor).await),
            None => None,
        };
        Ok(Self {
            actor,
            shell: shell(app, parts, person),
        })
    }
}

/// The person as the chrome shows them. A profile that cannot be read takes away a name, never the page.
pub(super) async fn person(app: &App, actor: &Actor) -> Person {
    let profile = app.learning.profile(actor).await.ok();
    let locale = profile.as_ref().and_then(|profile| profile.chosen_locale);
    let name = profile
        .map(|profile| profile.name)
        .filter(|name| !name.is_empty());
    let email = actor.email.clone();
    let known = actor.locale.as_deref().and_then(Locale::parse);
    Person {
        name: name.or_else(|| email.clone()).unwrap_or_default(),
        email,
        roles: actor.roles,
        locale: locale.or(known),
    }
}

fn shell(app: &App, parts: &Parts, person: Option<Person>) -> Shell {
    let id = parts
        .extensions
        .get::<RequestId>()
        .map(ToString::to_string)
        .unwrap_or_default();
    let path = parts
        .uri
        .path_and_query()
        .map_or("/", http::uri::PathAndQuery::as_str);
    let locale = locale(
        &parts.headers,
        parts.uri.query(),
        person.as_ref().and_then(|p| p.locale),
    );
    Shell {
        person,
        flash: flash(parts.uri.query()),
        is_demo: app.settings.demo,
        is_sending: app.settings.is_sending,
        contacts: app.settings.contacts.clone(),
        ..Shell::new(locale, path, id)
    }
}

/// The language of an answer.
pub(crate) fn locale(headers: &HeaderMap, query: Option<&str>, setting: Option<Locale>) -> Locale {
    let cookie = cookies::value(headers, Locale::PARAMETER);
    LocaleWishes {
        setting,
        query: parameter(query, Locale::PARAMETER).as_deref(),
        cookie: cookie.as_deref(),
        accept_language: headers
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok()),
        community: Locale::Ru,
    }
    .settle()
}

fn flash(query: Option<&str>) -> Option<Flash> {
    let said = parameter(query, "said")?;
    Flash::ALL.into_iter().find(|flash| flash.as_str() == said)
}

/// A parameter of a query.
pub(crate) fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query?).ok()?;
    pairs
        .into_iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
}

/// Where a form leads when all went well: the page, with one sentence about it.
pub(crate) fn after(path: &str, flash: Flash) -> Response {
    axum::response::Redirect::to(&format!("{path}?said={}", flash.as_str())).into_response()
}

/// Renders a page; nobody but the reader may keep it.
pub(crate) fn render(page: &impl Template) -> Result<Response, Fault> {
    render_with(StatusCode::OK, page)
}

/// Renders a page whose parts may have failed: when none could be read it says to a person what it says, and its status
/// says the same to whatever watches or caches it.
pub(crate) fn render_parts(has_any: bool, page: &impl Template) -> Result<Response, Fault> {
    let status = if has_any {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    render_with(status, page)
}

/// Renders a page with another status, such as a form with faults.
pub(crate) fn render_with(status: StatusCode, page: &impl Template) -> Result<Response, Fault> {
    let html = page.render().map_err(|error| {
        tracing::error!(%error, "a page could not be rendered");
        Fault::new(
            Kind::Internal,
            "internal",
            "Something went wrong on our side.",
        )
    })?;
    let mut response = (status, Html(html)).into_response();
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
