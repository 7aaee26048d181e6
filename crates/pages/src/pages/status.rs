//! `/status`.

use askama::Template;
use chrono::{DateTime, Utc};

use crate::pages::dashboard::CheckState;
use crate::{Shell, Tone};

/// `/status`: how the academy is, in the words of those who use it. Anyone may see it.
#[derive(Debug, Clone, Template)]
#[template(path = "status.html")]
pub struct StatusPage {
    /// The page around it.
    pub shell: Shell,
    /// The parts.
    pub components: Vec<Component>,
    /// When they were looked at.
    pub checked_at: DateTime<Utc>,
}

/// A part of the academy.
#[derive(Debug, Clone, Copy)]
pub struct Component {
    /// Which one.
    pub kind: ComponentKind,
    /// How it is.
    pub state: CheckState,
}

/// What people do with the academy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComponentKind {
    /// Signing in.
    SignIn,
    /// Lessons and progress.
    Lessons,
    /// The sales desk.
    Desk,
    /// Sending a request from a landing page.
    Requests,
    /// Passing requests on to the managers.
    Forwarding,
}

impl ComponentKind {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::SignIn => "status-sign-in",
            Self::Lessons => "status-lessons",
            Self::Desk => "status-desk",
            Self::Requests => "status-requests",
            Self::Forwarding => "status-forwarding",
        }
    }

    /// What people notice when the part is not well.
    pub(crate) const fn effect(self) -> &'static str {
        match self {
            Self::SignIn => "status-sign-in-effect",
            Self::Lessons => "status-lessons-effect",
            Self::Desk => "status-desk-effect",
            Self::Requests => "status-requests-effect",
            Self::Forwarding => "status-forwarding-effect",
        }
    }
}

impl StatusPage {
    /// The state of the whole: well when all parts are, down when all are down.
    pub(crate) fn overall(&self) -> CheckState {
        let states: Vec<_> = self
            .components
            .iter()
            .map(|part| part.state)
            .filter(|state| *state != CheckState::Off)
            .collect();
        match states {
            states if states.iter().all(|state| *state == CheckState::Ok) => CheckState::Ok,
            states if states.iter().all(|state| *state == CheckState::Down) => CheckState::Down,
            _ => CheckState::Degraded,
        }
    }

    pub(crate) fn headline(&self) -> &'static str {
        match self.overall() {
            CheckState::Ok | CheckState::Off => "status-all-well",
            CheckState::Degraded => "status-partly",
            CheckState::Down => "status-down",
        }
    }

    pub(crate) fn tone(&self) -> Tone {
        self.overall().tone()
    }
}
