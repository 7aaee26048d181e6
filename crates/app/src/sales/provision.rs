use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::json;
use stoa_core::{BuyerId, Failure, Kind, RequestId};
use stoa_domain::SystemMode;
use stoa_jobs::{Claimed, Handler, NewJob, Now, Outcome, Ran, RunMode, run_now, wait_for};
use tracing::Instrument as _;

use super::Sales;
use super::account::{Accounts, Step, StepError, server};
use crate::modes::Way;

/// The kind of the job that makes a buyer's account; its key is the buyer's id.
pub(super) const KIND: &str = "buyer.provision";

/// How often it is tried.
///
/// # Source
/// DESIGN 7.23.
const MAX_ATTEMPTS: i16 = 3;

/// How long the request that entered the buyer has the job to itself.
pub(super) const HEAD_START: TimeDelta = TimeDelta::seconds(10);

/// How long that request waits for the account.
///
/// # Source
/// DESIGN 7.23.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long it waits for a database that does not answer; that costs no attempt.
const OUTAGE: Duration = Duration::from_secs(5);

/// Why the account of a buyer is not given the course, as the desk shows it.
const ADDRESS_UNPROVED: &str = "buyer.address_unproved";

/// How long until it is looked again whether the buyer has proved the address of the account; that costs no attempt.
const PROOF: Duration = Duration::from_mins(5);

/// What the job carries. No address, no name, no token: the row has the first two, and nothing has a token.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Payload {
    v: u8,
    buyer_id: BuyerId,
}

/// The job that makes the account of one buyer.
pub(super) fn job(id: BuyerId, now: DateTime<Utc>) -> NewJob {
    NewJob::new(
        KIND,
        id.to_string(),
        json!(Payload { v: 1, buyer_id: id }),
        now,
    )
    .with_max_attempts(MAX_ATTEMPTS)
}

/// For whom an account is made, and by which request.
pub(super) struct Wanted<'w> {
    pub(super) id: BuyerId,
    pub(super) email: &'w str,
    pub(super) request_id: Option<&'w RequestId>,
}

impl Sales {
    /// How accounts are made at the moment.
    pub(super) async fn mode(&self) -> SystemMode {
        match &self.dispatch {
            Some(dispatch) => dispatch.mode().await,
            None => SystemMode::SyncDirect,
        }
    }

    /// When a worker may take the job of an account that is asked for now. Where this process makes it at once, a worker
    /// takes it only when the process has died.
    pub(super) fn turn(mode: SystemMode, now: DateTime<Utc>) -> DateTime<Utc> {
        match mode {
            SystemMode::AsyncQueue => now,
            SystemMode::SyncDirect => now + HEAD_START,
        }
    }

    /// Has the account made, in the way of the moment, and waits for it a while. What is not done then goes on.
    pub(super) async fn provision(&self, wanted: &Wanted<'_>, mode: SystemMode) {
        let way = match &self.dispatch {
            Some(dispatch) => dispatch.way(mode, KIND).await,
            None => Way::Direct,
        };
        match way {
            Way::Queue => self.wait_for_worker(wanted.id).await,
            Way::Direct => self.run_here(wanted.id, RunMode::Direct).await,
            Way::Fallback(trouble) => {
                if let Some(dispatch) = &self.dispatch {
                    let request_id = wanted.request_id.map(ToString::to_string);
                    dispatch.tell(&trouble, wanted.email, request_id);
                }
                self.run_here(wanted.id, RunMode::Fallback).await;
            }
        }
    }

