//! `/profile`.

use askama::Template;
use chrono::{DateTime, Utc};

use crate::{Faults, Locale, Shell};

/// `/profile`. The form posts `name`, `locale` and `zone` to `/profile`.
#[derive(Debug, Clone, Template)]
#[template(path = "profile.html")]
pub struct ProfilePage {
    /// The page around it. Name, address and roles are taken from its person.
    pub shell: Shell,
    /// The name as it was typed or is stored.
    pub name: String,
    /// The chosen language; `None`, as the browser says, is offered only while nothing was chosen.
    pub locale: Option<Locale>,
    /// The chosen zone: `Asia/Almaty`.
    pub zone: String,
    /// The zones on offer; with fewer than two the form has no field for it.
    pub zones: Vec<String>,
    /// Wrong fields: `name`, `locale`, `zone`.
    pub faults: Faults,
    /// The session of this request.
    pub session: CurrentSession,
}

/// The session of this request.
#[derive(Debug, Clone)]
pub struct CurrentSession {
    /// When the person signed in.
    pub started_at: DateTime<Utc>,
    /// When it ends by itself, when it does.
    pub ends_at: Option<DateTime<Utc>>,
    /// The browser, as it calls itself.
    pub agent: Option<String>,
    /// The first part of the network address.
    pub ip_prefix: Option<String>,
}

impl ProfilePage {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass references"
    )]
    pub(crate) fn is_locale(&self, locale: &Locale) -> bool {
        self.locale.as_ref() == Some(locale)
    }

    /// The zones that a form may offer: those of Kazakhstan's neighbours and of the people who study from afar.
    #[must_use]
    pub fn usual_zones() -> Vec<String> {
        let zones = [
            "Asia/Almaty",
            "Asia/Tashkent",
            "Asia/Bishkek",
            "Europe/Moscow",
            "Europe/Istanbul",
            "Europe/Berlin",
            "Europe/London",
            "Asia/Dubai",
            "Asia/Shanghai",
            "Asia/Seoul",
            "America/New_York",
            "UTC",
        ];
        zones.map(str::to_owned).into()
    }
}
