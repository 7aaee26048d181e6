use stoa_core::FieldError;

use super::{Page, Rendered, id, render, visitor};
use crate::pages::landing::{LandingNotice, LandingPage, LeadForm};
use crate::pages::thanks::ThanksPage;
use crate::{Faults, Shell};

pub(super) fn add(shell: &Shell, pages: &mut Vec<Rendered>) -> Result<(), askama::Error> {
    render::<LandingPage>(shell, pages)?;
    render::<ThanksPage>(shell, pages)
}

fn fresh(shell: &Shell) -> LandingPage {
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    LandingPage {
        shell: visitor(shell, "/l/expresscourse?utm_source=ig"),
        source: "expresscourse".to_owned(),
        price_minor: 500_000,
        currency: "KZT".to_owned(),
        form: LeadForm::default(),
        submission_id: id(900).to_string(),
        drawn_at_ms: 1_795_251_900_000,
        consent_version: "2026-11".to_owned(),
        tracking: vec![pair("utm_source", "ig"), pair("fbclid", "\"><b>")],
        notice: None,
    }
}

/// A form with everything wrong.
fn wrong() -> LeadForm {
    let faults = vec![
        FieldError::new("name", "lead.name_required", "a name is required"),
        FieldError::new("phone", "lead.phone_invalid", "no such number"),
        FieldError::new("email", "lead.email_invalid", "not an address"),
        FieldError::new(
            "paymentMethod",
            "lead.payment_method_invalid",
            "control characters",
        ),
        FieldError::new("consent", "lead.consent_required", "consent is needed"),
    ];
    LeadForm {
        phone: "123".to_owned(),
        email: "a@b".to_owned(),
        payment_method: "kaspi".to_owned(),
        faults: Faults(faults),
        ..LeadForm::default()
    }
}

impl Page for LandingPage {
    const NAME: &'static str = "landing";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let typed = LeadForm {
            name: "Айгүл".to_owned(),
            phone: "8 700 123 45 67".to_owned(),
            has_consent: true,
            ..LeadForm::default()
        };
        let told = |notice| Self {
            form: typed.clone(),
            notice: Some(notice),
            ..fresh(shell)
        };
        vec![
            ("fresh", fresh(shell)),
            (
                "faults",
                Self {
                    form: wrong(),
                    ..fresh(shell)
                },
            ),
            ("unavailable", told(LandingNotice::Unavailable)),
            ("sent", told(LandingNotice::AlreadySent)),
        ]
    }
}

impl Page for ThanksPage {
    const NAME: &'static str = "thanks";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let page = |method: Option<&str>, is_duplicate| Self {
            shell: visitor(shell, "/l/expresscourse/thanks?code=L7F3K9"),
            code: "L7F3K9".to_owned(),
            payment_method: method.map(str::to_owned),
            is_duplicate,
        };
        vec![
            ("kaspi", page(Some("kaspi"), false)),
            ("card", page(Some("card"), true)),
            ("cash", page(Some("cash"), false)),
            ("open", page(None, false)),
        ]
    }
}
