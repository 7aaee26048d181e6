//! Accepting a visitor's request: durable before the answer, and once however often it comes.

use chrono::{DateTime, TimeDelta, Utc};
use stoa_core::{Ambient, DeliveryId, LeadCode, LeadId, RequestId};
use stoa_db_tripwire::leads::{
    KeyUse, NewLead,
    intake::{self, Accepted as Written},
};
use stoa_domain::{Sink, Submission};
use stoa_jobs::{NewJob, Waker};
use stoa_pg::{DbError, Scope, TripwireDb, TripwireTx};

use super::{
    Accepted, IntakeContext, LeadOptions, SubmitError, Suspicion, job::delivery_job, key::ClientKey,
};

/// So many codes are drawn before we give up; two draws of one code are one in a thousand million.
const MOST_DRAWS: usize = 8;
const MOST_USER_AGENT: usize = 300;

/// Takes in what visitors send.
#[derive(Debug, Clone)]
pub struct Intake {
    tripwire: TripwireDb,
    ambient: Ambient,
    options: LeadOptions,
    waker: Option<Waker>,
}

impl Intake {
    /// An intake for the tripwire database.
    #[must_use]
    pub fn new(tripwire: TripwireDb, ambient: Ambient, options: LeadOptions) -> Self {
        Self {
            tripwire,
            ambient,
            options,
            waker: None,
        }
    }

    /// The same, and the worker in this process starts at once on what was accepted.
    #[must_use]
    pub fn waking(self, waker: Waker) -> Self {
        Self {
            waker: Some(waker),
            ..self
        }
    }

    /// Takes a checked request: the lead, a delivery per sink and their jobs are committed to disk when this returns.
    ///
    /// A request with a key that was used before gets the first answer again. One without a key that repeats another
    /// within the window gets that one's lead. A parallel repeat waits for the first, at most half the statement
    /// time-out. A suspect gets the same answer, and its deliveries wait until a person has looked.
    ///
    /// # Errors
    /// `idempotency.key_invalid` (400), `idempotency.body_differs` (422), `idempotency.in_progress` (409),
    /// `database.unavailable` (503): nothing is stored then, or, when the commit's answer was lost, a repeat with the
    /// same key finds out.
    ///
    /// # Source
    /// the leads contract, 3.
    #[tracing::instrument(name = "app.lead.submit", skip_all, fields(lead.source = %submission.source))]
    pub async fn submit(
        &self,
        submission: &Submission,
        context: &IntakeContext,
    ) -> Result<Accepted, SubmitError> {
        let key = ClientKey::of(submission, context.idempotency_key.as_deref())?;
        for _ in 0..MOST_DRAWS {
            let draw = Draw::new(&self.ambient);
            let accepted = match self.write(submission, context, key.as_ref(), &draw).await? {
                Written::Stored => Some(self.stored(draw)),
                Written::InWindow { id, code } => Some(Accepted::repeat(id, code)),
                Written::KeyBusy => return Err(SubmitError::InProgress),
                Written::KeyTaken => self.replay(submission, key.as_ref()).await?,
                Written::CodeTaken => None,
            };
            if let Some(accepted) = accepted {
                return Ok(accepted);
            }
        }
        Err(SubmitError::NoFreeCode)
    }

    /// One transaction: committed when the lead is stored, else undone.
    async fn write(
        &self,
        submission: &Submission,
        context: &IntakeContext,
        key: Option<&ClientKey>,
        draw: &Draw,
    ) -> Result<Written, SubmitError> {
        let trap = submission.trap_filled.then_some(Suspicion::Trap);
        let quarantine_reason = context.suspicion.or(trap).map(Suspicion::as_str);
        let user_agent: Option<String> = context
            .user_agent
            .as_deref()
            .map(|text| text.chars().take(MOST_USER_AGENT).collect());
        let new = NewLead {
            id: draw.id,
            code: &draw.code,
            submission,
            key: key.map(|key| KeyUse {
                scope: key.scope,
                key: &key.key,
                expires_at: self.key_end(draw.now),
            }),
            quarantine_reason,
            ip_prefix: context.ip_prefix.as_deref(),
            user_agent: user_agent.as_deref(),
            request_id: context.request_id.as_str(),
            deliveries: &draw.deliveries,
            window_seconds: i32::from(self.options.duplicate_window_seconds),
            now: draw.now,
        };
        let tx = self.tripwire.begin(&Scope::service("lead intake")).await?;
        // Sent together: a job whose lead turns out to be a repeat is undone with the rest.
        let jobs = if quarantine_reason.is_none() {
            draw.jobs(&context.request_id)
        } else {
            Vec::new()
        };
        let (written, enqueued) = futures::join!(intake::accept(&tx, &new), enqueue(&tx, jobs));
        match written {
            Ok(Written::Stored) => {
                enqueued?;
                tx.commit().await?;
                Ok(Written::Stored)
            }
            other => {
                tx.rollback().await?;
                Ok(other?)
            }
        }
    }

    fn key_end(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + TimeDelta::from_std(self.options.key_life).unwrap_or(TimeDelta::MAX)
    }

    fn stored(&self, draw: Draw) -> Accepted {
        if let Some(waker) = &self.waker {
            waker.wake();
        }
        tracing::info!(lead.id = %draw.id, lead.code = %draw.code, "lead accepted");
        Accepted::first(draw.id, draw.code)
    }

    /// The first answer of a key; `None` when the key was forgotten in this very moment, so it is free again.
    async fn replay(
        &self,
        submission: &Submission,
        key: Option<&ClientKey>,
    ) -> Result<Option<Accepted>, SubmitError> {
        let Some(key) = key else { return Ok(None) };
        let named = (key.scope, key.key.as_str());
        let found = intake::find_key(&self.tripwire, &submission.source, named);
        let Some(first) = found.await? else {
            return Ok(None);
        };
        if first.body_sha256 != submission.fingerprint() {
            return Err(SubmitError::BodyDiffers);
        }
        Ok(Some(Accepted::replay(first.lead_id, first.code)))
    }

    /// Forgets the keys whose time is over; for a schedule. The number of them.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn prune_keys(&self) -> Result<u64, DbError> {
        let tx = self.tripwire.begin(&Scope::service("lead intake")).await?;
        let pruned = intake::prune_keys(&tx, self.ambient.now()).await?;
        tx.commit().await?;
        Ok(pruned)
    }
}

async fn enqueue(tx: &TripwireTx, jobs: Vec<NewJob>) -> Result<(), DbError> {
    futures::future::try_join_all(jobs.into_iter().map(|job| stoa_jobs::enqueue(tx, job)))
        .await
        .map(drop)
}

/// What is drawn anew for each try.
struct Draw {
    id: LeadId,
    code: LeadCode,
    deliveries: Vec<(DeliveryId, Sink)>,
    now: DateTime<Utc>,
}

impl Draw {
    fn new(ambient: &Ambient) -> Self {
        Self {
            id: LeadId::new(ambient),
            code: LeadCode::draw(ambient),
            deliveries: Sink::ALL
                .iter()
                .map(|sink| (DeliveryId::new(ambient), *sink))
                .collect(),
            now: ambient.now(),
        }
    }

    fn jobs(&self, request_id: &RequestId) -> Vec<NewJob> {
        let job = |(id, sink): &(DeliveryId, Sink)| {
            delivery_job(*id, *sink, Some(request_id.as_str()), self.now)
        };
        self.deliveries.iter().map(job).collect()
    }
}
