use stoa_domain::Role;

use super::{Page, Rendered, at, render, signed_in, visitor};
use crate::pages::dashboard::{Check, CheckState, DashboardPage, Tile, TileKind};
use crate::pages::outbox::{Channel, OutboxMessage, OutboxPage};
use crate::pages::status::{Component, ComponentKind, StatusPage};
use crate::{Panel, Shell};

pub(super) fn add(shell: &Shell, pages: &mut Vec<Rendered>) -> Result<(), askama::Error> {
    render::<DashboardPage>(shell, pages)?;
    render::<OutboxPage>(shell, pages)?;
    render::<StatusPage>(shell, pages)
}

impl Page for DashboardPage {
    const NAME: &'static str = "dashboard";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let check = |name: &str, state, took_ms, detail: Option<&str>| Check {
            name: name.to_owned(),
            state,
            detail: detail.map(str::to_owned),
            took_ms,
        };
        let checks = vec![
            check("database.main", CheckState::Ok, Some(1), Some("answers")),
            check("database.tripwire", CheckState::Ok, Some(1), None),
            check(
                "database.traffic",
                CheckState::Down,
                Some(800),
                Some("does not answer"),
            ),
            check("queue", CheckState::Ok, None, Some("0 ready, 0 running")),
            check(
                "deliveries",
                CheckState::Degraded,
                Some(2),
                Some("1 unknown, 0 dead, 0 blocked"),
            ),
            check("connections", CheckState::Degraded, Some(0), None),
            check("something.new", CheckState::Off, None, None),
        ];
        let tile = |kind, value| Tile {
            kind,
            value: Panel::Ready(value),
            as_of: at(0),
        };
        let page = Self {
            shell: Shell {
                is_demo: true,
                ..signed_in(shell, "/dashboard", [Role::Admin])
            },
            checks: Panel::Ready(checks),
            tiles: vec![
                tile(TileKind::Users, 1284),
                tile(TileKind::ActiveLearners, 342),
                tile(TileKind::LeadsToday, 27),
                tile(TileKind::Buyers, 65),
                tile(TileKind::QueueReady, 3),
                tile(TileKind::QueueDead, 0),
                tile(TileKind::UnknownDeliveries, 2),
            ],
            version: "0.1.0".to_owned(),
        };
        let lost = |last_good| Tile {
            kind: TileKind::LeadsToday,
            value: Panel::Failed { last_good },
            as_of: at(0),
        };
        let failed = Self {
            checks: Panel::failed(),
            tiles: vec![lost(None), lost(Some(at(-6)))],
            ..page.clone()
        };
        vec![("well", page), ("failed", failed)]
    }
}

impl Page for OutboxPage {
    const NAME: &'static str = "outbox";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let message = |channel, to: &str, subject: Option<&str>, body: &str| OutboxMessage {
            channel,
            to: to.to_owned(),
            subject: subject.map(str::to_owned),
            body: body.to_owned(),
            link: matches!(channel, Channel::Mail)
                .then(|| "https://academy.kz/invite/x".to_owned()),
            at: at(-3),
        };
        let messages = vec![
            message(
                Channel::Telegram,
                "leads",
                None,
                "Новая заявка L7F3K9\nАйгүл Сәрсен\n+77001234567\nОплата: Kaspi",
            ),
            message(
                Channel::Crm,
                "pipeline 1, stage 142",
                Some("Экспресс-курс · Айгүл · L7F3K9"),
                "{\n  \"price\": 5000\n}",
            ),
            message(
                Channel::Mail,
                "gulnaz@example.kz",
                Some("Ваш доступ готов"),
                "Здравствуйте, Гүлназ!\n\n<ссылка>",
            ),
        ];
        let shell = Shell {
            is_demo: true,
            ..signed_in(shell, "/admin/outbox", [Role::Admin])
        };
        vec![
            (
                "messages",
                Self {
                    shell: shell.clone(),
                    messages,
                },
            ),
            (
                "sending",
                Self {
                    shell: Shell {
                        is_sending: true,
                        ..shell.clone()
                    },
                    messages: Vec::new(),
                },
            ),
            (
                "empty",
                Self {
                    shell,
                    messages: Vec::new(),
                },
            ),
        ]
    }
}

impl Page for StatusPage {
    const NAME: &'static str = "status";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let kinds = [
            ComponentKind::SignIn,
            ComponentKind::Lessons,
            ComponentKind::Desk,
            ComponentKind::Requests,
            ComponentKind::Forwarding,
        ];
        let page = |states: [CheckState; 5]| Self {
            shell: visitor(shell, "/status"),
            components: kinds
                .into_iter()
                .zip(states)
                .map(|(kind, state)| Component { kind, state })
                .collect(),
            checked_at: at(0),
        };
        let (ok, degraded, down) = (CheckState::Ok, CheckState::Degraded, CheckState::Down);
        vec![
            ("well", page([ok; 5])),
            ("partly", page([ok, degraded, ok, ok, down])),
            ("down", page([down, down, down, down, CheckState::Off])),
        ]
    }
}
