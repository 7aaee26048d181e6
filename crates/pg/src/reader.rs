use std::{
    future::Future,
    marker::PhantomData,
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

use deadpool_postgres::Object;
use tokio_postgres::Statement;

use crate::{Client, Database, Db, DbError, DbMetrics, Scope, database::Deadline, pulse::Waiting};

/// A connection for policy-guarded reads: each is a whole transaction in one round trip.
#[derive(Debug)]
pub struct Reader<D> {
    client: Option<Client>,
    set_scope: Statement,
    scope: Scope,
    deadline: Deadline,
    unread: AtomicBool,
    metrics: DbMetrics,
    _waiting: Waiting,
    database: PhantomData<fn() -> D>,
}

impl<D: Database> Db<D> {
    /// A connection for reads as `scope`.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when no connection is to be had in time.
    pub async fn reader(&self, scope: &Scope) -> Result<Reader<D>, DbError> {
        let (client, waiting) = self.acquire().await?;
        let preparing = client.prepare_cached(include_str!("../statements/set_scope.sql"));
        let set_scope = self.deadline.ask::<D, _>(preparing).await?;
        Ok(Reader {
            client: Some(client),
            set_scope,
            scope: scope.clone(),
            deadline: self.deadline,
            unread: AtomicBool::new(false),
            metrics: self.metrics.clone(),
            _waiting: waiting,
            database: PhantomData,
        })
    }
}

impl<D: Database> Db<D> {
    /// What time it is for the server, in milliseconds since 1970.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when it does not answer.
    pub async fn clock_ms(&self) -> Result<i64, DbError> {
        let reader = self.reader(&Scope::anon()).await?;
        let client = reader.client();
        let preparing = client.prepare_cached(include_str!("../statements/clock.sql"));
        let clock = self.deadline.ask::<D, _>(preparing).await?;
        let row = reader.read(client.query_one(&clock, &[])).await?;
        Ok(row.get("now_ms"))
    }
}

impl<D: Database> Reader<D> {
    /// The connection, to prepare and bind the statement that [`Reader::read`] runs.
    ///
    /// A statement that runs on it by itself is outside the scope, and the server refuses it.
    ///
    /// # Panics
    /// Never: the connection leaves only when the reader is dropped.
    #[expect(
        clippy::expect_used,
        reason = "the connection is taken out only when the reader is dropped"
    )]
    pub fn client(&self) -> &Client {
        self.client.as_ref().expect("present until the drop")
    }

    /// Runs `statement` between BEGIN, scope and COMMIT, all sent at once: one round trip.
    ///
    /// The statement must be prepared: an unprepared one would arrive after COMMIT, and be refused.
    ///
    /// # Errors
    /// [`DbError`]; nothing can have been written, the transaction is read-only.
    pub fn read<T>(
        &self,
        statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> impl Future<Output = Result<T, DbError>> {
        self.run(false, statement)
    }

    async fn run<T>(
        &self,
        writes: bool,
        statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, DbError> {
        let (operation, opening) = if writes {
            ("write", "BEGIN")
        } else {
            ("read", "BEGIN READ ONLY")
        };
        let started = Instant::now();
        let client = self.client();
        // Of a connection that is closed already nothing is sent, so nothing can have happened.
        let was_open = !client.is_closed();
        self.unread.store(true, Ordering::Relaxed);
        let scope = self.scope.parameters();
        let round_trip = async {
            futures::join!(
                client.batch_execute(opening),
                client.query_one(&self.set_scope, &scope),
                statement,
                client.batch_execute("COMMIT"),
            )
        };
        let outcome = match self.deadline.wait(round_trip).await {
            Some((begun, scoped, answer, committed)) => {
                self.judge(begun.and(scoped.map(drop)), answer, committed)
            }
            None => Err(DbError::late(D::NAME)),
        };
        let outcome = if writes && was_open {
            outcome.map_err(DbError::of_commit)
        } else {
            outcome
        };
        self.metrics.operation(
            (D::NAME, operation),
            started.elapsed(),
            outcome.as_ref().err(),
        );
        outcome
    }

    /// The first thing that went wrong, or the answer.
    fn judge<T>(
        &self,
        opened: Result<(), tokio_postgres::Error>,
        answer: Result<T, tokio_postgres::Error>,
        committed: Result<(), tokio_postgres::Error>,
    ) -> Result<T, DbError> {
        // The answer to COMMIT was read: whatever the statement did, the connection is outside a transaction again.
        if committed.is_ok() {
            self.unread.store(false, Ordering::Relaxed);
        }
        let outcome = opened.and(answer).and_then(|answer| {
            committed?;
            Ok(answer)
        });
        outcome.map_err(|error| DbError::of(D::NAME, error))
    }
}

/// A connection for writes of one statement each: a whole transaction in one round trip.
#[derive(Debug)]
pub struct Writer<D>(Reader<D>);

impl<D: Database> Db<D> {
    /// A connection for single writes as `scope`.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when no connection is to be had in time.
    pub async fn writer(&self, scope: &Scope) -> Result<Writer<D>, DbError> {
        self.reader(scope).await.map(Writer)
    }
}

impl<D: Database> Writer<D> {
    /// The connection, to prepare and bind the statement that [`Writer::write`] runs.
    pub fn client(&self) -> &Client {
        self.0.client()
    }

    /// Runs the prepared `statement` as a transaction of its own, in one round trip. There is only one statement, so a
    /// COMMIT that the server turned into a ROLLBACK cannot hide: the statement has failed, and says so.
    ///
    /// # Errors
    /// [`DbError`]; after [`DbError::OutcomeUnknown`] nobody knows whether it was written.
    pub fn write<T>(
        &self,
        statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> impl Future<Output = Result<T, DbError>> {
        self.0.run(true, statement)
    }
}

impl<D> Drop for Reader<D> {
    /// Discards the connection when an answer was not read: it may be in any state.
    fn drop(&mut self) {
        if let Some(client) = self
            .client
            .take()
            .filter(|_| self.unread.load(Ordering::Relaxed))
        {
            drop(Object::take(client));
        }
    }
}
