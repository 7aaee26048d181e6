//! One call to an outside service, and what its answer says about the effect.

mod answer;
mod error;
mod exchange;
mod metrics;
mod scrub;

pub(crate) use answer::Answer;
pub use error::{CallError, Evidence, FieldRefusal};
pub(crate) use exchange::Exchange;
pub use metrics::CallMetrics;
