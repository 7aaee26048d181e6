//! What this process measures. Each part has its own instruments and knows nothing of who reads them; here they are put
//! into one registry, which `/metrics` shows.

use std::fmt;

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric as _},
    metrics::{MetricType, counter::ConstCounter},
    registry::Registry,
};
use stoa_connect::CallMetrics;
use stoa_jobs::Tally;
use stoa_pg::DbMetrics;

/// The instruments of the parts below the web layer.
#[derive(Clone, Default)]
pub(crate) struct Instruments {
    pub(crate) databases: DbMetrics,
    pub(crate) calls: CallMetrics,
    pub(crate) jobs: Tally,
}

impl Instruments {
    /// One registry that shows them all.
    pub(crate) fn registry(&self) -> Registry {
        let mut registry = Registry::default();
        self.databases.register(&mut registry);
        self.calls.register(&mut registry);
        registry.register_collector(Box::new(Attempts(self.jobs.clone())));
        registry
    }
}

/// Runs of jobs, as the queue's own tally has them.
#[derive(Debug)]
struct Attempts(Tally);

impl Collector for Attempts {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let mut metric = encoder.encode_descriptor(
            "stoa_job_attempts",
            "Runs of jobs in this process, by kind and by how they ended",
            None,
            MetricType::Counter,
        )?;
        for count in self.0.counts() {
            let labels = [("kind", count.kind), ("outcome", count.outcome.to_owned())];
            ConstCounter::new(count.runs).encode(metric.encode_family(&labels)?)?;
        }
        Ok(())
    }
}
