use std::{borrow::Cow, sync::Arc};

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use stoa_core::{Failure, FieldError, Kind};
use stoa_domain::Role;
use stoa_identity::{Actor, GoTrueError};

/// A failed request, before it is given a body: the outermost layer writes it as the caller reads it, as
/// problem+json, in GoTrue's shape or as a page.
#[derive(Debug, Clone)]
pub struct Fault {
    /// What sort of failure it is.
    pub kind: Kind,
    /// The answer's status; usually the kind's.
    pub status: StatusCode,
    /// A stable code.
    pub code: Cow<'static, str>,
    /// A safe sentence for the caller.
    pub detail: String,
    /// Every wrong field.
    pub fields: Vec<FieldError>,
    /// Seconds after which a new try makes sense.
    pub retry_after_seconds: Option<u64>,
    /// Who was refused, and which roles would have been let in.
    pub refused: Option<Refused>,
}

/// Who was refused, and which roles would have been let in.
#[derive(Debug, Clone)]
pub struct Refused {
    /// Who asked.
    pub actor: Arc<Actor>,
    /// Any one of these would do.
    pub needed: &'static [Role],
}

impl Fault {
    /// A failure that is only known at the edge.
    pub fn new(kind: Kind, code: impl Into<Cow<'static, str>>, detail: impl Into<String>) -> Self {
        Self {
            kind,
            status: status(kind),
            code: code.into(),
            detail: detail.into(),
            fields: Vec::new(),
            retry_after_seconds: None,
            refused: None,
        }
    }

    /// The same with another status than the kind's.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// A request that breaks rules; all of them at once.
    #[must_use]
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        Self {
            fields,
            ..Self::new(
                Kind::Invalid,
                "request.invalid",
                "Some fields are not right.",
            )
        }
    }

    /// An error in the words of `/auth/v1`.
    #[must_use]
    pub fn from_gotrue(error: &GoTrueError) -> Self {
        let status =
            StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let kind = if status.is_server_error() {
            Kind::Internal
        } else {
            Kind::Malformed
        };
        Self {
            retry_after_seconds: error.retry_after_seconds,
            fields: weak_password(error),
            ..Self::new(kind, error.code, error.message.clone()).with_status(status)
        }
    }

    /// The same for an operation's error, which is logged.
    #[must_use]
    pub fn gotrue(error: &GoTrueError, source: &impl Failure) -> Self {
        log(source);
        Self::from_gotrue(error)
    }

    /// A signed-in person who has a second proof and has not given it.
    #[must_use]
    pub fn insufficient_aal() -> Self {
        Self::new(
            Kind::Forbidden,
            "auth.insufficient_aal",
            "Please confirm with your second factor first.",
        )
    }

    /// A signed-in person without any of the needed roles.
    #[must_use]
    pub fn role_missing(actor: &Arc<Actor>, needed: &'static [Role]) -> Self {
        let roles: Vec<_> = needed.iter().map(|role| role.as_str()).collect();
        Self {
            refused: Some(Refused {
                actor: Arc::clone(actor),
                needed,
            }),
            ..Self::new(
                Kind::Forbidden,
                "auth.role_missing",
                format!("This needs one of the roles: {}.", roles.join(", ")),
            )
        }
    }
}

/// What `/auth/v1` says of a refused password: each reason is the code of a wrong field.
fn weak_password(error: &GoTrueError) -> Vec<FieldError> {
    let field = |reason: &&'static str| FieldError::new("password", *reason, error.message.clone());
    error.weak_password.iter().map(field).collect()
}

/// The one place where a kind becomes a status.
#[must_use]
pub(crate) fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Malformed => StatusCode::BAD_REQUEST,
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Gone => StatusCode::GONE,
        Kind::Limited => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl<E: Failure> From<E> for Fault {
    /// Logs the whole chain once, at the level of the kind; the caller gets the public text.
    fn from(error: E) -> Self {
        log(&error);
        Self {
            fields: error.fields(),
            retry_after_seconds: error.retry_after_seconds(),
            ..Self::new(error.kind(), error.code(), error.public())
        }
    }
}

fn log(error: &impl Failure) {
    let (code, chain) = (error.code(), chain(error));
    match error.kind() {
        Kind::Internal => tracing::error!(code, error = chain, "request failed"),
        Kind::Unavailable => tracing::warn!(code, error = chain, "request failed"),
        _ => tracing::debug!(code, error = chain, "request refused"),
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
