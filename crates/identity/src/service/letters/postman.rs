use std::sync::Arc;
use std::time::Duration;

use futures::{FutureExt as _, future::BoxFuture};
use stoa_connect::{CallError, Mailer, SentLetter};
use stoa_db_main::identity::letters::{self, LetterChange, LetterCount, LetterState};
use stoa_db_main::identity::scope;
use stoa_jobs::{Claimed, Handler, Outcome, Tally};
use stoa_pg::DbError;
use uuid::Uuid;

use super::SEND;
use super::compose::{Draft, House, compose};
use super::order::Order;
use super::take::Taken;
use super::verdict::{Trial, judge};
use crate::service::{Identity, Inner, finish};

/// How long a letter waits for a database that does not answer.
const DATABASE_PAUSE: Duration = Duration::from_secs(5);
/// How often an outcome is tried to be written down, and the pause between.
const WRITES: u32 = 20;
const WRITE_PAUSE: Duration = Duration::from_millis(500);

/// How many letters are in a state that is not a good end.
pub type LetterCounts = Vec<LetterCount>;

/// Sends the letters that flows have asked for. Cheap to clone.
#[derive(Clone)]
pub struct Postman {
    pub(super) inner: Arc<Inner>,
    pub(super) mailer: Option<Arc<dyn Mailer>>,
    name: Arc<str>,
    outbox: Tally,
}

impl Identity {
    /// Who sends the letters, through `mailer`; without one every letter is held. `name` is how the academy calls itself.
    #[must_use]
    pub fn postman(&self, mailer: Option<Arc<dyn Mailer>>, name: &str) -> Postman {
        Postman {
            inner: Arc::clone(&self.inner),
            mailer,
            name: name.into(),
            outbox: Tally::default(),
        }
    }

    /// How many letters are in each state that is not a good end.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn letter_counts(&self) -> Result<LetterCounts, DbError> {
        letters::counts(&self.inner.db, self.inner.ambient.now()).await
    }
}

impl Postman {
    /// The outbox that it empties, in figures.
    pub const OUTBOX: &str = "letters";
    /// The kind of its jobs.
    pub const KIND: &str = SEND;

    /// The same, what it sends and gives up counted in `outbox` under [`Postman::OUTBOX`].
    #[must_use]
    pub fn counting(self, outbox: Tally) -> Self {
        Self { outbox, ..self }
    }

    /// Whether somebody takes its letters.
    #[must_use]
    pub fn is_configured(&self) -> bool {
        self.mailer.is_some()
    }

    async fn deliver(&self, job: &Claimed) -> Outcome {
        let order: Order = match job.decode() {
            Ok(order) => order,
            Err(outcome) => return outcome,
        };
        if !order.is_known() {
            let reason = "the payload is of a version that is not known".to_owned();
            return Outcome::Fail { reason };
        }
        let draft = match self.take(order.letter_id).await {
            Ok(Taken::Draft(draft)) => draft,
            Ok(Taken::Settled(outcome)) => return outcome,
            Err(error) => return without_database(&error),
        };
        let Some(mailer) = self.mailer.as_deref() else {
            return Outcome::Done;
        };
        let now = self.inner.ambient.now();
        let house = House {
            name: &self.name,
            origin: self.inner.origin(),
        };
        let letter = match compose(&draft, &house, now) {
            Ok(letter) => letter,
            Err(error) => {
                let reason = format!("the letter cannot be rendered: {error}");
                return Outcome::Retry {
                    after: None,
                    reason,
                };
            }
        };
        let answer = mailer.send(&letter).await;
        self.settle(job, &draft, answer).await
    }

    /// Writes the outcome down and says what becomes of the job.
    async fn settle(
        &self,
        job: &Claimed,
        draft: &Draft,
        answer: Result<SentLetter, CallError>,
    ) -> Outcome {
        let (id, kind) = (draft.row.id, draft.kind.as_str());
        let sendings = draft.row.sendings.saturating_add(1);
        let Err(error) = answer else {
            tracing::info!(letter.id = %id, letter.kind = kind, "a letter is sent");
            return self
                .written(id, sendings, LetterState::Sent, None, Outcome::Done)
                .await;
        };
        let trial = Trial {
            attempt: job.attempt,
            is_last: job.is_last_attempt(),
            sendings,
            age: self.inner.ambient.now() - draft.row.requested_at,
            fraction: self.inner.ambient.fraction(),
        };
        let (state, outcome) = judge(&error, &trial);
        tracing::warn!(
            letter.id = %id, letter.kind = kind, letter.state = state.as_str(), class = error.class(), %error,
            "a letter was not sent"
        );
        self.written(id, sendings, state, Some(&error), outcome)
            .await
    }

