use std::{
    marker::PhantomData,
    sync::Arc,
    time::{Duration, Instant},
};

use deadpool_postgres::{ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime, Timeouts};
use futures::FutureExt as _;
use tokio_postgres::Config;

use crate::{
    DbError, DbMetrics, Patience, Pulse,
    connect::manager,
    error::chain,
    pulse::{Waiting, silence},
};

/// A pooled connection, as generated queries take it by reference.
pub type Client = deadpool_postgres::Client;

/// One of Stoa's databases. A query written for one cannot run on another.
pub trait Database: std::fmt::Debug + Send + Sync + 'static {
    /// Its name, in settings, logs and metrics.
    const NAME: &'static str;
}

/// Identity, learning, operations.
#[derive(Debug, Clone, Copy)]
pub struct Main;
/// Leads and sales of the express course.
#[derive(Debug, Clone, Copy)]
pub struct Tripwire;
/// Advertising statistics.
#[derive(Debug, Clone, Copy)]
pub struct Traffic;

impl Database for Main {
    const NAME: &'static str = "main";
}
impl Database for Tripwire {
    const NAME: &'static str = "tripwire";
}
impl Database for Traffic {
    const NAME: &'static str = "traffic";
}

/// The main database.
pub type MainDb = Db<Main>;
/// The tripwire database.
pub type TripwireDb = Db<Tripwire>;
/// The traffic database.
pub type TrafficDb = Db<Traffic>;

/// How a pool behaves.
#[derive(Debug, Clone, Copy)]
pub struct PoolOptions {
    /// Most connections at once.
    pub max_connections: usize,
    /// Longest wait for a free connection and for a new one.
    pub acquire_timeout: Duration,
    /// Longest run of a single statement or round trip.
    pub statement_timeout: Duration,
    /// How soon a server that says nothing is given up, whatever it was asked; of the pulse that [`Db::open`] makes.
    pub patience: Patience,
}

impl Default for PoolOptions {
    fn default() -> Self {
        Self {
            max_connections: 12,
            acquire_timeout: Duration::from_secs(2),
            statement_timeout: Duration::from_secs(5),
            patience: Patience::default(),
        }
    }
}

/// How full a pool is.
#[derive(Debug, Clone, Copy)]
pub struct PoolStatus {
    /// Open connections.
    pub open: usize,
    /// Most connections at once.
    pub max: usize,
    /// Requests that wait for a connection.
    pub waiting: usize,
}

/// A database: hands out connections that are inside a scope, and nothing else.
pub struct Db<D> {
    pool: Pool,
    pub(crate) login: Arc<Config>,
    pub(crate) deadline: Deadline,
    pub(crate) metrics: DbMetrics,
    pulse: Pulse,
    database: PhantomData<fn() -> D>,
}

impl<D> Clone for Db<D> {
    fn clone(&self) -> Self {
        Self {
            pool: self.pool.clone(),
            login: Arc::clone(&self.login),
            deadline: self.deadline,
            metrics: self.metrics.clone(),
            pulse: self.pulse.clone(),
            database: PhantomData,
        }
    }
}

impl<D: Database> std::fmt::Debug for Db<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db")
            .field("name", &D::NAME)
            .finish_non_exhaustive()
    }
}

impl<D: Database> Db<D> {
    /// Makes the pool; connects when the first connection is needed.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when TLS cannot be set up.
    pub fn open(config: Config, options: PoolOptions) -> Result<Self, DbError> {
        let pulse = Pulse::new(&config, options.patience);
        Self::open_with(config, options, pulse)
    }

