use askama::Template;
use chrono::{DateTime, Utc};
use stoa_domain::SystemMode;

use super::EventRow;
use crate::{Faults, Panel, Shell, pages::dashboard::Check};

/// `/admin/health`, "System Health": how each part does, how work is done, and what was said lately.
#[derive(Debug, Clone, Template)]
#[template(path = "system/health.html")]
pub struct SystemHealthPage {
    /// The page around it.
    pub shell: Shell,
    /// How each dependency is.
    pub checks: Vec<Check>,
    /// How accepted work is done.
    pub mode: Panel<ModeCard>,
    /// What was typed into the form of the switch.
    pub draft: ModeDraft,
    /// What is wrong with it.
    pub faults: Faults,
    /// How full the queues are, each with its own fate.
    pub queues: Vec<(&'static str, Panel<QueueRow>)>,
    /// The latest events.
    pub events: Panel<Vec<EventRow>>,
}

/// How accepted work is done.
#[derive(Debug, Clone)]
pub struct ModeCard {
    /// The mode.
    pub mode: SystemMode,
    /// Who set it.
    pub updated_by: Option<String>,
    /// When.
    pub updated_at: Option<DateTime<Utc>>,
    /// How many questions this process answered from memory, in percent.
    pub hit_percent: u8,
    /// How often it was asked.
    pub questions: i64,
}

/// What was typed into the form of the switch.
#[derive(Debug, Clone, Default)]
pub struct ModeDraft {
    /// Why.
    pub reason: String,
    /// The name of the mode.
    pub confirmation: String,
}

/// How full a queue is.
#[derive(Debug, Clone, Copy)]
pub struct QueueRow {
    /// Jobs whose turn it is.
    pub ready: i64,
    /// Jobs whose turn comes later.
    pub waiting: i64,
    /// Jobs that run.
    pub running: i64,
    /// Jobs that were given up.
    pub dead: i64,
    /// For how long the first ready one has been waiting.
    pub oldest_seconds: i64,
}

impl ModeCard {
    /// The other mode: the switch leads there.
    pub(crate) const fn other(&self) -> SystemMode {
        match self.mode {
            SystemMode::AsyncQueue => SystemMode::SyncDirect,
            SystemMode::SyncDirect => SystemMode::AsyncQueue,
        }
    }

    pub(crate) const fn text(&self) -> &'static str {
        Self::text_of(self.mode)
    }

    pub(crate) const fn other_text(&self) -> &'static str {
        Self::text_of(self.other())
    }

    const fn text_of(mode: SystemMode) -> &'static str {
        match mode {
            SystemMode::AsyncQueue => "mode-async-text",
            SystemMode::SyncDirect => "mode-direct-text",
        }
    }
}
