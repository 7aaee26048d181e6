use std::{
    marker::PhantomData,
    sync::Arc,
    time::{Duration, Instant},
};

use deadpool_postgres::{ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime, Timeouts};
use tokio_postgres::Config;

use crate::{DbError, DbMetrics, connect::manager, error::chain};

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
}

impl Default for PoolOptions {
    fn default() -> Self {
        Self {
            max_connections: 12,
            acquire_timeout: Duration::from_secs(2),
            statement_timeout: Duration::from_secs(5),
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
    pub(crate) deadline: Duration,
    pub(crate) metrics: DbMetrics,
    database: PhantomData<fn() -> D>,
}

impl<D> Clone for Db<D> {
    fn clone(&self) -> Self {
        Self {
            pool: self.pool.clone(),
            login: Arc::clone(&self.login),
            deadline: self.deadline,
            metrics: self.metrics.clone(),
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
    pub fn open(mut config: Config, options: PoolOptions) -> Result<Self, DbError> {
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
            deadline: options.statement_timeout + Duration::from_secs(1),
            metrics: DbMetrics::default(),
            database: PhantomData,
        })
    }

    /// The same pool, its work counted in `metrics` together with that of others.
    #[must_use]
    pub fn measured(self, metrics: DbMetrics) -> Self {
        metrics.introduce(D::NAME);
        Self { metrics, ..self }
    }

    pub(crate) async fn acquire(&self) -> Result<Client, DbError> {
        let asked = Instant::now();
        let got = self.pool.get().await;
        let timed_out = matches!(got, Err(PoolError::Timeout(_)));
        self.metrics.waited(D::NAME, asked.elapsed(), timed_out);
        got.map_err(|error| match error {
            PoolError::Backend(error) => DbError::of(D::NAME, error).or_unavailable::<D>(),
            other => DbError::Unavailable {
                database: D::NAME,
                reason: chain(&other),
            },
        })
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
