use std::fmt;

use aws_lc_rs::digest;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Consent, Extra, Tracking};
use crate::{Email, PaymentMethod, PersonName, Phone, Source, text};

/// A request that can become a lead: every field checked and in its one form.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Submission {
    /// The visitor's name.
    pub name: PersonName,
    /// The visitor's phone.
    pub phone: Phone,
    /// The visitor's e-mail address, when given.
    pub email: Option<Email>,
    /// The page's short name.
    pub source: Source,
    /// How the visitor means to pay, when chosen.
    pub payment_method: Option<PaymentMethod>,
    /// The form's own id: one drawn form is one submission.
    pub submission_id: Option<Uuid>,
    /// The campaign's short name; at most 128 characters.
    pub campaign_slug: Option<String>,
    /// What the visitor wrote; at most 12,000 characters, several lines.
    pub comment: Option<String>,
    /// Where the visitor came from.
    pub tracking: Tracking,
    /// The consent, when given.
    pub consent: Option<Consent>,
    /// The field that no person sees was filled: a sign of a robot, for quarantine.
    pub trap_filled: bool,
    /// When the form was drawn, Unix time in milliseconds, when the form said so readably.
    pub rendered_at_ms: Option<i64>,
    /// Unknown fields.
    pub extra: Extra,
    /// Name, phone and address as they were typed.
    pub raw: RawContact,
}

/// Name, phone and address as they were typed, for the day on which a rule of ours proves wrong.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct RawContact {
    /// As typed.
    pub name: String,
    /// As typed.
    pub phone: String,
    /// As typed.
    pub email: Option<String>,
}

impl RawContact {
    /// The typed texts as far as PostgreSQL can hold them, at most 512 characters each.
    pub(super) fn of(name: Option<String>, phone: Option<String>, email: Option<String>) -> Self {
        let kept = |typed: String| text::cut(&typed.replace('\0', ""), 512).to_owned();
        Self {
            name: kept(name.unwrap_or_default()),
            phone: kept(phone.unwrap_or_default()),
            email: email.map(kept),
        }
    }
}

impl Submission {
    /// The lead's JSON for storage: everything here, camel-case names.
    #[must_use]
    pub fn payload(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// What the request says, as SHA-256 in hexadecimal: 64 characters, the same for every spelling of the
    /// same request. The same idempotency key with another fingerprint is a misuse of the key.
    ///
    /// Left out is what differs between two sendings of one form: `submissionId`, `ts`, `hp`, `consent.at`.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let consent = self.consent.as_ref().map(|consent| &consent.version);
        let said = json!([
            "lead.v1",
            self.name,
            self.phone,
            self.email,
            self.source,
            self.payment_method,
            self.campaign_slug,
            self.comment,
            self.tracking.utm.iter().collect::<Vec<_>>(),
            self.tracking.click_ids.iter().collect::<Vec<_>>(),
            self.tracking.referrer,
            self.tracking.page,
            consent,
            self.extra.ordered(),
        ]);
        sha256_hex(&said.to_string())
    }

    /// Who asks for what on which page, as SHA-256 in hexadecimal: two requests with one key within the
    /// window (10 s by default) are a double click.
    #[must_use]
    pub fn window_key(&self) -> String {
        let (method, page) = (&self.payment_method, self.tracking.page_path());
        let said = json!([
            "window.v1",
            self.phone,
            self.email,
            self.source,
            method,
            page
        ]);
        sha256_hex(&said.to_string())
    }
}

fn sha256_hex(text: &str) -> String {
    let hash = digest::digest(&digest::SHA256, text.as_bytes());
    hash.as_ref()
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            use fmt::Write as _;
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// Shows no personal data.
impl fmt::Debug for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Submission")
            .field("source", &self.source)
            .field("payment_method", &self.payment_method)
            .field("submission_id", &self.submission_id)
            .finish_non_exhaustive()
    }
}

/// Shows no personal data.
impl fmt::Debug for RawContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawContact").finish_non_exhaustive()
    }
}
