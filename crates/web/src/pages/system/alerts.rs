use axum::{extract::State, response::Response};
use stoa_app::health::{self, HealthQuery};
use stoa_pages::pages::system::{AlertsPage, EventList};

use super::{
    super::context::{Page, parameter, render},
    event, panel,
};
use crate::{App, Fault, extract::Admin};

/// `/admin/alerts`.
pub(crate) async fn show(State(app): State<App>, page: Page<Admin>) -> Result<Response, Fault> {
    let query = page.shell.path.split_once('?').map(|(_, query)| query);
    let level = parameter(query, "level").and_then(|level| level.parse().ok());
    let cursor = parameter(query, "cursor").filter(|cursor| !cursor.is_empty());
    let is_later_page = cursor.is_some();
    let wanted = HealthQuery {
        level,
        cursor,
        ..HealthQuery::default()
    };
    let found = health::list(app.modes.db(), &page.actor, &wanted).await;
    let events = panel(found.map(|found| EventList {
        next_cursor: found.next_cursor.map(|cursor| cursor.as_str().to_owned()),
        rows: found.logs.into_iter().map(event).collect(),
        is_later_page,
    }))?;
    render(&AlertsPage {
        shell: page.shell,
        level,
        events,
    })
}
