use stoa_core::FieldError;
use stoa_domain::Role;

use super::{Page, Rendered, at, id, render, signed_in, visitor};
use crate::pages::account::{
    AccountPage, ChallengePage, FactorRow, PasswordPage, SecondFactor, SecondFactorPage,
    SessionRow, SessionsPage,
};
use crate::pages::forgot::ForgotPage;
use crate::{Faults, Shell};

/// A picture of the form that the server makes; nothing is written in it.
const QR: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 29 29\" aria-hidden=\"true\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h29v29H0z\"/><path d=\"M4 4h7v7H4zM18 4h7v7h-7zM4 18h7v7H4zM13 5h2v3h-2zM13 13h3v2h-3zM18 18h2v5h-2z\"/></svg>";

pub(super) fn add(shell: &Shell, pages: &mut Vec<Rendered>) -> Result<(), askama::Error> {
    render::<ForgotPage>(shell, pages)?;
    render::<ChallengePage>(shell, pages)?;
    render::<AccountPage>(shell, pages)?;
    render::<PasswordPage>(shell, pages)?;
    render::<SecondFactorPage>(shell, pages)?;
    render::<SessionsPage>(shell, pages)
}

fn wrong(field: &str, code: &'static str) -> Faults {
    Faults(vec![FieldError::new(field, code, "wrong")])
}

impl Page for ForgotPage {
    const NAME: &'static str = "forgot";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let ask = Self {
            shell: visitor(shell, "/forgot"),
            email: String::new(),
            is_sent: false,
            faults: Faults::none(),
        };
        let faults = Self {
            email: "test@".to_owned(),
            faults: wrong("email", "auth.email_invalid"),
            ..ask.clone()
        };
        let sent = Self {
            email: "test@student.com".to_owned(),
            is_sent: true,
            ..ask.clone()
        };
        vec![("ask", ask), ("faults", faults), ("sent", sent)]
    }
}

impl Page for ChallengePage {
    const NAME: &'static str = "challenge";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let ask = Self {
            shell: visitor(shell, "/login/second-factor"),
            next: "/tripwire".to_owned(),
            faults: Faults::none(),
        };
        let faults = Self {
            faults: wrong("code", "auth.code_wrong"),
            ..ask.clone()
        };
        vec![("ask", ask), ("faults", faults)]
    }
}

impl Page for AccountPage {
    const NAME: &'static str = "account";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let plain = Self {
            shell: signed_in(shell, "/account", [Role::Student]),
            email: "test@student.com".to_owned(),
            new_email: None,
            has_password: true,
            factors: 0,
            sessions: 1,
            email_faults: Faults::none(),
            delete_faults: Faults::none(),
        };
        let waiting = Self {
            new_email: Some("asel@example.kz".to_owned()),
            factors: 1,
            sessions: 3,
            ..plain.clone()
        };
        let faults = Self {
            delete_faults: wrong("current_password", "auth.password_wrong"),
            ..plain.clone()
        };
        vec![("plain", plain), ("waiting", waiting), ("faults", faults)]
    }
}

impl Page for PasswordPage {
    const NAME: &'static str = "password";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let change = Self {
            shell: signed_in(shell, "/account/password", [Role::Student]),
            email: "test@student.com".to_owned(),
            asks_current: true,
            faults: Faults::none(),
        };
        let fresh = Self {
            asks_current: false,
            ..change.clone()
        };
        let faults = Self {
            faults: wrong("password", "auth.password_too_short"),
            ..change.clone()
        };
        vec![("change", change), ("fresh", fresh), ("faults", faults)]
    }
}

impl Page for SecondFactorPage {
    const NAME: &'static str = "second-factor";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let page = |state| Self {
            shell: signed_in(shell, "/account/second-factor", [Role::SalesManager]),
            state,
            faults: Faults::none(),
        };
        let begun = page(SecondFactor::Begun {
            factor: id(900),
            qr: QR.to_owned(),
            secret: "SAMPLE7SAMPLE7SAMPLE7SAMPLE7SAMP".to_owned(),
        });
        let faults = Self {
            faults: wrong("code", "auth.code_wrong"),
            ..begun.clone()
        };
        let codes = (0..10).map(|at| format!("sample-{at:04}")).collect();
        let factor = FactorRow {
            id: id(900),
            name: "iPhone".to_owned(),
            created_at: at(-5000),
        };
        let on = |codes_left| {
            page(SecondFactor::On {
                factors: vec![factor.clone()],
                codes_left,
            })
        };
        vec![
            ("off", page(SecondFactor::Off)),
            ("begun", begun),
            ("faults", faults),
            ("codes", page(SecondFactor::Codes(codes))),
            ("on", on(10)),
            ("low", on(1)),
        ]
    }
}

/// This session, a phone, and something unknown.
pub(super) fn sessions() -> Vec<SessionRow> {
    let here = SessionRow {
        id: id(800),
        is_current: true,
        started_at: at(-90),
        seen_at: at(-5),
        agent: Some("Chrome, Windows".to_owned()),
        ip_prefix: Some("92.46.10.0/24".to_owned()),
        is_strong: true,
    };
    let phone = SessionRow {
        id: id(801),
        is_current: false,
        started_at: at(-60 * 24 * 9),
        seen_at: at(-60 * 7),
        agent: Some("Safari, iPhone".to_owned()),
        is_strong: false,
        ..here.clone()
    };
    let unknown = SessionRow {
        id: id(802),
        agent: None,
        ip_prefix: None,
        ..phone.clone()
    };
    vec![here, phone, unknown]
}

impl Page for SessionsPage {
    const NAME: &'static str = "sessions";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let several = Self {
            shell: signed_in(shell, "/account/sessions", [Role::Student]),
            sessions: sessions(),
        };
        let only = Self {
            sessions: sessions().into_iter().take(1).collect(),
            ..several.clone()
        };
        vec![("several", several), ("only", only)]
    }
}