    async fn wait_for_worker(&self, id: BuyerId) {
        let key = id.to_string();
        let waited = wait_for(&self.accounts.tripwire, (KIND, &key), PATIENCE).await;
        match waited {
            Ok(state) => {
                tracing::debug!(buyer.id = %id, ?state, "the account was left to a worker");
            }
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, buyer.id = %id, "the account cannot be waited for");
            }
        }
    }

    /// Makes the account in this process.
    async fn run_here(&self, id: BuyerId, mode: RunMode) {
        let accounts = &self.accounts;
        let now = Now {
            mode,
            ..Now::direct(Arc::new(self.handler()), id.to_string(), PATIENCE)
        };
        let ran = run_now(&accounts.tripwire, &accounts.ambient, now, &self.tally).await;
        match ran {
            // A worker was quicker.
            Ok(Ran::NotReady) => self.wait_for_worker(id).await,
            Ok(ran) => tracing::debug!(buyer.id = %id, ?ran, "the account was begun at once"),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, buyer.id = %id, "the account waits for a worker");
            }
        }
    }
}

/// Makes the accounts of buyers: person, profile, enrolment, role; every step noted on the buyer's row.
#[derive(Clone)]
pub struct ProvisionBuyer {
    pub(super) accounts: Accounts,
}

impl ProvisionBuyer {
    /// The kind of its jobs.
    pub const KIND: &str = KIND;
    /// The outbox that it empties, in figures.
    pub const OUTBOX: &str = "buyers";
}

impl Handler for ProvisionBuyer {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn run<'a>(&'a self, job: &'a Claimed) -> BoxFuture<'a, Outcome> {
        Box::pin(async move {
            let id = match buyer_id(job) {
                Ok(id) => id,
                Err(unreadable) => return unreadable,
            };
            let span = tracing::info_span!("job.buyer.provision", buyer.id = %id, job.attempt = job.attempt);
            self.provision(id).instrument(span).await
        })
    }

    fn exhausted<'a>(&'a self, job: &'a Claimed, _reason: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            if let Ok(id) = buyer_id(job) {
                self.give_up(id, "buyer.provisioning_exhausted").await;
            }
        })
    }
}

impl ProvisionBuyer {
    async fn provision(&self, id: BuyerId) -> Outcome {
        let error = match self.accounts.make(id).await {
            Ok(()) => return Outcome::Done,
            Err(error) => error,
        };
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            "the buyer's account is not made yet"
        );
        let reason = error.to_string();
        if matches!(error, StepError::AddressUnproved) {
            // The desk shows it as failed, so that somebody tells the buyer; the proof is noticed without anybody's help.
            self.give_up(id, ADDRESS_UNPROVED).await;
            let after = PROOF;
            Outcome::Defer { after, reason }
        } else if let Some(code) = error.permanent() {
            self.give_up(id, code).await;
            Outcome::Fail { reason }
        } else if error.is_outage() {
            Outcome::Defer {
                after: OUTAGE,
                reason,
            }
        } else {
            Outcome::Retry {
                after: None,
                reason,
            }
        }
    }

    /// The desk shows why. When even that cannot be written, the job's own record has it.
    async fn give_up(&self, id: BuyerId, code: &str) {
        if let Err(error) = self.accounts.take(&server(), id, &Step::failed(code)).await {
            tracing::warn!(error = &error as &dyn std::error::Error, buyer.id = %id, "the failure could not be noted");
        }
    }
}

fn buyer_id(job: &Claimed) -> Result<BuyerId, Outcome> {
    let payload: Payload = job.decode()?;
    let unknown = || Outcome::Fail {
        reason: format!("the payload has version {}, known is 1", payload.v),
    };
    (payload.v == 1)
        .then_some(payload.buyer_id)
        .ok_or_else(unknown)
}

impl StepError {
    /// The stable code of what no repeat can mend.
    fn permanent(&self) -> Option<&'static str> {
        match self {
            Self::BuyerGone => Some("buyer.not_found"),
            Self::PersonTaken => Some("buyer.person_taken"),
            Self::CourseMissing => Some("course.not_found"),
            Self::AddressUnproved
            | Self::OutOfOrder(_)
            | Self::Tripwire(_)
            | Self::Identity(_)
            | Self::Learning(_) => None,
        }
    }

    fn is_outage(&self) -> bool {
        match self {
            Self::Tripwire(error) | Self::Learning(error) => error.kind() == Kind::Unavailable,
            Self::Identity(fault) => fault.kind() == Kind::Unavailable,
            _ => false,
        }
    }
}
