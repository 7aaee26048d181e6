//! What the CRM's list showed, for every delivery that is looked for at the time.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use stoa_connect::{AmoCrm, CallError};
use stoa_core::{Ambient, LeadId};
use tokio::sync::Mutex;

/// A list reaches back at least so far, so that it serves others too.
const REACH: TimeDelta = TimeDelta::minutes(10);

/// The latest list of this process. One is read at a time; whoever waits for it uses it, when it was begun late enough.
#[derive(Debug, Default)]
pub(super) struct Sightings(Mutex<Option<List>>);

#[derive(Debug)]
struct List {
    begun_at: DateTime<Utc>,
    since: DateTime<Utc>,
    /// Oldest last.
    deals: HashMap<LeadId, Vec<i64>>,
}

impl Sightings {
    /// The deals of a lead that were made since `since`, the oldest first. None: by a list that was begun at `asked` or later.
    ///
    /// # Errors
    /// [`CallError`]; then nothing is known.
    pub(super) async fn look(
        &self,
        (crm, ambient): (&dyn AmoCrm, &Ambient),
        lead: LeadId,
        (since, asked): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<Vec<i64>, CallError> {
        let mut latest = self.0.lock().await;
        if let Some(list) = latest.as_ref() {
            let is_fresh = list.begun_at >= asked && list.since <= since;
            // What was seen is there, however long ago that was; only absence needs a fresh list.
            if is_fresh || list.deals.contains_key(&lead) {
                return Ok(list.of(lead));
            }
        }
        let begun_at = ambient.now();
        let since = since.min(begun_at - REACH);
        let mut deals: HashMap<_, Vec<i64>> = HashMap::new();
        for deal in crm.deals_since(since).await? {
            if let Some(key) = deal.key {
                deals.entry(key).or_default().push(deal.id);
            }
        }
        let list = latest.insert(List {
            begun_at,
            since,
            deals,
        });
        Ok(list.of(lead))
    }
}

impl List {
    fn of(&self, lead: LeadId) -> Vec<i64> {
        let deals = self.deals.get(&lead).map(Vec::as_slice);
        deals.unwrap_or_default().iter().rev().copied().collect()
    }
}
