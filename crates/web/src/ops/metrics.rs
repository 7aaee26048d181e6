use std::{fmt::Write as _, sync::atomic::AtomicI64, time::Duration};

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{Method, StatusCode, header::CONTENT_TYPE};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge as Level, histogram::Histogram},
    registry::Registry,
};

use crate::App;

/// The steps OpenTelemetry recommends for request durations, in seconds.
const BUCKETS: [f64; 14] = [
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];

/// A figure that is read when `/metrics` is asked.
#[derive(Debug, Clone)]
pub struct Gauge {
    /// Its name: `stoa_job_ready`.
    pub name: &'static str,
    /// What it says, in one line.
    pub help: &'static str,
    /// Its labels; few values, never ids or addresses.
    pub labels: Vec<(&'static str, String)>,
    /// The figure.
    pub value: f64,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
#[expect(clippy::struct_field_names, reason = "the names are OpenTelemetry's")]
struct RequestLabels {
    http_request_method: String,
    http_route: String,
    http_response_status_code: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ReasonLabel {
    reason: String,
}

/// Everything that is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Histogram, fn() -> Histogram>,
    active: Level<i64, AtomicI64>,
    rejected: Family<ReasonLabel, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::default();
        let requests =
            Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> Histogram);
        let active = Level::default();
        let rejected = Family::default();
        registry.register(
            "http_server_request_duration_seconds",
            "Time from request to answer",
            requests.clone(),
        );
        registry.register(
            "http_server_active_requests",
            "Requests being answered",
            active.clone(),
        );
        registry.register(
            "stoa_auth_rejected",
            "Requests turned away, by reason",
            rejected.clone(),
        );
        Self {
            registry,
            requests,
            active,
            rejected,
        }
    }
}

/// Counts a request as active for as long as it lives.
#[derive(Debug)]
pub struct ActiveRequest(Level<i64, AtomicI64>);

impl Drop for ActiveRequest {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    /// Notes that a request began.
    #[must_use]
    pub fn request_began(&self) -> ActiveRequest {
        self.active.inc();
        ActiveRequest(self.active.clone())
    }

    /// Notes how a request ended.
    pub fn request_ended(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let known = matches!(
            *method,
            Method::GET
                | Method::POST
                | Method::PUT
                | Method::PATCH
                | Method::DELETE
                | Method::HEAD
                | Method::OPTIONS
        );
        let labels = RequestLabels {
            http_request_method: if known {
                method.to_string()
            } else {
                "_OTHER".to_owned()
            },
            http_route: route.to_owned(),
            http_response_status_code: status.as_u16(),
        };
        self.requests
            .get_or_create(&labels)
            .observe(took.as_secs_f64());
    }

    /// Notes that somebody was turned away; `reason` is a stable code.
    pub fn rejected(&self, reason: &str) {
        self.rejected
            .get_or_create(&ReasonLabel {
                reason: reason.to_owned(),
            })
            .inc();
    }

    /// Everything counted, and `gauges`, as text.
    #[must_use]
    pub fn text(&self, gauges: &[Gauge]) -> String {
        let mut text = String::new();
        let _ = encode(&mut text, &self.registry);
        let end = text.rfind("# EOF").unwrap_or(text.len());
        text.truncate(end);
        let mut named = "";
        for gauge in gauges {
            if gauge.name != named {
                let _ = writeln!(
                    text,
                    "# HELP {} {}.\n# TYPE {} gauge",
                    gauge.name, gauge.help, gauge.name
                );
                named = gauge.name;
            }
            let labels: Vec<_> = gauge
                .labels
                .iter()
                .map(|(k, v)| format!("{k}=\"{}\"", v.replace(['"', '\\', '\n'], "_")))
                .collect();
            let labels = if labels.is_empty() {
                String::new()
            } else {
                format!("{{{}}}", labels.join(","))
            };
            let _ = writeln!(text, "{}{labels} {}", gauge.name, gauge.value);
        }
        text.push_str("# EOF\n");
        text
    }
}

/// Every figure, for Prometheus.
pub(crate) async fn scrape(State(app): State<App>) -> Response {
    let text = app.metrics.text(&app.operations.gauges().await);
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(CONTENT_TYPE, media_type)], text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_and_read_figures_stand_in_one_text() {
        let metrics = Metrics::default();
        drop(metrics.request_began());
        metrics.request_ended(
            &Method::GET,
            "/api/lessons",
            StatusCode::OK,
            Duration::from_millis(3),
        );
        metrics.rejected("auth.token_expired");
        let gauge = |state: &str| Gauge {
            name: "stoa_delivery",
            help: "Deliveries by state",
            labels: vec![("state", state.to_owned())],
            value: 2.0,
        };
        let text = metrics.text(&[gauge("done"), gauge("un\"known")]);
        for line in [
            "http_server_active_requests 0",
            "stoa_auth_rejected_total{reason=\"auth.token_expired\"} 1",
            "stoa_delivery{state=\"done\"} 2",
            "stoa_delivery{state=\"un_known\"} 2",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(text.contains("http_route=\"/api/lessons\"") && text.ends_with("# EOF\n"));
        assert_eq!(text.matches("# TYPE stoa_delivery gauge").count(), 1);
    }
}
