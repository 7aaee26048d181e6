//! `/dashboard`.

use askama::Template;
use chrono::{DateTime, Utc};

use crate::{Panel, Shell, Tone};

/// `/dashboard`: is it well, how much of everything there is, and where to go.
#[derive(Debug, Clone, Template)]
#[template(path = "dashboard.html")]
pub struct DashboardPage {
    /// The page around it.
    pub shell: Shell,
    /// How each dependency is.
    pub checks: Panel<Vec<Check>>,
    /// The numbers, each with its own fate.
    pub tiles: Vec<Tile>,
    /// The release that answers: `0.1.0`.
    pub version: String,
}

/// How one dependency is.
#[derive(Debug, Clone)]
pub struct Check {
    /// Its name, as `/health` says it: `main`, `tripwire`, `worker`.
    pub name: String,
    /// How it is.
    pub state: CheckState,
    /// A few words more, as `/health` says them.
    pub detail: Option<String>,
    /// How long the answer took, in milliseconds.
    pub took_ms: Option<u32>,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckState {
    /// It works.
    Ok,
    /// It works in part.
    Degraded,
    /// It does not work.
    Down,
    /// It is not set up, and need not be.
    Off,
}

/// A number with its name.
#[derive(Debug, Clone)]
pub struct Tile {
    /// What is counted.
    pub kind: TileKind,
    /// How many.
    pub value: Panel<i64>,
    /// When it was read.
    pub as_of: DateTime<Utc>,
}

/// What a tile counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TileKind {
    /// People with an account.
    Users,
    /// People who learned within the last seven days.
    ActiveLearners,
    /// Leads since midnight in Almaty.
    LeadsToday,
    /// Buyers of the express course.
    Buyers,
    /// Jobs that wait for their turn.
    QueueReady,
    /// Jobs that were given up.
    QueueDead,
    /// Deliveries of which nobody knows whether they arrived.
    UnknownDeliveries,
}

impl Check {
    /// The key of the name for people; a check that this version of the page does not know keeps its own.
    pub(crate) fn name_key(&self) -> Option<&'static str> {
        Some(match self.name.as_str() {
            "database.main" => "check-name-main",
            "database.tripwire" => "check-name-tripwire",
            "database.traffic" => "check-name-traffic",
            "cluster" => "check-name-cluster",
            "queue" => "check-name-queue",
            "deliveries" => "check-name-deliveries",
            "quarantine" => "held-title",
            "buyers" => "check-name-buyers",
            "mapping" => "check-name-mapping",
            "mail" => "check-name-mail",
            "clock" => "check-name-clock",
            "listener.main" => "check-name-listener",
            "limits" => "check-name-limits",
            "identity" => "check-name-identity",
            "connections" => "check-name-connections",
            "schema" => "check-name-schema",
            "log" => "check-name-log",
            "alerts" => "check-name-alerts",
            "redis" => "check-name-redis",
            _ => return None,
        })
    }

    /// The key of what it means and what to do, when it is not well.
    pub(crate) fn help_key(&self) -> Option<&'static str> {
        if matches!(self.state, CheckState::Ok | CheckState::Off) {
            return None;
        }
        Some(match self.name.as_str() {
            "database.main" | "database.tripwire" | "database.traffic" => "check-help-database",
            "cluster" => "check-help-cluster",
            // It could not be looked at: what it would mean otherwise is not known.
            _ if self.state == CheckState::Down => "check-help-database",
            "queue" => "check-help-queue",
            "deliveries" => "check-help-deliveries",
            "quarantine" => "check-help-quarantine",
            "buyers" => "check-help-buyers",
            "mapping" => "check-help-mapping",
            "mail" => "check-help-mail",
            "clock" => "check-help-clock",
            "listener.main" => "check-help-listener",
            "limits" => "check-help-limits",
            "identity" => "check-help-identity",
            "connections" => "check-help-connections",
            "schema" => "check-help-schema",
            "log" => "check-help-log",
            "redis" => "check-help-redis",
            _ => return None,
        })
    }

    /// The page where somebody mends what is not well, and the key of its name.
    pub(crate) fn door(&self) -> Option<(&'static str, &'static str)> {
        self.help_key().filter(|_| self.state != CheckState::Down)?;
        match self.name.as_str() {
            "deliveries" | "buyers" => Some(("/tripwire", "nav-desk")),
            "quarantine" => Some(("/tripwire/quarantine", "held-title")),
            "schema" => Some(("/admin/schema", "schema-title")),
            _ => None,
        }
    }
}

impl CheckState {
    /// How it is in words: the key of the text.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Ok => "check-ok",
            Self::Degraded => "check-degraded",
            Self::Down => "check-down",
            Self::Off => "check-off",
        }
    }

    pub(crate) const fn tone(self) -> Tone {
        match self {
            Self::Ok => Tone::Ok,
            Self::Degraded => Tone::Warn,
            Self::Down => Tone::Bad,
            Self::Off => Tone::Idle,
        }
    }
}

impl TileKind {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Users => "tile-users",
            Self::ActiveLearners => "tile-active",
            Self::LeadsToday => "tile-leads",
            Self::Buyers => "tile-buyers",
            Self::QueueReady => "tile-queue",
            Self::QueueDead => "tile-dead",
            Self::UnknownDeliveries => "tile-unknown",
        }
    }

    /// Whether any number but zero asks for a hand.
    pub(crate) const fn should_be_zero(self) -> bool {
        matches!(self, Self::QueueDead | Self::UnknownDeliveries)
    }
}
