//! What the databases are, held against what the migrations make of them, for administrators.

use axum::{Json, extract::State};
use chrono::{DateTime, Utc};
use serde::Serialize;
use stoa_pages::pages::system::{
    SchemaCard, SchemaFacts, SchemaFinding, SchemaRun, SchemaSeen, SchemaSet,
};
use utoipa::ToSchema;

use crate::{
    App,
    extract::{Actor, Admin},
};

/// How a set of migrations stands in a database.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SchemaSetView {
    /// `ops`, or the name of the database.
    set: String,
    /// The newest migration that stands; null when there is none.
    version: Option<String>,
    /// Those that wait, in order.
    pending: Vec<String>,
    /// One that began and did not end.
    unfinished: Option<String>,
}

/// One run of a migration.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SchemaRunView {
    set: String,
    migration: String,
    /// `running`, `applied`, `failed`, `reverted` or `verified_stamp`.
    state: &'static str,
    started_at: Option<DateTime<Utc>>,
    took_ms: Option<i64>,
    /// The login that ran it.
    by: String,
    tool: String,
}

/// One thing that the audit found, in the shape of `stoa audit --format json`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SchemaFindingView {
    rule: &'static str,
    class: &'static str,
    /// `error`, `warning` or `info`.
    level: &'static str,
    object: Option<String>,
    message: String,
    help: String,
    /// Who gets there: `PUBLIC`, a role, `nobody`; null where that is not the question.
    reach: Option<String>,
}

/// What was seen of a database.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SchemaFactsView {
    seen_at: DateTime<Utc>,
    /// `fp1:pg15:<structure>:<security>:<order>:<notes>`.
    fingerprint: String,
    /// Objects that are not what the last migration left.
    drift: Vec<String>,
    /// The latest, the newest first.
    runs: Vec<SchemaRunView>,
    /// The worst first.
    findings: Vec<SchemaFindingView>,
    /// How many findings are known, with a reason, and left out.
    known: usize,
}

/// One database.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SchemaView {
    database: &'static str,
    sets: Vec<SchemaSetView>,
    /// Null when this process may not look, or could not.
    facts: Option<SchemaFactsView>,
    /// Why not: `no_owner_login`, or `unreachable: ` and the reason.
    problem: Option<String>,
}

/// Every database.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SchemasView {
    databases: Vec<SchemaView>,
}

impl From<SchemaCard> for SchemaView {
    fn from(card: SchemaCard) -> Self {
        let (facts, problem) = match card.seen {
            SchemaSeen::Whole(facts) => (Some(facts.into()), None),
            SchemaSeen::NoLogin => (None, Some("no_owner_login".to_owned())),
            SchemaSeen::Failed { reason, .. } => (None, Some(format!("unreachable: {reason}"))),
        };
        Self {
            database: card.database,
            sets: card.sets.into_iter().map(SchemaSetView::from).collect(),
            facts,
            problem,
        }
    }
}

impl From<SchemaSet> for SchemaSetView {
    fn from(set: SchemaSet) -> Self {
        Self {
            set: set.name,
            version: set.version,
            pending: set.pending,
            unfinished: set.unfinished,
        }
    }
}

impl From<SchemaFacts> for SchemaFactsView {
    fn from(facts: SchemaFacts) -> Self {
        Self {
            seen_at: facts.at,
            fingerprint: facts.fingerprint,
            drift: facts.drift,
            runs: facts.runs.into_iter().map(SchemaRunView::from).collect(),
            findings: facts
                .findings
                .into_iter()
                .map(SchemaFindingView::from)
                .collect(),
            known: facts.known,
        }
    }
}

impl From<SchemaRun> for SchemaRunView {
    fn from(run: SchemaRun) -> Self {
        Self {
            set: run.set,
            migration: run.title,
            state: run.state,
            started_at: run.at,
            took_ms: run.ms,
            by: run.by,
            tool: run.tool,
        }
    }
}

impl From<SchemaFinding> for SchemaFindingView {
    fn from(finding: SchemaFinding) -> Self {
        Self {
            rule: finding.rule,
            class: finding.class,
            level: finding.level,
            object: finding.object,
            message: finding.message,
            help: finding.help,
            reach: finding.reach,
        }
    }
}

/// What each database is: version, fingerprint, drift, pending migrations, latest runs, and who gets where.
///
/// A database that cannot be looked at is named with the reason, and the others are answered all the same.
#[utoipa::path(get, operation_id = "show_schemas", path = "/api/admin/schema", tag = "operations", security(("bearer" = [])),
    responses((status = 200, body = SchemasView), (status = 401), (status = 403)))]
pub(crate) async fn show(State(app): State<App>, _actor: Actor<Admin>) -> Json<SchemasView> {
    let cards = app.operations.schemas().await;
    Json(SchemasView {
        databases: cards.into_iter().map(SchemaView::from).collect(),
    })
}
