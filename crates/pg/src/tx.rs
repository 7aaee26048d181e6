use std::{future::Future, marker::PhantomData, time::Instant};

use deadpool_postgres::Object;
use tokio_postgres::error::SqlState;

use crate::{
    Client, Database, Db, DbError, DbMetrics, Main, Scope, Traffic, Tripwire, database::Deadline,
    pulse::Waiting,
};

/// A transaction on the main database.
pub type MainTx = Tx<Main>;
/// A transaction on the tripwire database.
pub type TripwireTx = Tx<Tripwire>;
/// A transaction on the traffic database.
pub type TrafficTx = Tx<Traffic>;

/// A transaction that has taken a role and claims. Dropped without [`Tx::commit`], it never happened.
#[derive(Debug)]
pub struct Tx<D: Database> {
    client: Option<Client>,
    deadline: Deadline,
    began: Instant,
    metrics: DbMetrics,
    _waiting: Waiting,
    database: PhantomData<fn() -> D>,
}

impl<D: Database> Db<D> {
    /// Opens a transaction as `scope`: BEGIN, role and claims in one round trip.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when no connection is to be had in time.
    pub async fn begin(&self, scope: &Scope) -> Result<Tx<D>, DbError> {
        let (client, waiting) = self.acquire().await?;
        let mut tx = Tx {
            client: Some(client),
            deadline: self.deadline,
            began: Instant::now(),
            metrics: self.metrics.clone(),
            _waiting: waiting,
            database: PhantomData,
        };
        if let Err(error) = tx.open(scope).await {
            tx.discard();
            tx.ended("begin", Some(&error));
            return Err(error);
        }
        Ok(tx)
    }
}

impl<D: Database> Tx<D> {
    async fn open(&self, scope: &Scope) -> Result<(), DbError> {
        let client = self.client();
        let set_scope = self
            .in_time(client.prepare_cached(include_str!("../statements/set_scope.sql")))
            .await?;
        let scope = scope.parameters();
        self.in_time(async {
            let (begun, scoped) = futures::join!(
                client.batch_execute("BEGIN"),
                client.query_one(&set_scope, &scope),
            );
            begun.and(scoped)
        })
        .await
        .map(drop)
    }

    /// Goes on as `scope`: the rest of the transaction is that person's doing, under that person's policies.
    ///
    /// For work that is one transaction but not one right: only the server may enqueue, while the sale that the job is about
    /// must pass the manager's own policies.
    ///
    /// # Errors
    /// [`DbError`]; the transaction can only be rolled back then.
    pub async fn narrow(&self, scope: &Scope) -> Result<(), DbError> {
        let client = self.client();
        let set_scope = self
            .in_time(client.prepare_cached(include_str!("../statements/set_scope.sql")))
            .await?;
        self.in_time(client.query_one(&set_scope, &scope.parameters()))
            .await
            .map(drop)
    }

    /// The connection, inside the transaction.
    ///
    /// # Panics
    /// Never: the connection leaves only when the transaction ends.
    #[expect(
        clippy::expect_used,
        reason = "the connection is taken out only at the end"
    )]
    pub fn client(&self) -> &Client {
        self.client.as_ref().expect("present until the end")
    }

    /// Makes the transaction's work last. Returns only after the server has said so.
    ///
    /// # Errors
    /// [`DbError::AlreadyFailed`] when any statement had failed, even one whose error was swallowed: the server answers
    /// a COMMIT of such a transaction with a silent ROLLBACK. [`DbError::OutcomeUnknown`] when the answer to COMMIT did
    /// not come. Other [`DbError`]s when the server refuses the commit, or was lost before it was sent.
    pub async fn commit(mut self) -> Result<(), DbError> {
        let outcome = self.try_commit().await;
        self.ended("commit", outcome.as_ref().err());
        outcome
    }

    async fn try_commit(&mut self) -> Result<(), DbError> {
        let client = self.client();
        let probe =
            self.in_time(client.prepare_cached(include_str!("../statements/still_valid.sql")));
        // A failed transaction refuses even to prepare; a statement prepared earlier is refused when it runs.
        let probe = match probe.await {
            Ok(probe) => probe,
            Err(DbError::Driver(error))
                if error.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION) =>
            {
                self.undo().await?;
                return Err(DbError::AlreadyFailed);
            }
            Err(error) => {
                self.discard();
                return Err(error);
            }
        };
        // Of a connection that is closed already no COMMIT is sent, so it is certain that nothing happened.
        if self.client().is_closed() {
            self.discard();
            return Err(DbError::Unavailable {
                database: D::NAME,
                reason: "the connection was lost before the commit".to_owned(),
            });
        }
        let client = self.client();
        let round_trip = async {
            futures::join!(
                client.query_one(&probe, &[]),
                client.batch_execute("COMMIT")
            )
        };
        let Some((valid, committed)) = self.deadline.wait(round_trip).await else {
            self.discard();
            return Err(DbError::late(D::NAME).of_commit());
        };
        self.judge(valid.map(drop), committed)
    }

    /// What the answers to the probe and to COMMIT mean together.
    fn judge(
        &mut self,
        valid: Result<(), tokio_postgres::Error>,
        committed: Result<(), tokio_postgres::Error>,
    ) -> Result<(), DbError> {
        let valid = valid.map_err(|error| DbError::of(D::NAME, error));
        let Err(error) = committed else {
            self.client = None;
            return valid.map_err(|_| DbError::AlreadyFailed);
        };
        match (valid, DbError::of(D::NAME, error)) {
            (Err(DbError::Driver(_)), _) => {
                self.discard();
                Err(DbError::AlreadyFailed)
            }
            (_, DbError::Driver(error)) if error.code().is_some() => {
                self.client = None;
                Err(DbError::Driver(error))
            }
            (_, error) => {
                self.discard();
                Err(error.of_commit())
            }
        }
    }

    /// Undoes the transaction and gives the connection back.
    ///
    /// # Errors
    /// [`DbError`] when the answer does not come; the work is undone all the same.
    pub async fn rollback(mut self) -> Result<(), DbError> {
        let outcome = self.undo().await;
        self.ended("rollback", outcome.as_ref().err());
        outcome
    }

    async fn undo(&mut self) -> Result<(), DbError> {
        let answer = self.in_time(self.client().batch_execute("ROLLBACK")).await;
        if answer.is_ok() {
            self.client = None;
        } else {
            self.discard();
        }
        answer
    }

    fn in_time<T>(
        &self,
        work: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> impl Future<Output = Result<T, DbError>> {
        self.deadline.ask::<D, T>(work)
    }
}

impl<D: Database> Tx<D> {
    /// Notes the end of the transaction and all the time since its begin.
    fn ended(&self, how: &'static str, error: Option<&DbError>) {
        self.metrics
            .operation((D::NAME, how), self.began.elapsed(), error);
    }

    fn discard(&mut self) {
        if let Some(client) = self.client.take() {
            drop(Object::take(client));
        }
    }
}

impl<D: Database> Drop for Tx<D> {
    /// Neither committed nor rolled back: cancelled in the middle. The connection's state is unknown, so it is closed,
    /// which makes the server roll back.
    fn drop(&mut self) {
        if self.client.is_some() {
            self.discard();
            self.ended("cancelled", None);
        }
    }
}
