use axum::{extract::State, response::Response};
use stoa_app::sales::StatsQuery;
use stoa_core::Kind;
use stoa_pages::{
    Panel,
    pages::{
        dashboard::{Check, DashboardPage, Tile, TileKind},
        outbox::OutboxPage,
    },
};

use super::{
    context::{Page, render},
    site::shown,
};
use crate::{
    App, Fault,
    extract::Admin,
    ops::{self, Gauge},
};

/// `/dashboard`.
pub(crate) async fn show(State(app): State<App>, page: Page<Admin>) -> Result<Response, Fault> {
    let everything = StatsQuery::default();
    let (health, gauges, stats) = futures::join!(
        ops::look(&app),
        app.operations.gauges(),
        app.sales.stats(&page.actor, &everything)
    );
    let buyers = stats.map_or_else(|_| Panel::failed(), |stats| Panel::Ready(stats.total_users));
    let checks = health.checks.into_values().map(|check| Check {
        name: check.name,
        state: shown(check.status),
        detail: Some(check.message),
        took_ms: u32::try_from(check.took_ms).ok(),
    });
    let as_of = app.ambient.now();
    let tile = |kind, value| Tile { kind, value, as_of };
    let tiles = vec![
        tile(TileKind::Buyers, buyers),
        tile(
            TileKind::QueueReady,
            figure(&gauges, "stoa_job_ready", None),
        ),
        tile(TileKind::QueueDead, figure(&gauges, "stoa_job_dead", None)),
        tile(
            TileKind::UnknownDeliveries,
            figure(&gauges, "stoa_delivery", Some("unknown")),
        ),
    ];
    let checks = Panel::Ready(checks.collect());
    render(&DashboardPage {
        shell: page.shell,
        checks,
        tiles,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// A figure over all its labels, or over those of one state; a figure that could not be read is a failed tile.
fn figure(gauges: &[Gauge], name: &str, state: Option<&str>) -> Panel<i64> {
    let wanted = |gauge: &&Gauge| {
        gauge.name == name
            && state.is_none_or(|state| gauge.labels.iter().any(|(_, value)| value == state))
    };
    let found: Vec<_> = gauges.iter().filter(wanted).collect();
    if found.is_empty() {
        return Panel::failed();
    }
    #[expect(clippy::cast_possible_truncation, reason = "counts of rows")]
    Panel::Ready(found.iter().map(|gauge| gauge.value as i64).sum())
}

/// `/admin/outbox`: what a demo would have sent.
pub(crate) async fn outbox(State(app): State<App>, page: Page<Admin>) -> Result<Response, Fault> {
    let messages = app.operations.outbox().ok_or_else(|| {
        Fault::new(
            Kind::NotFound,
            "route.not_found",
            "Only a demo keeps what it would have sent.",
        )
    })?;
    render(&OutboxPage {
        shell: page.shell,
        messages,
    })
}
