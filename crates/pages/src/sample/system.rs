use stoa_core::FieldError;
use stoa_domain::{HealthLevel, Role, SystemMode};

use super::{Page, Rendered, at, render, signed_in};
use crate::pages::dashboard::{Check, CheckState};
use crate::pages::system::{
    AlertsPage, AttemptRow, EventList, EventRow, JobFilter, JobList, JobPage, JobRow, JobsPage,
    ModeCard, ModeDraft, PausedRow, QueueRow, SchemaCard, SchemaFacts, SchemaFinding, SchemaPage,
    SchemaRun, SchemaSeen, SchemaSet, SystemHealthPage,
};
use crate::{Faults, Panel, Shell};

pub(super) fn add(shell: &Shell, pages: &mut Vec<Rendered>) -> Result<(), askama::Error> {
    render::<SystemHealthPage>(shell, pages)?;
    render::<AlertsPage>(shell, pages)?;
    render::<JobsPage>(shell, pages)?;
    render::<JobPage>(shell, pages)?;
    render::<SchemaPage>(shell, pages)
}

fn events() -> Vec<EventRow> {
    let event = |minutes, level, message: &str, told: Option<&str>| EventRow {
        at: at(minutes),
        level,
        message: message.to_owned(),
        repeats: i32::from(level == HealthLevel::Critical) * 12,
        told: told.map(|by| (by.to_owned(), at(minutes))),
        request_id: Some("01980c5e-7b1f-7c52-9c3a-2f1d5e6a7b8c".to_owned()),
        details: "{\n  \"error\": \"Connection refused\"\n}".to_owned(),
    };
    let failed = "Redis queue failed! Auto-fallback to sync mode for gulnaz@example.kz";
    vec![
        event(0, HealthLevel::Switch, "Redis answers again", None),
        event(-2, HealthLevel::Critical, failed, Some("telegram")),
        event(-9, HealthLevel::Warning, "the CRM answers slowly", None),
        event(-60, HealthLevel::Info, "started", None),
    ]
}

impl Page for SystemHealthPage {
    const NAME: &'static str = "system";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let check = |name: &str, state, detail: &str| Check {
            name: name.to_owned(),
            state,
            detail: Some(detail.to_owned()),
            took_ms: Some(2),
        };
        let queue = QueueRow {
            ready: 3,
            waiting: 12,
            running: 2,
            dead: 1,
            oldest_seconds: 4,
        };
        let page = Self {
            shell: signed_in(shell, "/admin/health", [Role::Admin]),
            checks: vec![
                check("database.main", CheckState::Ok, "answers"),
                check("redis", CheckState::Down, "does not answer"),
            ],
            mode: Panel::Ready(ModeCard {
                mode: SystemMode::AsyncQueue,
                updated_by: Some("Айгүл Сәрсен".to_owned()),
                updated_at: Some(at(-90)),
                hit_percent: 99,
                questions: 12_840,
            }),
            draft: ModeDraft::default(),
            faults: Faults::none(),
            queues: vec![
                ("tripwire", Panel::Ready(queue)),
                ("main", Panel::Ready(queue)),
            ],
            events: Panel::Ready(events()),
        };
        let text = "Type the name of the mode to confirm.";
        let wrong = Self {
            draft: ModeDraft {
                reason: "очередь стоит".to_owned(),
                confirmation: "да".to_owned(),
            },
            faults: Faults(vec![FieldError::new(
                "confirmation",
                "mode.confirmation_differs",
                text,
            )]),
            ..page.clone()
        };
        let failed = Self {
            mode: Panel::failed(),
            queues: vec![("tripwire", Panel::failed()), ("main", Panel::failed())],
            events: Panel::failed(),
            ..page.clone()
        };
        vec![("well", page), ("wrong", wrong), ("failed", failed)]
    }
}

impl Page for AlertsPage {
    const NAME: &'static str = "alerts";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let list = |rows, next: Option<&str>| {
            Panel::Ready(EventList {
                rows,
                next_cursor: next.map(str::to_owned),
                is_later_page: next.is_some(),
            })
        };
        let page = Self {
            shell: signed_in(shell, "/admin/alerts", [Role::Admin]),
            level: None,
            events: list(events(), Some("5b")),
        };
        let none = Self {
            level: Some(HealthLevel::Error),
            events: list(Vec::new(), None),
            ..page.clone()
        };
        vec![("some", page), ("none", none)]
    }
}

fn job(id: i64, state: &'static str) -> JobRow {
    JobRow {
        id,
        kind: "deliver".to_owned(),
        key: "01980c5e-7b1f-7c52-9c3a-2f1d5e6a7b8c".to_owned(),
        state,
        attempts: (3, 80),
        run_at: at(5),
        reason: (state == "dead").then(|| "HTTP 400: stage 7 is not of this pipeline".to_owned()),
        class: (state == "dead").then(|| "permanent".to_owned()),
        mode: "queue".to_owned(),
        request_id: Some("01980c5e-7b1f-7c52".to_owned()),
        created_at: at(-30),
        finished_at: (state != "ready").then(|| at(-1)),
        stripped: false,
    }
}

