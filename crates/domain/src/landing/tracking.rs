use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text;

const CLICK_IDS: [&str; 6] = ["gclid", "fbclid", "yclid", "ttclid", "_fbp", "_fbc"];
const MOST_UTM: usize = 20;

/// Where the visitor came from, as the page's address said. Never a reason to refuse a lead: control
/// characters are dropped and long texts cut.
///
/// # Source
/// the leads contract, 3.4: the raw value is stored; grouping is by the lower-cased one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tracking {
    /// `utm_source`, `utm_medium`, ... by their full names; at most 20, 512 characters each.
    pub utm: BTreeMap<String, String>,
    /// `gclid`, `fbclid`, `yclid`, `ttclid`, `_fbp`, `_fbc`; 512 characters each.
    pub click_ids: BTreeMap<String, String>,
    /// The page before the landing page; at most 2,048 characters.
    pub referrer: Option<String>,
    /// The landing page itself; at most 2,048 characters.
    pub page: Option<String>,
}

impl Tracking {
    /// One UTM value as it came: `utm("utm_source")`.
    #[must_use]
    pub fn utm(&self, name: &str) -> Option<&str> {
        self.utm.get(name).map(String::as_str)
    }

    /// One UTM value as statistics group it: lower-case.
    #[must_use]
    pub fn utm_group(&self, name: &str) -> Option<String> {
        self.utm(name).map(str::to_lowercase)
    }

    /// One click id as it came: `click_id("fbclid")`.
    #[must_use]
    pub fn click_id(&self, name: &str) -> Option<&str> {
        self.click_ids.get(name).map(String::as_str)
    }

    /// The landing page without query and fragment: what tells two forms apart.
    #[must_use]
    pub fn page_path(&self) -> Option<&str> {
        self.page
            .as_deref()
            .map(|page| page.split(['?', '#']).next().unwrap_or(page))
    }

    /// Whether a field of this name is ours.
    pub(super) fn takes(&self, key: &str) -> bool {
        let is_utm = || {
            let name = key.strip_prefix("utm_").unwrap_or_default();
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
            (1..=40).contains(&name.len()) && name.bytes().all(plain) && self.utm.len() < MOST_UTM
        };
        matches!(key, "referrer" | "page") || CLICK_IDS.contains(&key) || is_utm()
    }

    /// Takes a field for which [`Tracking::takes`] is true.
    pub(super) fn set(&mut self, key: &str, value: String) {
        match key {
            "referrer" => self.referrer = Some(value),
            "page" => self.page = Some(value),
            _ if CLICK_IDS.contains(&key) => drop(self.click_ids.insert(key.to_owned(), value)),
            _ => drop(self.utm.insert(key.to_owned(), value)),
        }
    }

    /// The same without what cannot be stored or says nothing.
    pub(super) fn tidied(self) -> Self {
        Self {
            utm: tidied_map(self.utm),
            click_ids: tidied_map(self.click_ids),
            referrer: tidied_text(self.referrer.as_deref(), 2048),
            page: tidied_text(self.page.as_deref(), 2048),
        }
    }
}

fn tidied_map(map: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let tidy = |(key, value): (String, String)| Some((key, tidied_text(Some(&value), 512)?));
    map.into_iter().filter_map(tidy).collect()
}

/// One line without control characters, cut to `max` characters; `None` when nothing is left.
pub(super) fn tidied_text(value: Option<&str>, max: usize) -> Option<String> {
    let line = text::one_line(&value?.replace(text::is_control, ""));
    let line = text::cut(&line, max).trim_end();
    (!line.is_empty()).then(|| line.to_owned())
}
