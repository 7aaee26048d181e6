use askama::Template;
use chrono::{DateTime, Utc};
use stoa_domain::HealthLevel;

use crate::{Panel, Shell, Tone};

/// `/admin/alerts`: what parts of the system said of themselves. The filter is a GET form on the same page.
#[derive(Debug, Clone, Template)]
#[template(path = "system/alerts.html")]
pub struct AlertsPage {
    /// The page around it.
    pub shell: Shell,
    /// Only events of this level.
    pub level: Option<HealthLevel>,
    /// The events.
    pub events: Panel<EventList>,
}

/// One page of events.
#[derive(Debug, Clone)]
pub struct EventList {
    /// The events, the newest first.
    pub rows: Vec<EventRow>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// Whether this is not the first page.
    pub is_later_page: bool,
}

/// Something that was said.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// When first.
    pub at: DateTime<Utc>,
    /// How much it means.
    pub level: HealthLevel,
    /// In words.
    pub message: String,
    /// How often the same came again within a minute.
    pub repeats: i32,
    /// How administrators were told, and when: `telegram` or `mail`.
    pub told: Option<(String, DateTime<Utc>)>,
    /// The request in which it happened.
    pub request_id: Option<String>,
    /// What else is known, as JSON; empty when nothing is.
    pub details: String,
}

impl EventRow {
    pub(crate) const fn tone(&self) -> Tone {
        match self.level {
            HealthLevel::Critical | HealthLevel::Error => Tone::Bad,
            HealthLevel::Warning => Tone::Warn,
            HealthLevel::Switch => Tone::Info,
            HealthLevel::Info => Tone::Idle,
        }
    }
}

impl AlertsPage {
    /// The levels, as the filter offers them, and which one is chosen.
    pub(crate) fn levels(&self) -> Vec<(&'static str, bool)> {
        let levels = HealthLevel::ALL.iter().copied();
        levels
            .map(|level| (level.as_str(), self.level == Some(level)))
            .collect()
    }

    /// The list with this filter; `cursor` begins the page after the last row shown.
    pub(crate) fn url(&self, cursor: Option<&str>) -> String {
        let level = self.level.map(|level| format!("level={level}"));
        let cursor = cursor.map(|cursor| format!("cursor={cursor}"));
        let query = level
            .into_iter()
            .chain(cursor)
            .collect::<Vec<_>>()
            .join("&");
        if query.is_empty() {
            "/admin/alerts".to_owned()
        } else {
            format!("/admin/alerts?{query}")
        }
    }
}
