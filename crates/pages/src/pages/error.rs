//! The pages for a request that could not be answered.

use askama::Template;
use stoa_domain::RoleSet;

use crate::{Shell, Tone};

/// A page for a request that could not be answered. It never redirects.
#[derive(Debug, Clone, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The page around it; its request id is shown.
    pub shell: Shell,
    /// What went wrong.
    pub problem: Problem,
    /// Where to sign in: `/login`, with the page to come back to.
    pub sign_in: String,
}

/// What went wrong, as far as a person can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// The request cannot be read.
    Unreadable {
        /// Why: 400, 413, 415, 422 or 431.
        status: u16,
    },
    /// The session ended before the form was sent (401).
    SignedOut,
    /// The form came from another site, or the browser hid where it came from (403).
    ForeignForm,
    /// The signed-in person may not (403).
    Forbidden {
        /// Any one of these roles would do; empty where none is known.
        needed: RoleSet,
    },
    /// There is no such page (404).
    NotFound,
    /// The page cannot be used so (405).
    WrongMethod,
    /// It was there and is not any more (410).
    Gone,
    /// It clashes with what is there (409).
    Conflict,
    /// Too many requests (429).
    Limited {
        /// Seconds after which a new try makes sense.
        retry_after_seconds: Option<u32>,
    },
    /// Our own fault (500).
    Internal,
    /// Something we depend on does not answer (503).
    Unavailable {
        /// Seconds after which a new try makes sense.
        retry_after_seconds: Option<u32>,
    },
    /// The browser did not bring the session's cookie back after the login (400).
    CookieMissing,
}

impl Problem {
    /// The status of the answer, as far as the problem says it.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Unreadable { status } => status,
            Self::CookieMissing => 400,
            Self::SignedOut => 401,
            Self::ForeignForm | Self::Forbidden { .. } => 403,
            Self::NotFound => 404,
            Self::WrongMethod => 405,
            Self::Conflict => 409,
            Self::Gone => 410,
            Self::Limited { .. } => 429,
            Self::Internal => 500,
            Self::Unavailable { .. } => 503,
        }
    }

    /// The keys of the heading and of the explanation.
    pub(crate) const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Unreadable { .. } => ("error-unreadable", "error-unreadable-text"),
            Self::SignedOut => ("error-signed-out", "error-signed-out-text"),
            Self::ForeignForm => ("error-foreign", "error-foreign-text"),
            Self::Forbidden { .. } => ("error-forbidden", "error-forbidden-text"),
            Self::NotFound => ("error-not-found", "error-not-found-text"),
            Self::WrongMethod => ("error-method", "error-method-text"),
            Self::Gone => ("error-gone", "error-gone-text"),
            Self::Conflict => ("error-conflict", "error-conflict-text"),
            Self::Limited { .. } => ("error-limited", "error-limited-text"),
            Self::Internal => ("error-internal", "error-internal-text"),
            Self::Unavailable { .. } => ("error-unavailable", "error-unavailable-text"),
            Self::CookieMissing => ("error-cookie", "error-cookie-text"),
        }
    }

    pub(crate) const fn is_signed_out(self) -> bool {
        matches!(self, Self::SignedOut)
    }

    pub(crate) const fn needed(&self) -> Option<&RoleSet> {
        match self {
            Self::Forbidden { needed } if !needed.is_empty() => Some(needed),
            _ => None,
        }
    }

    pub(crate) const fn is_forbidden(self) -> bool {
        matches!(self, Self::Forbidden { .. })
    }

    pub(crate) const fn is_cookie(self) -> bool {
        matches!(self, Self::CookieMissing)
    }

    pub(crate) const fn wait(self) -> Option<u32> {
        match self {
            Self::Limited {
                retry_after_seconds,
            }
            | Self::Unavailable {
                retry_after_seconds,
            } => retry_after_seconds,
            _ => None,
        }
    }

    /// Whether the same request may work a little later.
    pub(crate) const fn may_retry(self) -> bool {
        matches!(
            self,
            Self::Limited { .. } | Self::Internal | Self::Unavailable { .. }
        )
    }

    pub(crate) const fn tone(self) -> Tone {
        match self {
            Self::Internal | Self::Unavailable { .. } => Tone::Bad,
            Self::Limited { .. } | Self::CookieMissing | Self::Conflict | Self::SignedOut => {
                Tone::Warn
            }
            _ => Tone::Info,
        }
    }
}
