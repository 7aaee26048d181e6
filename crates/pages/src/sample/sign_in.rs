use stoa_core::FieldError;
use stoa_domain::Role;

use super::{Page, Rendered, at, render, signed_in, visitor};
use crate::pages::invite::{InvitePage, InviteState};
use crate::pages::login::{DemoAccount, LoginNotice, LoginPage, ProviderLink};
use crate::pages::logout::LogoutPage;
use crate::pages::profile::{CurrentSession, ProfilePage};
use crate::pages::verify::{LinkUse, OnwardPage, VerifyPage};
use crate::{Faults, Flash, Locale, Shell};

pub(super) fn add(shell: &Shell, pages: &mut Vec<Rendered>) -> Result<(), askama::Error> {
    render::<LoginPage>(shell, pages)?;
    render::<LogoutPage>(shell, pages)?;
    render::<ProfilePage>(shell, pages)?;
    render::<InvitePage>(shell, pages)?;
    render::<VerifyPage>(shell, pages)?;
    render::<OnwardPage>(shell, pages)
}

fn login(shell: &Shell) -> LoginPage {
    LoginPage {
        shell: visitor(shell, "/login"),
        email: String::new(),
        next: String::new(),
        notice: None,
        faults: Faults::none(),
        providers: Vec::new(),
        demo: Vec::new(),
    }
}

fn provider(name: &str) -> ProviderLink {
    ProviderLink {
        name: name.to_owned(),
        url: format!("/auth/v1/authorize?provider={name}"),
    }
}

/// The login page of a demonstration.
fn demo(shell: &Shell) -> LoginPage {
    let account = |role, email: &str| DemoAccount {
        role,
        email: email.to_owned(),
        password: "test123".to_owned(),
    };
    let mut page = login(shell);
    page.shell.is_demo = true;
    page.demo = vec![
        account(Role::Student, "test@student.com"),
        account(Role::SalesManager, "manager@test.com"),
        account(Role::Admin, "admin@test.com"),
    ];
    page
}

impl Page for LoginPage {
    const NAME: &'static str = "login";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let email = "test@student.com".to_owned();
        let told = |notice| Self {
            email: email.clone(),
            notice: Some(notice),
            ..login(shell)
        };
        let faults = vec![
            FieldError::new("email", "auth.email_invalid", "not an address"),
            FieldError::new(
                "password",
                "auth.password_required",
                "a password is required",
            ),
        ];
        let wrong = Self {
            email: "test@".to_owned(),
            faults: Faults(faults),
            ..login(shell)
        };
        vec![
            ("fresh", login(shell)),
            ("demo", demo(shell)),
            (
                "providers",
                Self {
                    providers: ["google", "school-id"].map(provider).into(),
                    ..login(shell)
                },
            ),
            ("provider-failed", told(LoginNotice::ProviderFailed)),
            ("provider-address", told(LoginNotice::ProviderNoAddress)),
            ("provider-unknown", told(LoginNotice::ProviderUnknown)),
            ("provider-unproved", told(LoginNotice::ProviderUnproved)),
            (
                "next",
                Self {
                    next: "/lessons".to_owned(),
                    ..told(LoginNotice::SignInFirst)
                },
            ),
            ("faults", wrong),
            ("wrong", told(LoginNotice::WrongCredentials)),
            ("many", told(LoginNotice::TooManyTries { until: at(5) })),
            ("cookie", told(LoginNotice::CookieMissing)),
            ("out", told(LoginNotice::SignedOut)),
            ("ended", told(LoginNotice::SessionEnded)),
            ("unavailable", told(LoginNotice::Unavailable)),
            ("deleted", told(LoginNotice::AccountDeleted)),
            ("link", told(LoginNotice::LinkUsed)),
            ("half", told(LoginNotice::HalfAgreed)),
            ("unconfirmed", told(LoginNotice::Unconfirmed)),
            (
                "closed",
                told(LoginNotice::Closed {
                    until: Some(at(60 * 24)),
                }),
            ),
            ("shut", told(LoginNotice::Closed { until: None })),
        ]
    }
}