    /// The same beside other databases of its server, whose pulse is felt already.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when TLS cannot be set up.
    pub fn open_with(
        mut config: Config,
        options: PoolOptions,
        pulse: Pulse,
    ) -> Result<Self, DbError> {
        config
            .application_name(format!("stoa-{}", D::NAME))
            .connect_timeout(options.acquire_timeout)
            .options(format!(
                "-c statement_timeout={} -c lock_timeout={} -c idle_in_transaction_session_timeout=30000 -c timezone=UTC",
                options.statement_timeout.as_millis(),
                options.statement_timeout.as_millis() / 2,
            ));
        let unavailable = |reason: String| DbError::Unavailable {
            database: D::NAME,
            reason,
        };
        let login = Arc::new(config.clone());
        let manager = manager(
            config,
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
            pulse.verdicts(),
        )
        .map_err(|error| unavailable(chain(&error)))?;
        let pool = Pool::builder(manager)
            .max_size(options.max_connections)
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts {
                wait: Some(options.acquire_timeout),
                create: Some(options.acquire_timeout),
                recycle: Some(options.acquire_timeout),
            })
            .build()
            .map_err(|error| unavailable(chain(&error)))?;
        Ok(Self {
            pool,
            login,
            deadline: Deadline(options.statement_timeout + Duration::from_secs(1)),
            metrics: DbMetrics::default(),
            pulse,
            database: PhantomData,
        })
    }

    /// The same pool, its work counted in `metrics` together with that of others.
    #[must_use]
    pub fn measured(self, metrics: DbMetrics) -> Self {
        metrics.introduce(D::NAME);
        Self { metrics, ..self }
    }

    /// A connection, and the note that somebody waits for this server: while it lives, the server's pulse is felt, and
    /// the connection is given up when there is none.
    pub(crate) async fn acquire(&self) -> Result<(Client, Waiting), DbError> {
        if self.pulse.is_silent() {
            return Err(silent::<D>());
        }
        let waiting = self.pulse.wait();
        let asked = Instant::now();
        let got = tokio::select! {
            // Boxed: it holds a whole handshake, and every caller's future would carry its size.
            got = Box::pin(self.pool.get()) => got,
            () = silence(self.pulse.verdicts()) => return Err(silent::<D>()),
        };
        let timed_out = matches!(got, Err(PoolError::Timeout(_)));
        self.metrics.waited(D::NAME, asked.elapsed(), timed_out);
        match got {
            Ok(client) => Ok((client, waiting)),
            Err(PoolError::Backend(error)) => {
                Err(DbError::of(D::NAME, error).or_unavailable::<D>())
            }
            Err(other) => Err(DbError::Unavailable {
                database: D::NAME,
                reason: chain(&other),
            }),
        }
    }

    /// How full the pool is.
    #[must_use]
    pub fn status(&self) -> PoolStatus {
        let status = self.pool.status();
        PoolStatus {
            open: status.size,
            max: status.max_size,
            waiting: status.waiting,
        }
    }

    /// Closes the pool: connections in use end when they come back, new requests are refused.
    pub fn close(&self) {
        self.pool.close();
    }
}

fn silent<D: Database>() -> DbError {
    DbError::Unavailable {
        database: D::NAME,
        reason: "the server has stopped answering".to_owned(),
    }
}

/// Longest wait for the answer to one statement: the server gives up a second before, and says so. The last resort
/// for a single connection that hangs while the server is alive; a silent server is given up much sooner.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Duration);

impl Deadline {
    /// The answer, or nothing when the time is up.
    // No `async fn`: that would hold the answer's future twice.
    pub(crate) fn wait<T>(
        self,
        answer: impl Future<Output = T>,
    ) -> impl Future<Output = Option<T>> {
        tokio::time::timeout(self.0, answer).map(Result::ok)
    }

    /// The answer of one statement on a database.
    pub(crate) fn ask<D: Database, T>(
        self,
        work: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> impl Future<Output = Result<T, DbError>> {
        self.wait(work).map(|answer| match answer {
            Some(answer) => answer.map_err(|error| DbError::of(D::NAME, error)),
            None => Err(DbError::late(D::NAME)),
        })
    }
}

impl DbError {
    /// Whatever goes wrong before a connection stands means that the database is not available to us.
    fn or_unavailable<D: Database>(self) -> Self {
        match self {
            Self::Driver(error) => Self::Unavailable {
                database: D::NAME,
                reason: chain(&error),
            },
            other => other,
        }
    }
}
