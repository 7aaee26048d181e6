//! `/admin/users` and `/admin/audit`: who is here, and who did what.

mod access;
mod audit;
mod list;
mod person;
mod rule;

pub(crate) use access::{end_session, end_sessions, invite, remove_second_factor, reset_link};
pub(crate) use audit::{network_of, show as show_audit};
pub(crate) use list::show as list;
pub(crate) use person::show;
pub(crate) use rule::{ban, save_roles, unban};

use axum::response::Response;
use stoa_core::{Failure, Kind, UserId};
use stoa_pages::{Flash, Panel};

use super::context::{Page, after};
use crate::{Fault, extract::Admin};

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

/// The pairs of a page's query. A character that no text column can hold finds nobody, and is no failure.
fn pairs(path: &str) -> Vec<(String, String)> {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let storable = |text: String| text.replace('\0', "\u{fffd}");
    pairs
        .into_iter()
        .map(|(key, value)| (key, storable(value)))
        .collect()
}

/// The pairs as filters read them.
fn borrowed(pairs: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    pairs
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
}

/// The page of a person.
fn place(id: UserId) -> String {
    format!("/admin/users/{id}")
}

fn back(id: UserId, flash: Flash) -> Response {
    after(&place(id), flash)
}

/// Nobody shuts themselves out.
fn refuse_own(page: &Page<Admin>, id: UserId) -> Result<(), Fault> {
    if page.actor.user_id == id {
        let text = "Nobody closes the own account or gives up the administrator's role.";
        return Err(Fault::new(Kind::Conflict, "account.own", text));
    }
    Ok(())
}
