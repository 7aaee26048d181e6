use std::{
    future::Future,
    marker::PhantomData,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use deadpool_postgres::Object;
use tokio_postgres::Statement;

use crate::{Client, Database, Db, DbError, DbMetrics, Scope};

/// A connection for policy-guarded reads: each is a whole transaction in one round trip.
#[derive(Debug)]
pub struct Reader<D> {
    client: Option<Client>,
    set_scope: Statement,
    scope: Scope,
    deadline: Duration,
    unread: AtomicBool,
    metrics: DbMetrics,
    database: PhantomData<fn() -> D>,
}

impl<D: Database> Db<D> {
    /// A connection for reads as `scope`.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when no connection is to be had in time.
    pub async fn reader(&self, scope: &Scope) -> Result<Reader<D>, DbError> {
        let client = self.acquire().await?;
        let set_scope = client
            .prepare_cached(include_str!("../statements/set_scope.sql"))
            .await
            .map_err(|error| DbError::of(D::NAME, error))?;
        Ok(Reader {
            client: Some(client),
            set_scope,
            scope: scope.clone(),
            deadline: self.deadline,
            unread: AtomicBool::new(false),
            metrics: self.metrics.clone(),
            database: PhantomData,
        })
    }
}

impl<D: Database> Db<D> {
    /// Asks the server for nothing, in a scope: proves that it answers.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when it does not.
    pub async fn ping(&self) -> Result<(), DbError> {
        let reader = self.reader(&Scope::anon()).await?;
        let client = reader.client();
        let nothing = client
            .prepare_cached(include_str!("../statements/still_valid.sql"))
            .await;
        let nothing = nothing.map_err(|error| DbError::of(D::NAME, error))?;
        reader.read(client.query_one(&nothing, &[])).await.map(drop)
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
        let clock = client
            .prepare_cached(include_str!("../statements/clock.sql"))
            .await;
        let clock = clock.map_err(|error| DbError::of(D::NAME, error))?;
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
        self.run(("read", "BEGIN READ ONLY"), statement)
    }

    async fn run<T>(
        &self,
        (operation, opening): (&'static str, &'static str),
        statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, DbError> {
        let started = Instant::now();
        let client = self.client();
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
        let answers = tokio::time::timeout(self.deadline, round_trip).await;
        let outcome = match answers {
            Ok((begun, scoped, answer, committed)) => {
                self.judge(begun.and(scoped.map(drop)), answer, committed)
            }
            Err(_) => Err(DbError::Unavailable {
                database: D::NAME,
                reason: "no answer in time".to_owned(),
            }),
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
    /// [`DbError`]; after [`DbError::Unavailable`] nobody knows whether it was written.
    pub fn write<T>(
        &self,
        statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> impl Future<Output = Result<T, DbError>> {
        self.0.run(("write", "BEGIN"), statement)
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
