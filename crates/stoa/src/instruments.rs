//! What this process measures. Each part has its own instruments and knows nothing of who reads them; here they are put
//! into one registry, which `/metrics` shows.

use std::fmt;

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric as _},
    metrics::{MetricType, counter::ConstCounter},
    registry::Registry,
};
use stoa_app::{leads::Deliver, sales::ProvisionBuyer};
use stoa_connect::CallMetrics;
use stoa_identity::Postman;
use stoa_jobs::{Tally, TallyCount};
use stoa_pg::DbMetrics;

/// The instruments of the parts below the web layer.
#[derive(Clone, Default)]
pub(crate) struct Instruments {
    pub(crate) databases: DbMetrics,
    pub(crate) calls: CallMetrics,
    pub(crate) jobs: Tally,
    /// What left an outbox, and what was given up.
    pub(crate) outbox: Tally,
    /// Events, alerts and ways of work.
    pub(crate) system: Tally,
}

impl Instruments {
    /// One registry that shows them all.
    pub(crate) fn registry(&self) -> Registry {
        let mut registry = Registry::default();
        self.databases.register(&mut registry);
        self.calls.register(&mut registry);
        registry.register_collector(Box::new(Attempts(self.jobs.clone())));
        registry.register_collector(Box::new(Outboxes {
            outbox: self.outbox.clone(),
            jobs: self.jobs.clone(),
        }));
        registry
    }
}

/// The outboxes of this process: what reached its receiver, and what was given up or may have been lost on the way.
///
/// A lead's delivery and a letter count when their own state is written; a buyer's account, whose job is its state, by its
/// job.
#[derive(Debug)]
struct Outboxes {
    outbox: Tally,
    jobs: Tally,
}

impl Outboxes {
    fn total(&self, name: &str, how: &str) -> u64 {
        let (counts, kind, outcome) = if name == ProvisionBuyer::OUTBOX {
            let outcome = if how == "delivered" { "done" } else { "dead" };
            (self.jobs.counts(), ProvisionBuyer::KIND, outcome)
        } else {
            (self.outbox.counts(), name, how)
        };
        let found = |count: &&TallyCount| count.kind == kind && count.outcome == outcome;
        counts.iter().filter(found).map(|count| count.runs).sum()
    }
}

impl Collector for Outboxes {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        for (name, help, how) in [
            (
                "stoa_outbox_delivered",
                "What reached its receiver, by outbox",
                "delivered",
            ),
            (
                "stoa_outbox_failed",
                "What was given up, or may have been lost on the way, by outbox",
                "failed",
            ),
        ] {
            let mut metric = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
            // All from the first look on: an alert sees no rise in what was not there before.
            for outbox in [Deliver::OUTBOX, Postman::OUTBOX, ProvisionBuyer::OUTBOX] {
                let labels = [("outbox", outbox.to_owned())];
                let total = self.total(outbox, how);
                ConstCounter::new(total).encode(metric.encode_family(&labels)?)?;
            }
        }
        Ok(())
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
