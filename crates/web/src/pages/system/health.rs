use axum::{extract::State, response::Response};
use http::StatusCode;
use serde::Deserialize;
use stoa_app::{
    health::{self, HealthQuery},
    modes::{ModeError, ModeFigures, ModeState},
    queues::{Queue, QueueDepth},
};
use stoa_core::{Failure as _, FieldError, PageLimit};
use stoa_domain::SystemMode;
use stoa_pages::{
    Faults, Flash,
    pages::{
        dashboard::Check,
        system::{ModeCard, ModeDraft, QueueRow, SystemHealthPage},
    },
};

use super::{
    super::{
        context::{Page, after, render, render_with},
        site::shown,
    },
    event, panel,
};
use crate::{
    App, Fault,
    extract::{Admin, Client, Posted},
    ops,
};

const HOME: &str = "/admin/health";

/// `/admin/health`.
pub(crate) async fn show(State(app): State<App>, page: Page<Admin>) -> Result<Response, Fault> {
    let filled = Box::pin(filled(&app, page, ModeDraft::default(), Faults::none()));
    render(&filled.await?)
}

/// The page with whatever answers: each part has a fate of its own.
async fn filled(
    app: &App,
    page: Page<Admin>,
    draft: ModeDraft,
    faults: Faults,
) -> Result<SystemHealthPage, Fault> {
    let latest = HealthQuery {
        limit: PageLimit::new(10).unwrap_or_default(),
        ..HealthQuery::default()
    };
    let actor = &page.actor;
    let (look, mode, events, tripwire, main) = futures::join!(
        ops::look(app),
        app.modes.state(actor),
        health::list(app.modes.db(), actor, &latest),
        app.queues.depth(actor, Queue::Tripwire),
        app.queues.depth(actor, Queue::Main),
    );
    let checks = look.checks.into_values().map(|check| Check {
        name: check.name,
        state: shown(check.status),
        detail: Some(check.message),
        took_ms: u32::try_from(check.took_ms).ok(),
    });
    let name = match mode.as_ref().ok().and_then(|mode| mode.updated_by) {
        Some(user) => app.identity.find_user(user).await.ok().flatten(),
        None => None,
    };
    let name = name.and_then(|user| user.display_name.or(user.email));
    let figures = app.modes.figures();
    Ok(SystemHealthPage {
        checks: checks.collect(),
        mode: panel(mode.map(|mode| card(&mode, figures, name)))?,
        draft,
        faults,
        queues: vec![
            (Queue::Tripwire.as_str(), panel(tripwire.map(row))?),
            (Queue::Main.as_str(), panel(main.map(row))?),
        ],
        events: panel(events.map(|found| found.logs.into_iter().map(event).collect()))?,
        shell: page.shell,
    })
}

fn card(mode: &ModeState, figures: ModeFigures, name: Option<String>) -> ModeCard {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a ratio of 0 to 1"
    )]
    let hit_percent = (figures.hit_ratio() * 100.0).floor() as u8;
    ModeCard {
        mode: mode.mode,
        updated_by: name.or_else(|| mode.updated_by.map(|user| user.to_string())),
        updated_at: mode.updated_at,
        hit_percent,
        questions: i64::try_from(figures.hits + figures.reads).unwrap_or(i64::MAX),
    }
}

fn row(depth: QueueDepth) -> QueueRow {
    QueueRow {
        ready: depth.ready,
        waiting: depth.waiting,
        running: depth.running,
        dead: depth.dead,
        oldest_seconds: depth.oldest_ready_seconds,
    }
}

/// The form of the switch.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Switch {
    mode: String,
    reason: String,
    confirmation: String,
}

/// `POST /admin/health/mode`.
pub(crate) async fn set_mode(
    State(app): State<App>,
    mut page: Page<Admin>,
    client: Client,
    Posted(switch): Posted<Switch>,
) -> Result<Response, Fault> {
    let mode: SystemMode = switch.mode.parse().map_err(|_| {
        let text = "Must be async_queue or sync_direct.";
        Fault::invalid(vec![FieldError::new("mode", "mode.unknown", text)])
    })?;
    let words = (switch.reason.as_str(), switch.confirmation.as_str());
    let changed = app
        .modes
        .set(&page.actor, &client.info(), mode, words)
        .await;
    match changed {
        Ok(true) => Ok(after(HOME, Flash::ModeChanged)),
        Ok(false) => Ok(after(HOME, Flash::ModeSame)),
        Err(error @ ModeError::Words(_)) => {
            HOME.clone_into(&mut page.shell.path);
            let draft = ModeDraft {
                reason: switch.reason,
                confirmation: switch.confirmation,
            };
            let faults = Faults(error.fields());
            let again = Box::pin(filled(&app, page, draft, faults)).await?;
            render_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(error) => Err(error.into()),
    }
}
