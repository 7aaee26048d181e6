use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta};
use stoa_domain::{Email, Locale};
use stoa_mail::{Asked, Key, Letter, LetterKind, Site};

static NEW_EMAIL: LazyLock<Email> = LazyLock::new(|| "new@mail.kz".parse().unwrap());
const LINK: &str = "https://academy.kz/auth/v1/verify?token=Hq3vVZyTDrWmYh0n1tJ8c5bKfSxLeUoPaGiRk7wQzM2&type=recovery&redirect_to=https%3A%2F%2Facademy.kz%2Freset";

/// A letter as people get it.
pub(crate) fn letter(kind: LetterKind, locale: Locale) -> Letter<'static> {
    use LetterKind::{EmailChangeCurrent, EmailChanged, Invite, Reauthentication};
    let notice = matches!(
        kind,
        LetterKind::AlreadyRegistered
            | LetterKind::PasswordChanged
            | EmailChanged
            | LetterKind::FactorAdded
            | LetterKind::FactorRemoved
            | LetterKind::NewDevice
            | LetterKind::IdentityLinked
            | LetterKind::IdentityUnlinked
            | LetterKind::RecoveryCodesMade
            | LetterKind::RecoveryCodeUsed
    );
    let life = if kind == Invite {
        TimeDelta::days(3)
    } else {
        TimeDelta::hours(1)
    };
    let key = Key {
        link: match kind {
            Reauthentication => None,
            _ if notice => Some(("https://academy.kz/login", None)),
            _ => Some((LINK, Some(life))),
        },
        code: (!notice && kind != Invite).then_some(("048213", TimeDelta::minutes(10))),
    };
    Letter {
        kind,
        locale,
        site: Site {
            name: "Stoa",
            origin: "https://academy.kz",
        },
        person: Some("Әлия Сәрсен"),
        key,
        asked: Asked {
            at: DateTime::from_timestamp(1_795_262_700, 0).unwrap(),
            network: Some("203.0.113.0/24"),
            user_agent: Some("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"),
        },
        new_email: matches!(kind, EmailChangeCurrent | EmailChanged).then(|| &*NEW_EMAIL),
        account: matches!(
            kind,
            LetterKind::IdentityLinked | LetterKind::IdentityUnlinked
        )
        .then_some("google (thief@mail.kz)"),
        invited_by: (kind == Invite).then_some("Марат Ибраев"),
    }
}
