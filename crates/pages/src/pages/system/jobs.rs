use askama::Template;
use chrono::{DateTime, Utc};

use crate::{Panel, Shell, Tone};

/// `/admin/jobs`: the queue of one database. The filter is a GET form on the same page.
#[derive(Debug, Clone, Template)]
#[template(path = "system/jobs.html")]
pub struct JobsPage {
    /// The page around it.
    pub shell: Shell,
    /// What the list is narrowed to, as the address says.
    pub filter: JobFilter,
    /// The jobs.
    pub jobs: Panel<JobList>,
    /// The kinds of jobs in this queue.
    pub kinds: &'static [&'static str],
    /// The kinds that are stopped.
    pub paused: Vec<PausedRow>,
}

/// `/admin/jobs/{database}/{id}`: one job and its runs.
#[derive(Debug, Clone, Template)]
#[template(path = "system/job.html")]
pub struct JobPage {
    /// The page around it.
    pub shell: Shell,
    /// The database of its queue.
    pub database: String,
    /// The job.
    pub job: JobRow,
    /// What it was given, as JSON.
    pub payload: String,
    /// Its runs, the latest first.
    pub attempts: Vec<AttemptRow>,
}

/// What the list of jobs is narrowed to. It lives in the address and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFilter {
    /// `tripwire` or `main`.
    pub database: String,
    /// `ready`, `running`, `done`, `dead`, `cancelled`, or empty for all.
    pub state: String,
    /// Only this kind; empty for all.
    pub kind: String,
    /// Only jobs whose reason holds this text.
    pub reason: String,
}

/// One page of jobs.
#[derive(Debug, Clone)]
pub struct JobList {
    /// The jobs, the newest first.
    pub rows: Vec<JobRow>,
    /// The last one shown, when more follow.
    pub next: Option<i64>,
    /// Whether this is not the first page.
    pub is_later_page: bool,
}

/// A job.
#[derive(Debug, Clone)]
pub struct JobRow {
    /// Its number.
    pub id: i64,
    /// What it is for.
    pub kind: String,
    /// What it is about.
    pub key: String,
    /// Where it stands: `dead`.
    pub state: &'static str,
    /// How often it was begun, and may be.
    pub attempts: (i16, i16),
    /// Not before this time.
    pub run_at: DateTime<Utc>,
    /// Why the latest run did not do it.
    pub reason: Option<String>,
    /// The same in one word.
    pub class: Option<String>,
    /// How the latest run came about: `queue`, `direct`, `fallback`.
    pub mode: String,
    /// The request that asked for it.
    pub request_id: Option<String>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it came to its end.
    pub finished_at: Option<DateTime<Utc>>,
    /// Only its name is left.
    pub stripped: bool,
}

/// One run.
#[derive(Debug, Clone)]
pub struct AttemptRow {
    /// Which, from 1.
    pub number: i16,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
    /// How.
    pub outcome: String,
    /// Why it did not succeed.
    pub error: Option<String>,
}

/// A kind that is stopped.
#[derive(Debug, Clone)]
pub struct PausedRow {
    /// Which kind.
    pub kind: String,
    /// Since when.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

impl Default for JobFilter {
    /// Everything in `tripwire`.
    fn default() -> Self {
        Self {
            database: "tripwire".to_owned(),
            state: String::new(),
            kind: String::new(),
            reason: String::new(),
        }
    }
}

impl JobFilter {
    /// Reads a query. What cannot be read counts as not said.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let text = |value: &str| value.trim().chars().take(100).collect::<String>();
        let mut filter = Self::default();
        for (key, value) in pairs {
            match key {
                "database" if ["tripwire", "main"].contains(&value) => {
                    value.clone_into(&mut filter.database);
                }
                "state" => filter.state = text(value),
                "kind" => filter.kind = text(value),
                "reason" => filter.reason = text(value),
                _ => {}
            }
        }
        filter
    }

    /// Whether anything but the database is said.
    pub(crate) fn is_narrow(&self) -> bool {
        !(self.state.is_empty() && self.kind.is_empty() && self.reason.is_empty())
    }
}

impl JobRow {
    /// The states, as the filter offers them.
    pub(crate) const STATES: [&'static str; 5] = ["ready", "running", "done", "dead", "cancelled"];

    /// The key of the state's word.
    pub(crate) fn state_key(&self) -> &'static str {
        state_key(self.state)
    }

    pub(crate) fn tone(&self) -> Tone {
        match self.state {
            "done" => Tone::Ok,
            "dead" => Tone::Bad,
            "running" => Tone::Info,
            "ready" if self.reason.is_some() => Tone::Warn,
            _ => Tone::Idle,
        }
    }

    pub(crate) fn may_retry(&self) -> bool {
        !self.stripped && matches!(self.state, "ready" | "dead" | "cancelled")
    }

    pub(crate) fn may_cancel(&self) -> bool {
        self.state == "dead"
    }
}

/// The key of a state's word.
pub(crate) fn state_key(state: &str) -> &'static str {
    match state {
        "running" => "job-running",
        "done" => "job-done",
        "dead" => "job-dead",
        "cancelled" => "job-cancelled",
        _ => "job-ready",
    }
}
