//! `/admin/health`, `/admin/alerts`, `/admin/jobs`, `/admin/schema`: how the system does and works, for administrators.

mod events;
mod health;
mod jobs;
mod schema;

pub use events::{AlertsPage, EventList, EventRow};
pub use health::{ModeCard, ModeDraft, QueueRow, SystemHealthPage};
pub(crate) use jobs::state_key;
pub use jobs::{AttemptRow, JobFilter, JobList, JobPage, JobRow, JobsPage, PausedRow};
pub use schema::{
    SchemaCard, SchemaFacts, SchemaFinding, SchemaPage, SchemaRun, SchemaSeen, SchemaSet,
};
