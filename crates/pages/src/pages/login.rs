//! `/login`.

use askama::Template;
use chrono::{DateTime, Utc};

use crate::{Faults, Shell, Tone};

/// `/login`. The form posts `email`, `password` and `next` to `/login`.
#[derive(Debug, Clone, Template)]
#[template(path = "login.html")]
pub struct LoginPage {
    /// The page around it.
    pub shell: Shell,
    /// The address as it was typed. A password is never given back.
    pub email: String,
    /// Where to go afterwards: a path of this site, checked by the caller; empty for the home of the roles.
    pub next: String,
    /// Why the person sees this page.
    pub notice: Option<LoginNotice>,
    /// Wrong fields: `email`, `password`.
    pub faults: Faults,
    /// Providers to sign in at, in the order of the settings.
    pub providers: Vec<ProviderLink>,
    /// The accounts of a demonstration, offered to a newcomer.
    pub demo: Vec<DemoAccount>,
}

/// A way to a provider.
#[derive(Debug, Clone)]
pub struct ProviderLink {
    /// What the provider is called in the settings: `google`.
    pub name: String,
    /// Where the way begins.
    pub url: String,
}

impl ProviderLink {
    /// The provider as people know it.
    pub(crate) fn label(&self) -> String {
        match self.name.as_str() {
            "google" => "Google".to_owned(),
            "apple" => "Apple".to_owned(),
            "azure" | "microsoft" => "Microsoft".to_owned(),
            "gitlab" => "GitLab".to_owned(),
            "linkedin" | "linkedin_oidc" => "LinkedIn".to_owned(),
            other => {
                let mut letters = other.chars();
                let first = letters.next().map(char::to_uppercase);
                first.into_iter().flatten().chain(letters).collect()
            }
        }
    }
}

/// Why a person sees the login page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginNotice {
    /// The page they asked for needs to know who they are.
    SignInFirst,
    /// They signed out.
    SignedOut,
    /// They deleted their account.
    AccountDeleted,
    /// The session ended.
    SessionEnded,
    /// The link of a letter was used or has expired.
    LinkUsed,
    /// One of two mailboxes has agreed to a change of address; the other is still asked.
    HalfAgreed,
    /// A sign-in at a provider led to nothing: it was given up, took too long, or ended in another browser.
    ProviderFailed,
    /// The provider has not proved the address, or tells none.
    ProviderNoAddress,
    /// Nobody here has the address, and strangers may not make accounts.
    ProviderUnknown,
    /// There is an account with the address, and nobody has proved yet whose it is.
    ProviderUnproved,
    /// Address and password do not belong together; which of them is wrong is not said.
    WrongCredentials,
    /// The password is right, and the address was never proved.
    Unconfirmed,
    /// The password is right, and the account is closed.
    Closed {
        /// Until when, where there is an end to wait for.
        until: Option<DateTime<Utc>>,
    },
    /// Too many tries.
    TooManyTries {
        /// From when on a new try is heard.
        until: DateTime<Utc>,
    },
    /// The browser did not bring the cookie back.
    CookieMissing,
    /// Signing in does not work just now; nothing is wrong with what was typed.
    Unavailable,
}

/// An account of a demonstration.
#[derive(Debug, Clone)]
pub struct DemoAccount {
    /// Whose work it shows.
    pub role: stoa_domain::Role,
    /// Its address.
    pub email: String,
    /// Its password.
    pub password: String,
}

impl LoginNotice {
    pub(crate) const fn key(&self) -> &'static str {
        match self {
            Self::SignInFirst => "login-sign-in-first",
            Self::SignedOut => "login-signed-out",
            Self::AccountDeleted => "login-deleted",
            Self::SessionEnded => "login-session-ended",
            Self::LinkUsed => "login-link-used",
            Self::HalfAgreed => "login-half-agreed",
            Self::Unconfirmed => "login-unconfirmed",
            Self::Closed { .. } => "login-closed",
            Self::ProviderFailed => "login-provider-failed",
            Self::ProviderNoAddress => "login-provider-no-address",
            Self::ProviderUnknown => "login-provider-unknown",
            Self::ProviderUnproved => "login-provider-unproved",
            Self::WrongCredentials => "login-wrong",
            Self::TooManyTries { .. } => "login-too-many",
            Self::CookieMissing => "login-cookie-missing",
            Self::Unavailable => "login-unavailable",
        }
    }

    pub(crate) const fn tone(&self) -> Tone {
        match self {
            Self::SignedOut | Self::AccountDeleted | Self::HalfAgreed => Tone::Ok,
            Self::SignInFirst | Self::SessionEnded => Tone::Info,
            Self::CookieMissing
            | Self::Unavailable
            | Self::LinkUsed
            | Self::Unconfirmed
            | Self::ProviderFailed
            | Self::ProviderNoAddress
            | Self::ProviderUnknown
            | Self::ProviderUnproved => Tone::Warn,
            Self::WrongCredentials | Self::TooManyTries { .. } | Self::Closed { .. } => Tone::Bad,
        }
    }

    pub(crate) const fn is_cookie(&self) -> bool {
        matches!(self, Self::CookieMissing)
    }

    pub(crate) const fn until(&self) -> Option<&DateTime<Utc>> {
        match self {
            Self::TooManyTries { until } => Some(until),
            Self::Closed { until } => until.as_ref(),
            _ => None,
        }
    }
}
