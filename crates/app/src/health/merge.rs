//! Equal events within a minute are one, with a counter: the first is told at once, the others together.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};
use stoa_db_main::health::Note;

use super::event::Noted;

/// How long equal events are one.
///
/// # Source
/// DESIGN 7.23.
const WINDOW: TimeDelta = TimeDelta::seconds(60);
/// So many of the messages that were merged are kept in the details.
const SAMPLES: usize = 10;
/// More different events than this at once are not remembered: each is new then.
const MOST: usize = 4096;

#[derive(Debug)]
struct Window {
    first: Noted,
    until: DateTime<Utc>,
    repeats: i32,
    last_at: DateTime<Utc>,
    samples: Vec<String>,
}

/// What is being merged.
#[derive(Debug, Default)]
pub(super) struct Merger(HashMap<(&'static str, String), Window>);

/// The others of a window that has ended.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) note: Note,
    /// The event to be told, its message with the counter.
    pub(super) event: Noted,
}

impl Merger {
    /// Takes an event; gives it back when it is the first of its kind.
    pub(super) fn take(&mut self, noted: Noted) -> Option<Noted> {
        let key = (noted.event.level.as_str(), noted.event.same_as.clone());
        if let Some(window) = self.0.get_mut(&key) {
            window.repeats = window.repeats.saturating_add(1);
            window.last_at = noted.at;
            if window.samples.len() < SAMPLES && noted.event.message != window.first.event.message {
                window.samples.push(noted.event.message);
            }
            return None;
        }
        if self.0.len() < MOST {
            let window = Window {
                until: noted.at + WINDOW,
                repeats: 0,
                last_at: noted.at,
                samples: Vec::new(),
                first: noted.clone(),
            };
            self.0.insert(key, window);
        }
        Some(noted)
    }

    /// The windows that have ended and held more than one event.
    pub(super) fn ended(&mut self, now: DateTime<Utc>) -> Vec<Merged> {
        let ended = self.0.extract_if(|_, window| window.until <= now);
        let repeated = ended.filter(|(_, window)| window.repeats > 0);
        repeated.map(|(_, window)| window.merged()).collect()
    }

    /// All windows that held more than one event: nothing more will come.
    pub(super) fn close(&mut self) -> Vec<Merged> {
        self.ended(DateTime::<Utc>::MAX_UTC)
    }
}

impl Window {
    fn merged(self) -> Merged {
        let mut event = self.first;
        let mut facts: Map<String, Value> = std::mem::take(&mut event.event.facts);
        facts.insert("repeats".to_owned(), json!(self.repeats));
        if !self.samples.is_empty() {
            facts.insert("also".to_owned(), json!(self.samples));
        }
        let note = Note::Again {
            id: event.id,
            repeats: self.repeats,
            metadata: Value::Object(facts.clone()),
            at: self.last_at,
        };
        event.event.facts = facts;
        event.event.message = format!(
            "{} (+{} more within 60 s)",
            event.event.message, self.repeats
        );
        event.at = self.last_at;
        Merged { note, event }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::health::HealthEvent;

    fn noted(message: &str, second: i64) -> Noted {
        Noted {
            id: Uuid::from_u128(u128::from(second.unsigned_abs())),
            at: DateTime::UNIX_EPOCH + TimeDelta::seconds(second),
            event: HealthEvent::critical(message).same_as("redis"),
        }
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
    }

    #[test]
    fn equal_events_of_a_minute_are_one_with_a_counter() {
        let mut minute = Merger::default();
        assert!(
            minute.take(noted("for a@b.kz", 0)).is_some(),
            "the first at once"
        );
        for second in 1..=3 {
            assert_eq!(
                minute.take(noted(&format!("for {second}@b.kz"), second)),
                None
            );
        }
        assert!(minute.ended(at(59)).is_empty());
        let merged = minute.ended(at(60));
        let [Merged { note, event }] = merged.as_slice() else {
            panic!("{merged:?}");
        };
        assert_eq!(event.event.message, "for a@b.kz (+3 more within 60 s)");
        let Note::Again {
            repeats, metadata, ..
        } = note
        else {
            panic!("{note:?}");
        };
        assert_eq!((*repeats, &metadata["also"][2]), (3, &json!("for 3@b.kz")));
        assert!(
            minute.take(noted("for a@b.kz", 61)).is_some(),
            "a new minute"
        );
        assert!(minute.close().is_empty());
    }

    #[test]
    fn another_level_is_another_event() {
        let mut minute = Merger::default();
        assert!(minute.take(noted("x", 0)).is_some());
        let mut switch = noted("x", 1);
        switch.event.level = stoa_domain::HealthLevel::Switch;
        assert!(minute.take(switch).is_some());
    }
}
