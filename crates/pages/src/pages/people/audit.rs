use askama::Template;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::filter::address;
use crate::{Panel, Shell};

/// The longest search text, in characters.
const MAX_SEARCH: usize = 100;

/// `/admin/audit`: what happened to accounts, and who did it. The filter is a GET form on the same page.
#[derive(Debug, Clone, Template)]
#[template(path = "people/audit.html")]
pub struct AuditPage {
    /// The page around it.
    pub shell: Shell,
    /// What the list is narrowed to, as the address says.
    pub filter: AuditFilter,
    /// Every action there is, as the filter offers them: `session.started`.
    pub actions: Vec<&'static str>,
    /// The events.
    pub events: Panel<AuditList>,
}

/// One page of the list of events.
#[derive(Debug, Clone)]
pub struct AuditList {
    /// The events, the newest first.
    pub rows: Vec<AuditRow>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// Whether this is not the first page.
    pub is_later_page: bool,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct AuditRow {
    /// When.
    pub at: DateTime<Utc>,
    /// What, as a stable word: `session.started`.
    pub action: String,
    /// Who did it: a name, an address, or `system`, `service`, `visitor`.
    pub actor: String,
    /// To whose account.
    pub subject: Option<AuditSubject>,
    /// The first part of the network address.
    pub ip_prefix: Option<String>,
    /// The browser, as it calls itself.
    pub agent: Option<String>,
    /// The request that did it.
    pub request_id: Option<String>,
    /// What else is known, as JSON; empty when nothing is.
    pub details: String,
}

impl AuditRow {
    /// Who did it, in words: whoever is no person has a name in each language.
    pub(crate) fn by(&self, shell: &Shell) -> String {
        match self.actor.as_str() {
            "system" => shell.t("audit-system"),
            "service" => shell.t("audit-service"),
            "visitor" => shell.t("audit-visitor"),
            person => person.to_owned(),
        }
    }
}

/// The account an event happened to.
#[derive(Debug, Clone)]
pub struct AuditSubject {
    /// The account.
    pub id: Uuid,
    /// The name, the address or the id.
    pub name: String,
}

/// What the list of events is narrowed to. It lives in the address and nowhere else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// `person`: only events of this account, by address or id; at most 100 characters.
    pub person: String,
    /// `side=actor`: what the person did; without it, what was done to them.
    pub is_actor: bool,
    /// `action`: only events of this kind.
    pub action: String,
    /// `network`: only those from this network, or from the one of this address.
    pub network: String,
    /// `request`: only those of this request.
    pub request: String,
    /// `session`: only those of this sign-in.
    pub session: Option<Uuid>,
    /// `from`: from this day in Almaty on.
    pub from: Option<NaiveDate>,
    /// `to`: up to and with this day in Almaty.
    pub to: Option<NaiveDate>,
    /// What was said and could not be read: it narrows nothing, and the page says so.
    pub unread: Vec<String>,
}

/// A value that is said, or noted as unread.
fn parsed<T: std::str::FromStr>(value: &str, unread: &mut Vec<String>) -> Option<T> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    let read = value.parse().ok();
    if read.is_none() {
        unread.push(value.chars().take(MAX_SEARCH).collect());
    }
    read
}

impl AuditFilter {
    /// Reads a query. What cannot be read narrows nothing and is kept apart; of two equal keys the last one counts.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let text = |value: &str| value.trim().chars().take(MAX_SEARCH).collect();
        let mut filter = Self::default();
        for (key, value) in pairs {
            match key {
                "person" => filter.person = text(value),
                "side" => filter.is_actor = value == "actor",
                "action" => filter.action = text(value),
                "network" => filter.network = text(value),
                "request" => filter.request = text(value),
                "session" => filter.session = parsed(value, &mut filter.unread),
                "from" => filter.from = parsed(value, &mut filter.unread),
                "to" => filter.to = parsed(value, &mut filter.unread),
                _ => {}
            }
        }
        filter
    }

    /// The list with this filter; `cursor` begins the page after the last row shown.
    #[must_use]
    pub fn url(&self, cursor: Option<&str>) -> String {
        let said = |text: &'_ str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let (person, action) = (said(&self.person), said(&self.action));
        let (network, request) = (said(&self.network), said(&self.request));
        let session = self.session.map(|id| id.to_string());
        let (from, to) = (
            self.from.map(|day| day.to_string()),
            self.to.map(|day| day.to_string()),
        );
        let pairs = [
            ("person", person.as_deref()),
            ("side", self.is_actor.then_some("actor")),
            ("action", action.as_deref()),
            ("network", network.as_deref()),
            ("request", request.as_deref()),
            ("session", session.as_deref()),
            ("from", from.as_deref()),
            ("to", to.as_deref()),
            ("cursor", cursor),
        ];
        address("/admin/audit", &pairs)
    }

    /// Whether the list is narrowed at all.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        *self != Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_into_the_address_is_read_back() {
        let filter = AuditFilter {
            person: "a+b@example.kz".to_owned(),
            is_actor: true,
            action: "session.started".to_owned(),
            network: "203.0.113.0/24".to_owned(),
            request: "r-1".to_owned(),
            session: Some(Uuid::from_u128(7)),
            from: NaiveDate::from_ymd_opt(2026, 11, 1),
            to: None,
            unread: Vec::new(),
        };
        let url = filter.url(None);
        let query: Vec<(String, String)> =
            serde_urlencoded::from_str(url.split_once('?').unwrap().1).unwrap();
        let pairs = query
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()));
        assert_eq!(AuditFilter::read(pairs), filter);
        let odd = AuditFilter::read([("to", "soon"), ("session", "7"), ("from", "")]);
        assert_eq!(odd.url(None), "/admin/audit");
        assert_eq!(odd.unread, ["soon", "7"]);
    }
}
