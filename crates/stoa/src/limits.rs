//! Where limits are counted: in Redis when there is one, else in the databases.

use std::sync::Arc;

use stoa_core::Ambient;
use stoa_limits::{PostgresStore, RedisStore, Store};
use stoa_web::{CheckState, Gauge, Limits};

use crate::{config::Settings, databases::Databases};

/// The limits over the stores that are configured.
///
/// Sign-ins are counted in `main`, leads in `tripwire`: what takes a lead must not wait for another database.
///
/// # Errors
/// When the address of Redis cannot be used, which the settings rule out.
pub(crate) fn wire(
    settings: &Settings,
    databases: &Databases,
    ambient: &Ambient,
) -> anyhow::Result<Limits> {
    let redis = match &settings.redis_url {
        Some(url) => Some(Arc::new(RedisStore::open(url)?) as Arc<dyn Store>),
        None => None,
    };
    let with = |database: Arc<dyn Store>| redis.iter().cloned().chain([database]).collect();
    Ok(Limits::new(
        with(Arc::new(PostgresStore::new(databases.main.clone()))),
        with(Arc::new(PostgresStore::new(databases.tripwire.clone()))),
        ambient,
    ))
}

/// What `/health` says of the stores: nothing stops while one of them counts.
pub(crate) fn state(limits: &Limits) -> (CheckState, String) {
    let stores: Vec<_> = limits.stores().collect();
    let lost = stores.iter().any(|(_, works)| !works);
    let said = stores.iter().map(|(store, works)| {
        let how = if *works {
            "counts"
        } else {
            "did not answer when last asked"
        };
        format!("{store} {how}")
    });
    let message = said.collect::<Vec<_>>().join(", ");
    (
        if lost {
            CheckState::Warn
        } else {
            CheckState::Ok
        },
        message,
    )
}

/// Figures for `/metrics`.
pub(crate) fn gauges(limits: &Limits) -> Vec<Gauge> {
    let counted = limits.figures().into_iter().map(|figure| Gauge {
        name: "stoa_limit_requests_total",
        help: "Requests that were counted, by what was asked, how it ended and where it was counted",
        labels: vec![
            ("bucket", figure.bucket.to_owned()),
            ("outcome", figure.outcome.as_str().to_owned()),
            ("store", figure.store.to_owned()),
        ],
        value: number(figure.count),
    });
    let stores = limits.stores().map(|(store, works)| Gauge {
        name: "stoa_limit_store_up",
        help: "Whether a store of limits answered when it was last asked",
        labels: vec![("store", store.to_owned())],
        value: f64::from(u8::from(works)),
    });
    counted.chain(stores).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn number(value: u64) -> f64 {
    value as f64
}