impl Page for LogoutPage {
    const NAME: &'static str = "logout";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        vec![(
            "ask",
            Self {
                shell: signed_in(shell, "/logout", [Role::Student]),
            },
        )]
    }
}

impl Page for ProfilePage {
    const NAME: &'static str = "profile";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let session = CurrentSession {
            started_at: at(-90),
            ends_at: Some(at(60 * 24 * 30)),
            agent: Some("Chrome, Android".to_owned()),
            ip_prefix: Some("92.46.0.0/16".to_owned()),
        };
        let page = Self {
            shell: signed_in(shell, "/profile", [Role::Student, Role::SalesManager]),
            name: "Айгерим Нұрланова".to_owned(),
            locale: None,
            zone: "Asia/Almaty".to_owned(),
            zones: Self::usual_zones(),
            faults: Faults::none(),
            session,
        };
        let mut saved = Self {
            locale: Some(Locale::Kk),
            zone: "Asia/Tokyo".to_owned(),
            ..page.clone()
        };
        saved.shell.flash = Some(Flash::ProfileSaved);
        if let Some(person) = saved.shell.person.as_mut() {
            person.locale = Some(Locale::Kk);
        }
        let faults = vec![
            FieldError::new("name", "profile.name_required", "a name is required"),
            FieldError::new("zone", "profile.zone_invalid", "no such zone"),
        ];
        let wrong = Self {
            name: String::new(),
            faults: Faults(faults),
            ..page.clone()
        };
        vec![("form", page), ("saved", saved), ("faults", wrong)]
    }
}

impl Page for InvitePage {
    const NAME: &'static str = "invite";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let shell = visitor(shell, "/invite/4Jc2mXo1sample");
        let state = InviteState::Open {
            name: "Гүлназ".to_owned(),
            email: "gulnaz@example.kz".to_owned(),
        };
        let open = Self {
            shell,
            state,
            faults: Faults::none(),
        };
        let unnamed = InviteState::Open {
            name: String::new(),
            email: "gulnaz@example.kz".to_owned(),
        };
        let nameless = Self {
            state: unnamed,
            ..open.clone()
        };
        let weak = vec![FieldError::new(
            "password",
            "password.too_short",
            "too short",
        )];
        vec![
            ("nameless", nameless),
            ("open", open.clone()),
            (
                "faults",
                Self {
                    faults: Faults(weak),
                    ..open.clone()
                },
            ),
            (
                "closed",
                Self {
                    state: InviteState::Closed,
                    ..open
                },
            ),
        ]
    }
}

impl Page for VerifyPage {
    const NAME: &'static str = "verify";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let page = |link_use, kind: &str| Self {
            shell: visitor(shell, "/auth/v1/verify"),
            link_use,
            email: "aigerim@mail.kz".to_owned(),
            token: "dGhlIHNlY3JldCBvZiB0aGlzIGxpbms".to_owned(),
            kind: kind.to_owned(),
            redirect_to: "https://app.academy.kz/welcome?x=1&y=2".to_owned(),
        };
        vec![
            ("sign-in", page(LinkUse::SignIn, "magiclink")),
            ("confirm", page(LinkUse::Confirm, "signup")),
            ("recovery", page(LinkUse::Recovery, "recovery")),
            ("invite", page(LinkUse::Invite, "invite")),
            ("change", page(LinkUse::EmailChange, "email_change")),
        ]
    }
}

impl Page for OnwardPage {
    const NAME: &'static str = "onward";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let url = "https://app.academy.kz/welcome?x=1&y=2#access_token=a.b.c&type=signup";
        vec![(
            "foreign",
            Self {
                shell: visitor(shell, "/auth/v1/verify"),
                url: url.to_owned(),
            },
        )]
    }
}
