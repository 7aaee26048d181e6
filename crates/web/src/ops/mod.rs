//! What operators and their machines ask: is it alive, is it ready, how does it do.

pub(crate) mod health;
mod metrics;
mod operator;
pub(crate) mod receipts;

pub(crate) use health::look;
pub use health::{Check, CheckState, LastLook, Operations};
pub(crate) use metrics::scrape;
pub use metrics::{Gauge, Metrics};
pub(crate) use operator::Operator;
