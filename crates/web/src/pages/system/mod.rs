//! `/admin/health`, `/admin/alerts`, `/admin/jobs`, `/admin/schema`: how the system does and works.

mod alerts;
mod health;
mod jobs;
mod schema;

pub(crate) use alerts::show as show_alerts;
pub(crate) use health::{set_mode, show as show_health};
pub(crate) use jobs::{cancel, list as list_jobs, pause, redrive, resume, retry, show as show_job};
pub(crate) use schema::show as show_schema;

use stoa_app::health::HealthRow;
use stoa_core::{Failure, Kind};
use stoa_pages::{Panel, pages::system::EventRow};

use crate::Fault;

/// What is not there for the moment is told in its place; any other failure is the page's.
fn panel<T, E: Failure>(part: Result<T, E>) -> Result<Panel<T>, Fault> {
    match part {
        Ok(part) => Ok(Panel::Ready(part)),
        Err(error) if error.kind() == Kind::Unavailable => {
            tracing::warn!(%error, "a part of a page is shown as failed");
            Ok(Panel::failed())
        }
        Err(error) => Err(error.into()),
    }
}

fn event(row: HealthRow) -> EventRow {
    let details = match row.metadata.as_object() {
        Some(facts) if facts.is_empty() => String::new(),
        _ => serde_json::to_string_pretty(&row.metadata).unwrap_or_default(),
    };
    EventRow {
        at: row.created_at,
        level: row.level,
        message: row.message,
        repeats: row.repeats,
        told: row.told,
        request_id: row.request_id,
        details,
    }
}
