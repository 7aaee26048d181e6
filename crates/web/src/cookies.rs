//! The cookies of pages.

use http::{HeaderMap, header::COOKIE};

/// A page cookie lives as long as an idle session, and is set anew with each page.
pub(crate) const SESSION_SECONDS: i64 = 30 * 24 * 3600;

const SECURE_NAME: &str = "__Host-stoa";
const PLAIN_NAME: &str = "stoa";

/// How the session cookie is set: by the address people use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CookiePolicy {
    /// `__Host-stoa`, sent over https and to loopback only.
    Secure,
    /// `stoa`, on an operator's explicit word (`--insecure-cookies`).
    Plain,
}

/// The value of the session cookie, if one was sent under the name that we set: another name has none of its protection.
#[must_use]
pub(crate) fn session(headers: &HeaderMap, policy: CookiePolicy) -> Option<String> {
    value(headers, policy.name())
}

/// The value of a named cookie.
#[must_use]
pub(crate) fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

impl CookiePolicy {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Secure => SECURE_NAME,
            Self::Plain => PLAIN_NAME,
        }
    }

    /// Sets the session cookie for `max_age_seconds`.
    #[must_use]
    pub fn set(self, value: &str, max_age_seconds: i64) -> String {
        match self {
            Self::Secure => format!(
                "{SECURE_NAME}={value}; Path=/; Max-Age={max_age_seconds}; Secure; HttpOnly; SameSite=Lax"
            ),
            Self::Plain => format!(
                "{PLAIN_NAME}={value}; Path=/; Max-Age={max_age_seconds}; HttpOnly; SameSite=Lax"
            ),
        }
    }

    /// Under which name a browser holds what a sign-in at a provider must bring back.
    pub(crate) const fn oauth_name(self) -> &'static str {
        match self {
            Self::Secure => "__Host-stoa-oauth",
            Self::Plain => "stoa-oauth",
        }
    }

    /// Lets the browser hold that, for as long as a sign-in at a provider may take.
    pub(crate) fn oauth(self, value: &str) -> String {
        let (name, secure) = match self {
            Self::Secure => (self.oauth_name(), "; Secure"),
            Self::Plain => (self.oauth_name(), ""),
        };
        format!("{name}={value}; Path=/; Max-Age=600{secure}; HttpOnly; SameSite=Lax")
    }

    /// Removes the session cookie.
    #[must_use]
    pub fn clear(self) -> String {
        self.set("", 0)
    }

    /// Keeps a harmless choice, such as the language, for a year.
    #[must_use]
    pub fn preference(self, name: &str, value: &str) -> String {
        let secure = if self == Self::Secure { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; Max-Age=31536000{secure}; SameSite=Lax")
    }
}
