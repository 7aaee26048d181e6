//! What operators and their machines ask: is it alive, is it ready, how does it do.

pub(crate) mod health;
mod metrics;

pub(crate) use health::look;
pub use health::{Check, CheckState, Operations};
pub(crate) use metrics::scrape;
pub use metrics::{Gauge, Metrics};
