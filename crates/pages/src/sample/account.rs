use stoa_core::FieldError;
use stoa_domain::Role;

use super::{Page, Rendered, at, id, render, signed_in, visitor};
use crate::pages::account::{
    AccountPage, ChallengePage, FactorRow, PasswordPage, SecondFactor, SecondFactorPage,
    SessionRow, SessionsPage,
};
use crate::pages::code::{CodeFor, CodePage};
use crate::pages::confirm::{ConfirmPage, Question};
use crate::pages::forgot::ForgotPage;
use crate::{Faults, Shell};

/// A picture of the form that the server makes; nothing is written in it.
const QR: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 29 29\" aria-hidden=\"true\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h29v29H0z\"/><path d=\"M4 4h7v7H4zM18 4h7v7h-7zM4 18h7v7H4zM13 5h2v3h-2zM13 13h3v2h-3zM18 18h2v5h-2z\"/></svg>";

pub(super) fn add(shell: &Shell, pages: &mut Vec<Rendered>) -> Result<(), askama::Error> {
    render::<ForgotPage>(shell, pages)?;
    render::<CodePage>(shell, pages)?;
    render::<ConfirmPage>(shell, pages)?;
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
            has_mail: true,
            is_sent: false,
            is_link_used: false,
            faults: Faults::none(),
        };
        let no_mail = Self {
            has_mail: false,
            ..ask.clone()
        };
        let faults = Self {
            email: "test@".to_owned(),
            faults: wrong("email", "auth.email_invalid"),
            ..ask.clone()
        };
        let link = Self {
            is_link_used: true,
            ..ask.clone()
        };
        let often = Self {
            email: "test@student.com".to_owned(),
            faults: wrong("email", "mail.limited"),
            ..ask.clone()
        };
        let sent = Self {
            email: "test@student.com".to_owned(),
            is_sent: true,
            ..ask.clone()
        };
        vec![
            ("ask", ask),
            ("faults", faults),
            ("often", often),
            ("link", link),
            ("sent", sent),
            ("no_mail", no_mail),
        ]
    }
}

impl Page for CodePage {
    const NAME: &'static str = "code";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let ask = Self {
            shell: visitor(shell, "/code"),
            code_for: CodeFor::SignIn,
            email: String::new(),
            faults: Faults::none(),
        };
        let wrong_code = Self {
            code_for: CodeFor::Recovery,
            email: "test@student.com".to_owned(),
            faults: wrong("code", "auth.link_invalid"),
            ..ask.clone()
        };
        vec![("ask", ask), ("faults", wrong_code)]
    }
}

impl Page for ConfirmPage {
    const NAME: &'static str = "confirm";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let page = |name, question, about: Option<&str>, back: &str, action: &str| {
            let page = Self {
                shell: signed_in(shell, back, [Role::Admin]),
                question,
                about: about.map(str::to_owned),
                action: action.to_owned(),
                kept: Vec::new(),
                back: back.to_owned(),
            };
            (name, page)
        };
        let person = format!("/admin/users/{}", id(701));
        let of_person = |name, question, act: &str| {
            let action = format!("{person}/{act}");
            page(name, question, Some("Айгерим Нұрланова"), &person, &action)
        };
        let (sessions, factor) = ("/account/sessions", "/account/second-factor");
        let remove = format!("{factor}/{}/remove", id(900));
        let others = format!("{sessions}/end-others");
        let codes = format!("{factor}/codes");
        let (name, mut ban) = of_person("ban", Question::Ban, "ban");
        ban.kept = vec![("hours", "24".to_owned())];
        vec![
            page("others", Question::EndOthers, None, sessions, &others),
            page(
                "factor",
                Question::RemoveFactor,
                Some("iPhone"),
                factor,
                &remove,
            ),
            page("codes", Question::NewCodes, None, factor, &codes),
            (name, ban),
            of_person("all", Question::EndAll, "sessions/end"),
            of_person(
                "their-factor",
                Question::RemoveTheirFactor,
                "second-factor/remove",
            ),
            of_person("admin", Question::MakeAdmin, "roles"),
        ]
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
            faults: wrong("code", "mfa.code_wrong"),
            ..ask.clone()
        };
        let locked = Self {
            faults: wrong("code", "mfa.locked"),
            ..ask.clone()
        };
        vec![("ask", ask), ("faults", faults), ("locked", locked)]
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
            typed_email: String::new(),
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
        let taken = Self {
            typed_email: "manager@test.com".to_owned(),
            email_faults: wrong("email", "auth.address_taken"),
            ..plain.clone()
        };
        vec![
            ("plain", plain),
            ("waiting", waiting),
            ("faults", faults),
            ("taken", taken),
        ]
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
            faults: wrong("password", "password.too_short"),
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
        let nameless = FactorRow {
            id: id(901),
            name: String::new(),
            created_at: at(-500),
        };
        let on = |codes_left| {
            page(SecondFactor::On {
                factors: vec![factor.clone(), nameless.clone()],
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
