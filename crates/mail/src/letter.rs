use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use stoa_domain::{Email, Locale};

use crate::LetterKind;

/// Everything one letter says.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// Which letter.
    pub kind: LetterKind,
    /// In which language.
    pub locale: Locale,
    /// Who writes.
    pub site: Site<'a>,
    /// How the person is called; left out when it does not look like a name.
    pub person: Option<&'a str>,
    /// What opens something, in letters that have it.
    pub key: Key<'a>,
    /// The request behind it.
    pub asked: Asked<'a>,
    /// The other address, in letters about a change of address.
    pub new_email: Option<&'a Email>,
    /// The account at a provider, in letters about one: `google (anna@mail.kz)`.
    pub account: Option<&'a str>,
    /// Who invites; left out when it does not look like a name.
    pub invited_by: Option<&'a str>,
}

/// Who writes.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// The academy's name.
    pub name: &'a str,
    /// Its address: `https://academy.kz`.
    pub origin: &'a str,
}

/// What opens something: a link, a code, or both.
#[derive(Clone, Copy, Default)]
pub struct Key<'a> {
    /// The link, and how long it is good; none: it is not a secret.
    pub link: Option<(&'a str, Option<TimeDelta>)>,
    /// The code, and how long it is good.
    pub code: Option<(&'a str, TimeDelta)>,
}

/// Shows no secret.
impl fmt::Debug for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("link", &self.link.is_some())
            .field("code", &self.code.is_some())
            .finish()
    }
}

/// The request behind a letter.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// From which network: `203.0.113.0/24`.
    pub network: Option<&'a str>,
    /// With which program, in its own words: only its well-known part is shown.
    pub user_agent: Option<&'a str>,
}
