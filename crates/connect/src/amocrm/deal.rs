use std::{collections::BTreeMap, fmt};

use stoa_core::{LeadCode, LeadId};

use crate::telegram::cut;

/// A deal to be made, with its contact.
#[derive(Clone, PartialEq, Eq)]
pub struct NewDeal {
    /// Our key: goes into the key field, where staff cannot edit it.
    pub key: LeadId,
    /// The short name by which people find the deal; stands in its name.
    pub code: LeadCode,
    /// What is sold: `Экспресс-курс`.
    pub title: String,
    /// The price in hundredths of the account's currency (5,000 KZT = 500000).
    pub price_minor: Option<i64>,
    /// The pipeline's id.
    pub pipeline_id: i64,
    /// The stage's id, of that pipeline.
    pub status_id: i64,
    /// Who gets the deal, by the CRM's user id.
    pub responsible_user_id: Option<i64>,
    /// Tags by name; a small fixed set, never one per lead.
    pub tags: Vec<String>,
    /// Where the visitor came from, by the form's names: `utm_source`, `gclid`, `referrer`, ... Others are
    /// not sent.
    pub tracking: BTreeMap<String, String>,
    /// The person.
    pub contact: DealContact,
}

/// The person of a deal.
#[derive(Clone, PartialEq, Eq)]
pub struct DealContact {
    /// The name.
    pub name: String,
    /// The phone, E.164.
    pub phone: String,
    /// The e-mail address, when given.
    pub email: Option<String>,
}

/// The form's names and the CRM's codes of its tracking fields.
const TRACKING: [(&str, &str); 9] = [
    ("utm_source", "UTM_SOURCE"),
    ("utm_medium", "UTM_MEDIUM"),
    ("utm_campaign", "UTM_CAMPAIGN"),
    ("utm_content", "UTM_CONTENT"),
    ("utm_term", "UTM_TERM"),
    ("referrer", "REFERRER"),
    ("gclid", "GCLID"),
    ("fbclid", "FBCLID"),
    ("yclid", "YCLID"),
];

impl NewDeal {
    /// The deal's name: `Экспресс-курс · Айгерим · L7F3K9`.
    #[must_use]
    pub fn name(&self) -> String {
        let (title, person) = (
            cut(self.title.trim(), 120),
            cut(self.contact.name.trim(), 80),
        );
        let parts = [title.as_str(), person.as_str(), self.code.as_str()];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    }

    /// The price as amoCRM takes it: whole units, halves rounded up; never negative.
    #[must_use]
    pub fn price(&self) -> Option<i64> {
        self.price_minor
            .map(|minor| minor.max(0).saturating_add(50) / 100)
    }

    /// Codes and values of the tracking fields that have a value.
    pub(super) fn tracking_fields(&self) -> Vec<(&'static str, String)> {
        let field = |(name, code): &(&str, &'static str)| {
            let value = self.tracking.get(*name).map(|value| value.trim())?;
            (!value.is_empty()).then(|| (*code, cut(value, 256)))
        };
        TRACKING.iter().filter_map(field).collect()
    }
}

/// Shows no personal data.
impl fmt::Debug for NewDeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewDeal")
            .field("key", &self.key)
            .field("code", &self.code)
            .field("pipeline_id", &self.pipeline_id)
            .field("status_id", &self.status_id)
            .finish_non_exhaustive()
    }
}

/// Shows no personal data.
impl fmt::Debug for DealContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DealContact").finish_non_exhaustive()
    }
}