    /// The outcome, once the letter's state is written; an outcome that cannot be written is tried again as a whole.
    async fn written(
        &self,
        id: Uuid,
        sendings: i16,
        state: LetterState,
        error: Option<&CallError>,
        outcome: Outcome,
    ) -> Outcome {
        for _ in 0..WRITES {
            match self.write(id, sendings, state, error).await {
                Ok(()) => {
                    match state {
                        LetterState::Sent => self.outbox.count(Self::OUTBOX, "delivered"),
                        LetterState::Failed => self.outbox.count(Self::OUTBOX, "failed"),
                        _ => {}
                    }
                    return outcome;
                }
                Err(error) if error.is_outage() => {
                    tracing::warn!(%error, letter.id = %id, "an outcome cannot be written yet");
                    tokio::time::sleep(WRITE_PAUSE).await;
                }
                Err(error) => return without_database(&error),
            }
        }
        let reason = "the outcome could not be written".to_owned();
        Outcome::Retry {
            after: None,
            reason,
        }
    }

    async fn write(
        &self,
        id: Uuid,
        sendings: i16,
        state: LetterState,
        error: Option<&CallError>,
    ) -> Result<(), DbError> {
        let said = error.map(|error| (error.class(), error.to_string()));
        let failure = said.as_ref().map(|(class, text)| (*class, text.as_str()));
        let change = LetterChange { state, failure };
        let tx = self.inner.db.begin(&scope()).await?;
        let saved = letters::save_state(&tx, id, sendings, change, self.inner.ambient.now()).await;
        // A late hand changes nothing, and that is right.
        finish(tx, saved.map(drop)).await
    }

    /// The last run ended without a word: whether the letter arrived, nobody knows.
    async fn give_up(&self, job: &Claimed, reason: &str) {
        let Ok(order) = job.decode::<Order>() else {
            return;
        };
        let work = async {
            let tx = self.inner.db.begin(&scope()).await?;
            let row = letters::lock(&tx, order.letter_id).await?;
            let change = LetterChange {
                state: LetterState::Failed,
                failure: Some(("exhausted", reason)),
            };
            if let Some(row) = row {
                let now = self.inner.ambient.now();
                letters::save_state(&tx, row.id, row.sendings, change, now).await?;
            }
            tx.commit().await
        };
        let ended: Result<(), DbError> = work.await;
        if let Err(error) = ended {
            tracing::error!(%error, letter.id = %order.letter_id, "a letter that is given up could not be marked");
        }
    }
}

impl Handler for Postman {
    fn kind(&self) -> &'static str {
        SEND
    }

    fn run<'a>(&'a self, job: &'a Claimed) -> BoxFuture<'a, Outcome> {
        self.deliver(job).boxed()
    }

    fn exhausted<'a>(&'a self, job: &'a Claimed, reason: &'a str) -> BoxFuture<'a, ()> {
        self.give_up(job, reason).boxed()
    }

    /// Longer than a whole conversation with a slow server: a run that is cut off leaves an unknown.
    fn timeout(&self) -> Duration {
        Duration::from_mins(3)
    }
}

fn without_database(error: &DbError) -> Outcome {
    let reason = error.to_string();
    if error.is_outage() {
        return Outcome::Defer {
            after: DATABASE_PAUSE,
            reason,
        };
    }
    let cause = std::error::Error::source(error).map(ToString::to_string);
    tracing::error!(%error, cause, "a letter cannot be read or written");
    Outcome::Retry {
        after: None,
        reason,
    }
}

/// Shows whether there is a mail server.
impl std::fmt::Debug for Postman {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postman")
            .field("configured", &self.mailer.is_some())
            .finish_non_exhaustive()
    }
}
