//! `/l/expresscourse`.

use askama::Template;
use stoa_core::FieldError;

use crate::{Faults, Shell};

/// `/l/expresscourse`: what the course is, and the form for a lead.
///
/// The form posts `name`, `phone`, `email`, `paymentMethod`, `consent`, `source`, `submissionId`, `ts`, `hp` and the
/// pairs of `tracking` to the same address.
#[derive(Debug, Clone, Template)]
#[template(path = "landing/page.html")]
pub struct LandingPage {
    /// The page around it.
    pub shell: Shell,
    /// The page's short name: `expresscourse`.
    pub source: String,
    /// The price, in hundredths.
    pub price_minor: i64,
    /// `KZT`.
    pub currency: String,
    /// The form as it was typed.
    pub form: LeadForm,
    /// A uuid made when the form was drawn; kept when it is shown again, unless other words were sent under it.
    pub submission_id: String,
    /// When the form was drawn, in Unix milliseconds; kept when it is shown again.
    pub drawn_at_ms: i64,
    /// Which text of consent the visitor agrees to: `2026-11`.
    pub consent_version: String,
    /// What the address said about the visitor's way here: `utm_source`, `fbclid`, ..., passed on by hidden inputs.
    pub tracking: Vec<(String, String)>,
    /// Why nothing was stored, when it is not a field's fault.
    pub notice: Option<LandingNotice>,
}

/// The form for a lead, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct LeadForm {
    /// The name.
    pub name: String,
    /// The phone number.
    pub phone: String,
    /// The e-mail address.
    pub email: String,
    /// `kaspi`, `card`, `manager`, or nothing yet.
    pub payment_method: String,
    /// Whether the box was ticked.
    pub has_consent: bool,
    /// Wrong fields, by the names of the inputs.
    pub faults: Faults,
}

/// Why nothing was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LandingNotice {
    /// Nothing can be stored just now; what was typed is kept.
    Unavailable,
    /// This form was sent before with other words in it; sent again, it is a request of its own.
    AlreadySent,
}

/// A way to pay that the form offers.
#[derive(Debug, Clone, Copy)]
pub struct PaymentChoice {
    /// The value on the wire.
    pub value: &'static str,
    /// The key of its name.
    pub key: &'static str,
    /// The key of a few words about it.
    pub hint: &'static str,
}

impl LandingPage {
    /// The ways to pay that the form offers.
    pub(crate) const PAYMENTS: [PaymentChoice; 3] = [
        PaymentChoice {
            value: "kaspi",
            key: "payment-kaspi",
            hint: "landing-pay-kaspi",
        },
        PaymentChoice {
            value: "card",
            key: "payment-card",
            hint: "landing-pay-card",
        },
        PaymentChoice {
            value: "manager",
            key: "payment-manager",
            hint: "landing-pay-manager",
        },
    ];

    /// The keys of title, promise and length of the three modules.
    pub(crate) const MODULES: [(&'static str, &'static str); 3] = [
        ("landing-module1", "landing-module1-text"),
        ("landing-module2", "landing-module2-text"),
        ("landing-module3", "landing-module3-text"),
    ];

    /// The keys of questions and their answers.
    pub(crate) const QUESTIONS: [(&'static str, &'static str); 5] = [
        ("landing-q1", "landing-a1"),
        ("landing-q2", "landing-a2"),
        ("landing-q3", "landing-a3"),
        ("landing-q4", "landing-a4"),
        ("landing-q5", "landing-a5"),
    ];

    /// A fault of the form, by the name of its input.
    pub(crate) fn fault(&self, field: &str) -> Option<&FieldError> {
        self.form.faults.of(field)
    }
}

impl LandingNotice {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Unavailable => "landing-unavailable",
            Self::AlreadySent => "landing-already-sent",
        }
    }
}
