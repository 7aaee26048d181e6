use std::{
    collections::BTreeSet,
    fmt::Write as _,
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
    time::Duration,
};

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{Method, StatusCode, header::CONTENT_TYPE};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::{Family, MetricConstructor},
        gauge::Gauge as Level,
        histogram::Histogram,
    },
    registry::Registry,
};

use stoa_core::DURATION_STEPS_SECONDS;

use crate::App;

/// The most sets of labels that one kind of figure may have; routes, methods and codes are some hundred. Beyond it something
/// puts what people send into a label, and would fill the memory.
const MOST_SERIES: u64 = 2000;

/// A figure that is read when `/metrics` is asked.
#[derive(Debug, Clone)]
pub struct Gauge {
    /// Its name: `stoa_job_ready`; of what only grows, with `_total` at the end.
    pub name: &'static str,
    /// What it says, in one line.
    pub help: &'static str,
    /// Its labels; few values, never ids or addresses.
    pub labels: Vec<(&'static str, String)>,
    /// The figure.
    pub value: f64,
}

impl Gauge {
    /// What the text format calls it: a name that ends in `_total` is a counter's, and its family has the name without.
    fn family(&self) -> (&'static str, &'static str) {
        match self.name.strip_suffix("_total") {
            Some(family) => (family, "counter"),
            None => (self.name, "gauge"),
        }
    }

    fn shown_labels(&self) -> String {
        if self.labels.is_empty() {
            return String::new();
        }
        let labels = self.labels.iter();
        let shown = labels.map(|(k, v)| format!("{k}=\"{}\"", v.replace(['"', '\\', '\n'], "_")));
        format!("{{{}}}", shown.collect::<Vec<_>>().join(","))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    http_request_method: String,
    http_route: String,
    http_response_status_code: u16,
    error_type: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ReasonLabel {
    reason: String,
}

/// Everything that is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Guarded<RequestLabels, Histogram, fn() -> Histogram>,
    active: Level<i64, AtomicI64>,
    rejected: Guarded<ReasonLabel, Counter>,
}

/// A family that stops taking new sets of labels, and says so, when there are too many.
#[derive(Debug)]
struct Guarded<L, M, C = fn() -> M> {
    family: Family<L, M, C>,
    sets: AtomicU64,
    dropped: Counter,
}

impl<L, M, C> Guarded<L, M, C>
where
    L: Clone + std::hash::Hash + Eq,
    C: MetricConstructor<M>,
{
    fn new(family: Family<L, M, C>, dropped: &Counter) -> Self {
        Self {
            family,
            sets: AtomicU64::new(0),
            dropped: dropped.clone(),
        }
    }

    fn with(&self, labels: &L, note: impl FnOnce(&M)) {
        if let Some(metric) = self.family.get(labels) {
            return note(&metric);
        }
        // Two first requests of one kind may both count here: the guard is for thousands.
        match self.sets.fetch_add(1, Ordering::Relaxed) {
            0..MOST_SERIES => note(&self.family.get_or_create(labels)),
            MOST_SERIES => {
                tracing::error!(most = MOST_SERIES, "too many series: new ones are dropped");
                self.dropped.inc();
            }
            _ => drop(self.dropped.inc()),
        }
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::over(Registry::default())
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
    /// The web layer's figures, and those that other parts have put into `registry`.
    #[must_use]
    pub fn over(mut registry: Registry) -> Self {
        let requests = Family::new_with_constructor(
            (|| Histogram::new(DURATION_STEPS_SECONDS)) as fn() -> Histogram,
        );
        let active = Level::default();
        let rejected = Family::<ReasonLabel, Counter>::default();
        let dropped = Counter::default();
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
        registry.register(
            "stoa_metrics_dropped",
            "Figures not taken because there were too many kinds of them",
            dropped.clone(),
        );
        Self {
            registry,
            requests: Guarded::new(requests, &dropped),
            active,
            rejected: Guarded::new(rejected, &dropped),
        }
    }

    /// Notes that a request began.
    #[must_use]
    pub fn request_began(&self) -> ActiveRequest {
        self.active.inc();
        ActiveRequest(self.active.clone())
    }

    /// Notes how a request ended; `error` is the stable code of a failure on our side.
    pub fn request_ended(
        &self,
        (method, route): (&Method, &str),
        status: StatusCode,
        error: Option<&str>,
        took: Duration,
    ) {
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
            error_type: error.map(str::to_owned),
        };
        self.requests
            .with(&labels, |histogram| histogram.observe(took.as_secs_f64()));
    }

    /// Notes that somebody was turned away; `reason` is a stable code.
    pub fn rejected(&self, reason: &str) {
        let labels = ReasonLabel {
            reason: reason.to_owned(),
        };
        self.rejected.with(&labels, |counter| {
            counter.inc();
        });
    }

    /// Everything counted, and `gauges`, as text.
    #[must_use]
    pub fn text(&self, gauges: &[Gauge]) -> String {
        let mut text = String::new();
        let _ = encode(&mut text, &self.registry);
        let end = text.rfind("# EOF").unwrap_or(text.len());
        text.truncate(end);
        // A family stands in one place, in whatever order its figures were read.
        let mut written = BTreeSet::new();
        for first in gauges {
            if !written.insert(first.name) {
                continue;
            }
            let (family, kind) = first.family();
            let help = first.help;
            let _ = writeln!(text, "# HELP {family} {help}.\n# TYPE {family} {kind}");
            for gauge in gauges.iter().filter(|gauge| gauge.name == first.name) {
                let _ = writeln!(
                    text,
                    "{}{} {}",
                    gauge.name,
                    gauge.shown_labels(),
                    gauge.value
                );
            }
        }
        text.push_str("# EOF\n");
        text
    }
}

/// Every figure, for an operator's Prometheus.
pub(crate) async fn scrape(_: super::Operator, State(app): State<App>) -> Response {
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
        let took = Duration::from_millis(3);
        metrics.request_ended((&Method::GET, "/api/lessons"), StatusCode::OK, None, took);
        let down = (
            StatusCode::SERVICE_UNAVAILABLE,
            Some("database.unavailable"),
        );
        metrics.request_ended((&Method::GET, "/api/lessons"), down.0, down.1, took);
        metrics.rejected("auth.token_expired");
        let gauge = |state: &str| Gauge {
            name: "stoa_delivery",
            help: "Deliveries by state",
            labels: vec![("state", state.to_owned())],
            value: 2.0,
        };
        let refused = Gauge {
            name: "stoa_auth_hash_refused_total",
            ..gauge("x")
        };
        let text = metrics.text(&[gauge("done"), refused, gauge("un\"known")]);
        assert!(
            text.contains("# TYPE stoa_auth_hash_refused counter\nstoa_auth_hash_refused_total{"),
            "{text}"
        );
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
        assert!(
            text.contains("error_type=\"database.unavailable\""),
            "{text}"
        );
    }

    #[test]
    fn figures_of_ever_new_kinds_are_dropped_and_counted() {
        let metrics = Metrics::default();
        for n in 0..MOST_SERIES + 3 {
            metrics.rejected(&format!("made-up-{n}"));
        }
        metrics.rejected("made-up-0");
        let text = metrics.text(&[]);
        assert_eq!(
            text.matches("stoa_auth_rejected_total{").count() as u64,
            MOST_SERIES
        );
        assert!(text.contains("reason=\"made-up-0\"} 2"), "{text}");
        assert!(text.contains("stoa_metrics_dropped_total 3"), "{text}");
    }
}