impl Page for JobsPage {
    const NAME: &'static str = "jobs";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let page = Self {
            shell: signed_in(shell, "/admin/jobs", [Role::Admin]),
            filter: JobFilter {
                state: "dead".to_owned(),
                ..JobFilter::default()
            },
            jobs: Panel::Ready(JobList {
                rows: vec![job(3, "dead"), job(2, "ready"), job(1, "done")],
                next: Some(1),
                is_later_page: false,
            }),
            kinds: &["deliver", "buyer.provision"],
            paused: vec![PausedRow {
                kind: "deliver".to_owned(),
                at: at(-20),
                reason: "переезд CRM".to_owned(),
            }],
        };
        let none = Self {
            jobs: Panel::Ready(JobList {
                rows: Vec::new(),
                next: None,
                is_later_page: false,
            }),
            paused: Vec::new(),
            ..page.clone()
        };
        vec![("some", page), ("none", none)]
    }
}

impl Page for JobPage {
    const NAME: &'static str = "job";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let attempt = |number, outcome: &str, error: Option<&str>| AttemptRow {
            number,
            started_at: at(-3),
            ended_at: at(-3),
            outcome: outcome.to_owned(),
            error: error.map(str::to_owned),
        };
        let page = Self {
            shell: signed_in(shell, "/admin/jobs/tripwire/3", [Role::Admin]),
            database: "tripwire".to_owned(),
            job: job(3, "dead"),
            payload: "{\n  \"v\": 1\n}".to_owned(),
            attempts: vec![
                attempt(2, "dead", Some("HTTP 400: stage 7 is not of this pipeline")),
                attempt(1, "retry", Some("connection refused")),
            ],
        };
        vec![("dead", page)]
    }
}

fn set(name: &str, version: Option<&str>, pending: &[&str]) -> SchemaSet {
    SchemaSet {
        name: name.to_owned(),
        version: version.map(str::to_owned),
        pending: pending.iter().map(|&title| title.to_owned()).collect(),
        unfinished: None,
    }
}

fn finding(level: &'static str, reach: Option<&str>) -> SchemaFinding {
    SchemaFinding {
        rule: "SA001",
        class: "rls-disabled-exposed",
        level,
        object: Some("public.leads".to_owned()),
        message: "public.leads has no row-level security".to_owned(),
        help: "Write the policies first, then enable row-level security.".to_owned(),
        reach: reach.map(str::to_owned),
    }
}

fn facts() -> SchemaFacts {
    let run = |state, title: &str| SchemaRun {
        set: "tripwire".to_owned(),
        title: title.to_owned(),
        state,
        at: Some(at(-30)),
        ms: Some(41),
        by: "stoa_migrator".to_owned(),
        tool: "stoa 0.1.0".to_owned(),
    };
    SchemaFacts {
        at: at(0),
        fingerprint: format!("fp1:pg15:{0}:{0}:{0}:{0}", "9f2c".repeat(16)),
        drift: vec!["not expected: index public.leads_by_hand".to_owned()],
        runs: vec![
            run("failed", "0004_desk"),
            run("applied", "0003_key_tenancy"),
            run("reverted", "0003_key_tenancy"),
            run("verified_stamp", "0002_sales"),
            run("running", "0001_leads"),
        ],
        findings: vec![
            finding("error", Some("anon")),
            finding("warning", Some("nobody")),
            finding("info", None),
        ],
        known: 3,
    }
}

impl Page for SchemaPage {
    const NAME: &'static str = "schema";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let page = |database, sets, seen| Self {
            shell: signed_in(shell, "/admin/schema", [Role::Admin]),
            databases: vec![SchemaCard {
                database,
                sets,
                seen,
            }],
        };
        let stopped = SchemaSet {
            unfinished: Some("0005_leads_index".to_owned()),
            ..set("tripwire", Some("0004_desk"), &["0005_leads_index"])
        };
        let wrong = vec![set("ops", Some("0006_limits"), &[]), stopped];
        let well = SchemaFacts {
            drift: Vec::new(),
            findings: Vec::new(),
            known: 0,
            ..facts()
        };
        let empty = SchemaFacts {
            runs: Vec::new(),
            ..well.clone()
        };
        let failed = SchemaSeen::Failed {
            reason: "connection refused".to_owned(),
            last_good: Some(at(-60)),
        };
        let standing = || vec![set("main", Some("0021_chosen_language"), &[])];
        vec![
            ("wrong", page("tripwire", wrong, SchemaSeen::Whole(facts()))),
            ("well", page("main", standing(), SchemaSeen::Whole(well))),
            (
                "empty",
                page(
                    "traffic",
                    vec![set("ops", None, &["0001_jobs"])],
                    SchemaSeen::Whole(empty),
                ),
            ),
            ("no-login", page("main", standing(), SchemaSeen::NoLogin)),
            ("failed", page("main", Vec::new(), failed)),
        ]
    }
}
