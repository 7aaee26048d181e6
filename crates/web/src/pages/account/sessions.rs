use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use stoa_core::SessionId;
use stoa_identity::{Aal, SessionRow as Stored, SignOutScope};
use stoa_pages::{
    Flash,
    pages::{
        account::{SessionRow, SessionsPage},
        confirm::Question,
    },
};

use super::super::{
    confirm::{Asked, Sure, ask},
    context::{Page, after, render},
    sign_in::without_session,
};
use crate::{
    App, Fault,
    extract::{Client, Own, Posted},
};

const HERE: &str = "/account/sessions";

/// `/account/sessions`.
pub(crate) async fn show(State(app): State<App>, page: Page<Own>) -> Result<Response, Fault> {
    let sessions = app.identity.own_sessions(&page.actor).await?;
    render(&SessionsPage {
        sessions: rows(sessions, Some(page.actor.session_id)),
        shell: page.shell,
    })
}

/// This session first, then the latest used.
pub(in crate::pages) fn rows(sessions: Vec<Stored>, current: Option<SessionId>) -> Vec<SessionRow> {
    let mut rows: Vec<_> = sessions
        .into_iter()
        .map(|session| SessionRow {
            id: session.id.0,
            is_current: Some(session.id) == current,
            started_at: session.created_at,
            seen_at: session.seen_at,
            agent: session.user_agent.as_deref().map(program),
            ip_prefix: session.ip_prefix,
            is_strong: session.aal == Aal::Aal2.as_str(),
        })
        .collect();
    rows.sort_by_key(|row| (!row.is_current, std::cmp::Reverse(row.seen_at)));
    rows
}

/// What a browser calls itself, as people know it: `Chrome, Windows`. A program that says no more than its name keeps it.
pub(in crate::pages) fn program(agent: &str) -> String {
    // The order tells them apart: nearly every browser also names those it wants to be taken for.
    const BROWSERS: [(&str, &str); 8] = [
        ("YaBrowser/", "Yandex"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let named = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(mark, _)| agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => agent.chars().take(60).collect(),
    }
}

/// Ends one of the person's own sessions.
pub(crate) async fn end(
    State(app): State<App>,
    page: Page<Own>,
    client: Client,
    Path(id): Path<SessionId>,
) -> Result<Response, Fault> {
    let (identity, info) = (&app.identity, client.info());
    identity.end_own_session(&page.actor, id, &info).await?;
    if id == page.actor.session_id {
        let to = Redirect::to("/login?notice=signed-out").into_response();
        return Ok(without_session(&app, to));
    }
    Ok(after(HERE, Flash::SessionEnded))
}

/// Ends all sessions but this one.
pub(crate) async fn end_others(
    State(app): State<App>,
    page: Page<Own>,
    client: Client,
    Posted(sure): Posted<Sure>,
) -> Result<Response, Fault> {
    if !sure.is_said() {
        let asked = Asked {
            question: Question::EndOthers,
            about: None,
            kept: Vec::new(),
            back: HERE,
        };
        return ask(page.shell, asked);
    }
    let (identity, info) = (&app.identity, client.info());
    let ended = identity.sign_out(&page.actor, SignOutScope::Others, &info);
    ended.await?;
    Ok(after(HERE, Flash::SessionsEnded))
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn a_browser_is_called_as_people_know_it() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
                "Chrome, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
                "Firefox, Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
                "Edge, Windows",
            ),
            ("curl/8.5.0", "curl/8.5.0"),
        ] {
            assert_eq!(program(agent), name);
        }
        assert_eq!(program(&"x".repeat(300)).len(), 60);
    }
}
