use axum::{extract::State, response::Response};
use chrono::{DateTime, Utc};
use stoa_core::{PageLimit, UserId};
use stoa_identity::{PeopleFound, PeopleSearch, User};
use stoa_pages::pages::people::{PeopleFilter, PeopleList, PeoplePage, PersonRow, PersonState};

use super::{
    super::context::{Page, render},
    borrowed, pairs, panel,
};
use crate::{App, Fault, extract::Admin};

/// `/admin/users`.
pub(crate) async fn show(State(app): State<App>, page: Page<Admin>) -> Result<Response, Fault> {
    let pairs = pairs(&page.shell.path);
    let filter = PeopleFilter::read(borrowed(&pairs));
    let cursor = pairs.iter().find(|(key, _)| key == "cursor");
    let before = cursor.and_then(|(_, value)| value.parse::<UserId>().ok());
    let search = PeopleSearch {
        before,
        role: filter.role,
        text: Some(filter.search.clone()).filter(|text| !text.is_empty()),
    };
    let found = app.identity.search_people(&search, PageLimit::default());
    let found = found.await;
    let now = app.ambient.now();
    let people = panel(found.map(|found| shown(found, before.is_some(), now)))?;
    render(&PeoplePage {
        shell: page.shell,
        filter,
        people,
    })
}

fn shown(found: PeopleFound, is_later_page: bool, now: DateTime<Utc>) -> PeopleList {
    let last = found.users.last().filter(|_| found.has_more);
    PeopleList {
        total: found.total,
        next_cursor: last.map(|user| user.id.to_string()),
        rows: found.users.into_iter().map(|user| row(user, now)).collect(),
        is_later_page,
    }
}

/// A person as the list shows them.
pub(super) fn row(user: User, now: DateTime<Utc>) -> PersonRow {
    let state = state(&user, now);
    PersonRow {
        id: user.id.0,
        name: user.display_name,
        // What stands in its place after a deletion is a hash.
        email: user.email.filter(|_| state != PersonState::Deleted),
        state,
        roles: user.roles,
        created_at: user.created_at,
        last_sign_in_at: user.last_sign_in_at,
        has_second_factor: user.factors.iter().any(|factor| factor.is_verified),
    }
}

fn state(user: &User, now: DateTime<Utc>) -> PersonState {
    match user.banned_until {
        _ if user.deleted_at.is_some() => PersonState::Deleted,
        Some(until) if until > now => PersonState::Banned { until },
        _ if user.is_anonymous => PersonState::Anonymous,
        _ if user.last_sign_in_at.is_none() && user.invited_at.is_some() => PersonState::Invited,
        _ if user.email_proof.is_waiting() => PersonState::Unconfirmed,
        _ => PersonState::Active,
    }
}
