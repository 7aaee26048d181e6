use std::{sync::Arc, time::Duration};

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};
use stoa_core::DURATION_STEPS_SECONDS;
use tokio_postgres::error::SqlState;

use crate::DbError;

type Durations<L> = Family<L, Histogram, fn() -> Histogram>;

/// What is measured of the databases. Clones measure together, so that all pools of a process stand in one table.
#[derive(Debug, Clone)]
pub struct DbMetrics(Arc<Instruments>);

#[derive(Debug)]
struct Instruments {
    operations: Durations<OperationLabels>,
    waits: Durations<PoolLabels>,
    timeouts: Family<PoolLabels, Counter>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OperationLabels {
    db_namespace: &'static str,
    db_operation_name: &'static str,
    error_type: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PoolLabels {
    db_namespace: &'static str,
}

impl Default for DbMetrics {
    fn default() -> Self {
        let histogram = (|| Histogram::new(DURATION_STEPS_SECONDS)) as fn() -> Histogram;
        Self(Arc::new(Instruments {
            operations: Family::new_with_constructor(histogram),
            waits: Family::new_with_constructor(histogram),
            timeouts: Family::default(),
        }))
    }
}

impl DbMetrics {
    /// Shows everything measured in `registry`.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "db_client_operation_duration_seconds",
            "Time of a guarded read, or of a transaction from its begin to its end",
            self.0.operations.clone(),
        );
        registry.register(
            "db_client_connection_wait_time_seconds",
            "Time until a pool gave a connection, or gave up",
            self.0.waits.clone(),
        );
        registry.register(
            "db_client_connection_timeouts",
            "Requests that got no connection in time",
            self.0.timeouts.clone(),
        );
    }

    /// Makes the figures of `database` visible before anything has happened: a counter that appears with its first
    /// increment is one that no alert sees rising.
    pub(crate) fn introduce(&self, database: &'static str) {
        let pool = PoolLabels {
            db_namespace: database,
        };
        drop(self.0.timeouts.get_or_create(&pool));
        drop(self.0.waits.get_or_create(&pool));
    }

    pub(crate) fn operation(
        &self,
        (database, operation): (&'static str, &'static str),
        took: Duration,
        error: Option<&DbError>,
    ) {
        let labels = OperationLabels {
            db_namespace: database,
            db_operation_name: operation,
            error_type: error.map(error_type),
        };
        self.0
            .operations
            .get_or_create(&labels)
            .observe(took.as_secs_f64());
    }

    pub(crate) fn waited(&self, database: &'static str, took: Duration, timed_out: bool) {
        let pool = PoolLabels {
            db_namespace: database,
        };
        self.0
            .waits
            .get_or_create(&pool)
            .observe(took.as_secs_f64());
        if timed_out {
            self.0.timeouts.get_or_create(&pool).inc();
        }
    }
}

/// A bounded set of words: the server's own code where it gave one.
fn error_type(error: &DbError) -> String {
    match error {
        DbError::Unavailable { .. } => "unavailable",
        DbError::OutcomeUnknown { .. } => "outcome_unknown",
        DbError::Driver(error) => error.code().map_or("protocol", SqlState::code),
        DbError::AlreadyFailed => "already_failed",
        DbError::Corrupt { .. } | DbError::RowCount { .. } => "_OTHER",
    }
    .to_owned()
}
