use std::time::Duration;

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{family::Family, histogram::Histogram},
    registry::Registry,
};
use reqwest::{Method, Url};
use stoa_core::DURATION_STEPS_SECONDS;

use super::{Answer, CallError};

/// What is measured of calls to outside services. Clones measure together.
#[derive(Debug, Clone)]
pub struct CallMetrics(Family<CallLabels, Histogram, fn() -> Histogram>);

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallLabels {
    server_address: String,
    http_request_method: String,
    http_response_status_code: Option<u16>,
    error_type: Option<String>,
}

impl Default for CallMetrics {
    fn default() -> Self {
        let histogram = (|| Histogram::new(DURATION_STEPS_SECONDS)) as fn() -> Histogram;
        Self(Family::new_with_constructor(histogram))
    }
}

impl CallMetrics {
    /// Shows everything measured in `registry`.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "http_client_request_duration_seconds",
            "Time of a call to an outside service, with its whole answer",
            self.0.clone(),
        );
    }

    /// Notes a call: only the host of `url`, whose path may hold a token.
    pub(super) fn called(
        &self,
        method: &Method,
        url: &Url,
        outcome: &Result<Answer, CallError>,
        took: Duration,
    ) {
        let status = outcome.as_ref().ok().map(|answer| answer.status);
        let labels = CallLabels {
            server_address: url.host_str().unwrap_or_default().to_owned(),
            http_request_method: method.to_string(),
            http_response_status_code: status,
            error_type: error_type(outcome),
        };
        self.0.get_or_create(&labels).observe(took.as_secs_f64());
    }
}

fn error_type(outcome: &Result<Answer, CallError>) -> Option<String> {
    match outcome {
        Ok(answer) => (answer.status >= 400).then(|| answer.status.to_string()),
        Err(CallError::NotSent(_)) => Some("not_sent".to_owned()),
        Err(CallError::Config(_)) => Some("unsendable".to_owned()),
        Err(_) => Some("no_answer".to_owned()),
    }
}
