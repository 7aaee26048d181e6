use std::collections::{BTreeMap, BTreeSet};

use axum::{extract::State, response::Response};
use stoa_core::{PageLimit, SessionId, UserId};
use stoa_domain::{Day, Email};
use stoa_identity::{AuditAction, ClientInfo, EventSearch, StoredEvent};
use stoa_pages::pages::people::{AuditFilter, AuditList, AuditPage, AuditRow, AuditSubject};

use super::{
    super::{
        account::program,
        context::{Page, render},
    },
    borrowed, pairs, panel,
};
use crate::{App, Fault, extract::Admin};

/// `/admin/audit`.
pub(crate) async fn show(State(app): State<App>, page: Page<Admin>) -> Result<Response, Fault> {
    let pairs = pairs(&page.shell.path);
    let filter = AuditFilter::read(borrowed(&pairs));
    let cursor = pairs.iter().find(|(key, _)| key == "cursor");
    let before = cursor.and_then(|(_, value)| value.parse().ok());
    let search = EventSearch {
        before,
        ..wanted(&app, &filter).await?
    };
    let found = app
        .identity
        .search_audit(search, PageLimit::default())
        .await;
    let events = match panel(found)? {
        stoa_pages::Panel::Ready(found) => {
            let next_cursor = found.next.map(|seq| seq.to_string());
            stoa_pages::Panel::Ready(AuditList {
                rows: rows(&app, found.events).await?,
                next_cursor,
                is_later_page: before.is_some(),
            })
        }
        stoa_pages::Panel::Failed { last_good } => stoa_pages::Panel::Failed { last_good },
    };
    render(&AuditPage {
        shell: page.shell,
        filter,
        actions: AuditAction::ALL
            .iter()
            .map(|action| action.as_str())
            .collect(),
        events,
    })
}

/// What the filter means: an address stands for the person who has it, else for those who tried it.
async fn wanted(app: &App, filter: &AuditFilter) -> Result<EventSearch, Fault> {
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let mut search = EventSearch {
        action: said(&filter.action),
        ip_prefix: said(&filter.network).map(|text| network_of(&text)),
        request_id: said(&filter.request),
        session: filter.session.map(SessionId),
        since: filter.from.map(|day| Day::new(day).start()),
        until: filter.to.map(|day| Day::new(day).bounds().end),
        ..EventSearch::default()
    };
    let person = filter.person.trim();
    let mut of = |id| {
        let side = if filter.is_actor {
            &mut search.actor
        } else {
            &mut search.subject
        };
        *side = Some(id);
    };
    if let Ok(id) = person.parse::<UserId>() {
        of(id);
    } else if let Ok(email) = Email::parse(person) {
        match app.identity.find_by_email(&email).await? {
            Some(user) => of(user.id),
            None => search.address = Some(app.identity.audit_tag(&email)),
        }
    } else if !person.is_empty() {
        search.address = Some(person.to_owned());
    }
    Ok(search)
}

/// A network as events have it; an address stands for its network.
pub(crate) fn network_of(text: &str) -> String {
    let network = text.parse().ok().and_then(|address| {
        let client = ClientInfo::new(None, Some(address));
        client.ip_prefix().map(str::to_owned)
    });
    network.unwrap_or_else(|| text.to_owned())
}

/// Events with the names of those they are about.
pub(super) async fn rows(app: &App, events: Vec<StoredEvent>) -> Result<Vec<AuditRow>, Fault> {
    let mut people = BTreeSet::new();
    for event in &events {
        people.extend([event.actor_id, event.subject].into_iter().flatten());
    }
    let mut names = BTreeMap::new();
    for id in people {
        names.insert(id.0, name(app, id).await?);
    }
    let called = |id: UserId| names.get(&id.0).cloned().unwrap_or_else(|| id.to_string());
    Ok(events
        .into_iter()
        .map(|event| AuditRow {
            at: event.at,
            actor: event.actor_id.map_or(event.actor_kind, called),
            subject: event.subject.map(|id| AuditSubject {
                id: id.0,
                name: called(id),
            }),
            action: event.action,
            ip_prefix: event.ip_prefix,
            agent: event.user_agent.as_deref().map(program),
            request_id: event.request_id,
            details: details(&event.details),
        })
        .collect())
}

async fn name(app: &App, id: UserId) -> Result<String, Fault> {
    let user = app.identity.find_user(id).await?;
    let name = user.and_then(|user| user.display_name.or(user.email));
    Ok(name.unwrap_or_else(|| id.to_string()))
}

fn details(details: &serde_json::Value) -> String {
    match details.as_object() {
        Some(facts) if facts.is_empty() => String::new(),
        _ => serde_json::to_string_pretty(details).unwrap_or_default(),
    }
}
