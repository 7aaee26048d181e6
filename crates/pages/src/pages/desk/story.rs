use std::collections::BTreeMap;

use askama::Template;
use chrono::{DateTime, Utc};

use super::{DeliveryState, HeldReason, LeadRow, Sink};
use crate::{Shell, Tone};

/// `/tripwire/leads/{id}`: one lead, and all that has happened to it.
#[derive(Debug, Clone, Template)]
#[template(path = "desk/story.html")]
pub struct LeadPage {
    /// The page around it.
    pub shell: Shell,
    /// The lead and how far it is now.
    pub lead: LeadRow,
    /// What the visitor wrote.
    pub comment: Option<String>,
    /// Campaign words as they came: `utm_source` and its like.
    pub utm: BTreeMap<String, String>,
    /// What has happened, the earliest first.
    pub story: Vec<Chapter>,
}

/// Something that has happened to a lead.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub event: LeadEvent,
    /// What the sink answered, for who may see it; in English.
    pub answer: Option<String>,
}

/// What may happen to a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeadEvent {
    /// It came.
    Accepted,
    /// It was held back at once.
    Held(HeldReason),
    /// A person has looked at it.
    Reviewed,
    /// A call to a sink did not bring it there, or nobody knows.
    Tried {
        /// Where.
        sink: Sink,
        /// Which call, from 1.
        number: i16,
        /// It may have arrived.
        is_unknown: bool,
    },
    /// The way to a sink stands there now.
    Stands {
        /// Which sink.
        sink: Sink,
        /// Where.
        state: DeliveryState,
        /// What the sink calls it: a message or a deal.
        name: Option<String>,
    },
}

impl Chapter {
    /// In the person's language.
    pub(crate) fn text(&self, shell: &Shell) -> String {
        match &self.event {
            LeadEvent::Accepted => shell.t("story-accepted"),
            LeadEvent::Held(reason) => shell.t(reason.key()),
            LeadEvent::Reviewed => shell.t("story-reviewed"),
            LeadEvent::Tried {
                sink,
                number,
                is_unknown,
            } => {
                let key = if *is_unknown {
                    "story-unknown"
                } else {
                    "story-failed"
                };
                format!(
                    "{}: {}",
                    shell.t(sink.key()),
                    shell.t1(key, "number", *number)
                )
            }
            LeadEvent::Stands { sink, state, .. } => {
                format!("{}: {}", shell.t(sink.key()), shell.t(state.key()))
            }
        }
    }

    /// What the sink calls it.
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.event {
            LeadEvent::Stands { name, .. } => name.as_deref(),
            _ => None,
        }
    }

    pub(crate) const fn tone(&self) -> Tone {
        match &self.event {
            LeadEvent::Accepted => Tone::Ok,
            LeadEvent::Held(_) => Tone::Warn,
            LeadEvent::Reviewed => Tone::Info,
            LeadEvent::Tried { is_unknown, .. } => {
                if *is_unknown {
                    Tone::Bad
                } else {
                    Tone::Warn
                }
            }
            LeadEvent::Stands { state, .. } => state.tone(),
        }
    }
}
