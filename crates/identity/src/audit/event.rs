use serde_json::{Map, Value};
use stoa_core::{SessionId, UserId};

use super::AuditAction;

/// Something that was done or tried. Who did it, and from where, is its [`Origin`](super::Origin).
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct AuditEvent {
    pub(crate) action: AuditAction,
    pub(crate) subject: Option<UserId>,
    pub(crate) session_id: Option<SessionId>,
    pub(crate) details: Map<String, Value>,
}

impl AuditEvent {
    /// An event about nobody yet.
    pub fn new(action: AuditAction) -> Self {
        Self {
            action,
            subject: None,
            session_id: None,
            details: Map::new(),
        }
    }

    /// An event about a user.
    pub fn about(action: AuditAction, subject: UserId) -> Self {
        Self {
            subject: Some(subject),
            ..Self::new(action)
        }
    }

    /// The session it is about; without one, the session that acts.
    pub fn session(mut self, id: SessionId) -> Self {
        self.session_id = Some(id);
        self
    }

    /// A further fact. Never a secret, an address or a name: events cannot be changed when a person is forgotten.
    pub fn detail(mut self, name: &'static str, fact: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), fact.into());
        self
    }
}
