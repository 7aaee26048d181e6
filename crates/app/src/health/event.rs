use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use stoa_domain::HealthLevel;
use uuid::Uuid;

/// Longer messages are cut.
const MESSAGE_CHARACTERS: usize = 1000;
/// Longer facts are cut: an error's chain must not fill the table.
const FACT_CHARACTERS: usize = 2000;

/// Something that a part of the system says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct HealthEvent {
    pub(super) level: HealthLevel,
    pub(super) message: String,
    /// What is equal to it.
    pub(super) same_as: String,
    pub(super) facts: Map<String, Value>,
    pub(super) request_id: Option<String>,
    /// Whoever said it has written a line of the log that says more.
    pub(super) is_logged: bool,
}

/// The same with its name and time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Noted {
    pub(super) id: Uuid,
    pub(super) at: DateTime<Utc>,
    pub(super) event: HealthEvent,
}

/// An event of which administrators are to be told.
#[derive(Debug)]
pub(super) enum Alert {
    /// Somebody has just said it.
    New(Noted),
    /// It was found in the table; perhaps it is the own process that has not told it yet.
    Found(Noted),
}

impl HealthEvent {
    /// An event in words. No secret; personal data only where it is the point (the address of a buyer whose account is
    /// at stake).
    #[must_use]
    pub fn new(level: HealthLevel, message: impl Into<String>) -> Self {
        let message: String = message.into();
        let message: String = message.chars().take(MESSAGE_CHARACTERS).collect();
        Self {
            level,
            same_as: message.clone(),
            message,
            facts: Map::new(),
            request_id: None,
            is_logged: false,
        }
    }

    /// [`HealthLevel::Critical`].
    #[must_use]
    pub fn critical(message: impl Into<String>) -> Self {
        Self::new(HealthLevel::Critical, message)
    }

    /// [`HealthLevel::Switch`].
    #[must_use]
    pub fn switch(message: impl Into<String>) -> Self {
        Self::new(HealthLevel::Switch, message)
    }

    /// One more fact for the details.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = match value.into() {
            Value::String(text) if text.chars().count() > FACT_CHARACTERS => {
                Value::String(text.chars().take(FACT_CHARACTERS).collect())
            }
            value => value,
        };
        self.facts.insert(name.to_owned(), value);
        self
    }

    /// Counts as equal to every other event of this name, whatever its message says.
    #[must_use]
    pub fn same_as(self, name: impl Into<String>) -> Self {
        Self {
            same_as: name.into(),
            ..self
        }
    }

    /// Has its line in the log already, with ids that only who says it knows to be harmless.
    #[must_use]
    pub fn logged(self) -> Self {
        Self {
            is_logged: true,
            ..self
        }
    }

    /// The request in which it happened.
    #[must_use]
    pub fn with_request_id(self, request_id: Option<String>) -> Self {
        Self { request_id, ..self }
    }
}
