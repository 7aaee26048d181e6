use askama::Template;
use chrono::{DateTime, Utc};
use stoa_domain::RoleSet;
use uuid::Uuid;

use super::PeopleFilter;
use crate::{Panel, Shell, Tone};

/// `/admin/users`. The filter is a GET form on the same page.
#[derive(Debug, Clone, Template)]
#[template(path = "people/list.html")]
pub struct PeoplePage {
    /// The page around it.
    pub shell: Shell,
    /// What the list is narrowed to, as the address says.
    pub filter: PeopleFilter,
    /// The people.
    pub people: Panel<PeopleList>,
}

/// One page of the list of people.
#[derive(Debug, Clone)]
pub struct PeopleList {
    /// The people, the newest first.
    pub rows: Vec<PersonRow>,
    /// How many there are on all pages.
    pub total: i64,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// Whether this is not the first page.
    pub is_later_page: bool,
}

/// A person in the list.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// The person.
    pub id: Uuid,
    /// The name, where one is known.
    pub name: Option<String>,
    /// The address, where there is one.
    pub email: Option<String>,
    /// What the person may do.
    pub roles: RoleSet,
    /// How the account stands.
    pub state: PersonState,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// When the person last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// Whether a second factor is in use.
    pub has_second_factor: bool,
}

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonState {
    /// In use.
    Active,
    /// Invited; no password yet.
    Invited,
    /// The address is not confirmed.
    Unconfirmed,
    /// Without an address, for a while.
    Anonymous,
    /// Closed by an administrator.
    Banned {
        /// Until then.
        until: DateTime<Utc>,
    },
    /// Deleted; only its traces are kept.
    Deleted,
}

impl PersonState {
    pub(crate) const fn key(&self) -> &'static str {
        match self {
            Self::Active => "person-active",
            Self::Invited => "person-invited",
            Self::Unconfirmed => "person-unconfirmed",
            Self::Anonymous => "person-anonymous",
            Self::Banned { .. } => "person-banned",
            Self::Deleted => "person-deleted",
        }
    }

    pub(crate) const fn tone(&self) -> Tone {
        match self {
            Self::Active => Tone::Ok,
            Self::Invited => Tone::Info,
            Self::Unconfirmed => Tone::Warn,
            Self::Anonymous | Self::Deleted => Tone::Idle,
            Self::Banned { .. } => Tone::Bad,
        }
    }

    pub(crate) const fn banned_until(&self) -> Option<&DateTime<Utc>> {
        match self {
            Self::Banned { until } => Some(until),
            _ => None,
        }
    }

    pub(crate) const fn is_deleted(&self) -> bool {
        matches!(self, Self::Deleted)
    }
}

impl PersonRow {
    /// The name, else the address, else the id: whatever a person is best known by.
    pub(crate) fn title(&self) -> String {
        let known = self.name.as_ref().or(self.email.as_ref());
        known.cloned().unwrap_or_else(|| self.id.to_string())
    }

    /// The moment in words, or that there was none.
    pub(crate) fn last_seen(&self, shell: &Shell) -> String {
        self.last_sign_in_at
            .as_ref()
            .map_or_else(|| shell.t("never"), |at| shell.moment(at))
    }
}
