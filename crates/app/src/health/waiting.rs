//! Alerts that wait to be told: CRITICAL before SWITCH, each in its order.

use std::{collections::VecDeque, time::Duration};

use stoa_domain::HealthLevel;
use tokio::time::Instant;
use uuid::Uuid;

use super::event::{Alert, Noted};

/// More alerts than this do not wait here; they stand in the table.
const MOST: usize = 500;

/// An alert that waits.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) noted: Noted,
    pub(super) since: Instant,
}

/// What waits: CRITICAL, and everything else.
#[derive(Debug, Default)]
pub(super) struct Waitlist([VecDeque<Waiting>; 2]);

/// One of the two queues.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rank(usize);

impl Waitlist {
    /// Takes an alert; false when there are too many. One that was found in the table and waits here already is not
    /// taken twice.
    pub(super) fn add(&mut self, alert: Alert) -> bool {
        let noted = match alert {
            Alert::Found(noted) if self.holds(noted.id) => return true,
            Alert::New(noted) | Alert::Found(noted) => noted,
        };
        let rank = usize::from(noted.event.level != HealthLevel::Critical);
        let queue = &mut self.0[rank];
        if queue.len() >= MOST {
            return false;
        }
        let since = Instant::now();
        queue.push_back(Waiting { noted, since });
        true
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(VecDeque::is_empty)
    }

    /// Since when the longest waits.
    pub(super) fn oldest(&self) -> Option<Instant> {
        self.all().map(|waiting| waiting.since).min()
    }

    /// Which wait.
    pub(super) fn ids(&self) -> Vec<Uuid> {
        self.all().map(|waiting| waiting.noted.id).collect()
    }

    /// The first queue whose first alert has waited for `silence`.
    pub(super) fn overdue(&self, silence: Duration) -> Option<Rank> {
        let is_overdue = |queue: &VecDeque<Waiting>| {
            let first = queue.front();
            first.is_some_and(|first| first.since.elapsed() >= silence)
        };
        self.0.iter().position(is_overdue).map(Rank)
    }

    /// A queue's alerts, in their order.
    pub(super) fn of(&self, rank: Rank) -> impl Iterator<Item = &Waiting> {
        self.0[rank.0].iter()
    }

    /// The first alerts of a queue leave it.
    pub(super) fn take(&mut self, rank: Rank, number: usize) -> Vec<Waiting> {
        let queue = &mut self.0[rank.0];
        queue.drain(..number.min(queue.len())).collect()
    }

    fn holds(&self, id: Uuid) -> bool {
        self.all().any(|waiting| waiting.noted.id == id)
    }

    fn all(&self) -> impl Iterator<Item = &Waiting> {
        self.0.iter().flatten()
    }
}
