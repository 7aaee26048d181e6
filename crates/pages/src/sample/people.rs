use stoa_domain::{Role, RoleSet};

use super::account::sessions;
use super::{Page, Rendered, at, id, render, signed_in};
use crate::pages::desk::InviteLink;
use crate::pages::people::{
    AuditFilter, AuditList, AuditPage, AuditRow, AuditSubject, HandedLink, LinkOnOffer,
    PeopleFilter, PeopleList, PeoplePage, PersonPage, PersonRow, PersonState,
};
use crate::{Panel, Shell};

pub(super) fn add(shell: &Shell, pages: &mut Vec<Rendered>) -> Result<(), askama::Error> {
    render::<PeoplePage>(shell, pages)?;
    render::<PersonPage>(shell, pages)?;
    render::<AuditPage>(shell, pages)
}

fn person(number: u128, name: &str, roles: impl Into<RoleSet>, state: PersonState) -> PersonRow {
    PersonRow {
        id: id(number),
        name: Some(name.to_owned()).filter(|name| !name.is_empty()),
        email: Some(format!("person{number}@example.kz")),
        roles: roles.into(),
        state,
        created_at: at(-60 * 24 * 40),
        last_sign_in_at: (state == PersonState::Active).then(|| at(-200)),
        has_second_factor: number == 700,
    }
}

fn rows() -> Vec<PersonRow> {
    let until = at(60 * 24);
    vec![
        person(700, "Дана Сейткали", [Role::Admin], PersonState::Active),
        person(
            701,
            "Айгерим Нұрланова",
            [Role::SalesManager, Role::SalesLead],
            PersonState::Active,
        ),
        person(702, "", [Role::Student], PersonState::Invited),
        person(703, "Әсел", RoleSet::EMPTY, PersonState::Unconfirmed),
        person(704, "Ержан", [Role::Student], PersonState::Banned { until }),
        PersonRow {
            email: None,
            ..person(705, "", RoleSet::EMPTY, PersonState::Anonymous)
        },
    ]
}

impl Page for PeoplePage {
    const NAME: &'static str = "people";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let page = |people| Self {
            shell: signed_in(shell, "/admin/users", [Role::Admin]),
            filter: PeopleFilter::default(),
            people,
        };
        let list = |rows: Vec<PersonRow>, next: Option<&str>| {
            Panel::Ready(PeopleList {
                total: 148 * i64::from(!rows.is_empty()),
                rows,
                next_cursor: next.map(str::to_owned),
                is_later_page: false,
            })
        };
        let nobody = Self {
            filter: PeopleFilter::read([("search", "nobody"), ("role", "author")]),
            ..page(list(Vec::new(), None))
        };
        vec![
            ("list", page(list(rows(), Some("c")))),
            ("nobody", nobody),
            ("failed", page(Panel::failed())),
        ]
    }
}

fn event(action: &str, details: &str) -> AuditRow {
    AuditRow {
        at: at(-30),
        action: action.to_owned(),
        actor: "admin@test.com".to_owned(),
        subject: Some(AuditSubject {
            id: id(701),
            name: "Айгерим Нұрланова".to_owned(),
        }),
        ip_prefix: Some("92.46.10.0/24".to_owned()),
        agent: Some("Chrome, Windows".to_owned()),
        request_id: Some("01980c5e-7b1f-7c52-9c3a-2f1d5e6a7b8c".to_owned()),
        details: details.to_owned(),
    }
}

fn events() -> Vec<AuditRow> {
    let by_itself = AuditRow {
        actor: "system".to_owned(),
        subject: None,
        ip_prefix: None,
        agent: None,
        request_id: None,
        ..event("key.rotated", "")
    };
    vec![
        event("role.granted", "{\n  \"role\": \"sales_lead\"\n}"),
        event("session.started", ""),
        by_itself,
    ]
}

fn handed(path: &str) -> InviteLink {
    InviteLink {
        name: "person702@example.kz".to_owned(),
        email: "person702@example.kz".to_owned(),
        url: format!("https://stoa.example/{path}"),
        expires_at: at(60 * 24 * 7),
    }
}

impl Page for PersonPage {
    const NAME: &'static str = "person";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let page = |person: PersonRow| Self {
            shell: signed_in(shell, &format!("/admin/users/{}", person.id), [Role::Admin]),
            person,
            is_me: false,
            has_password: true,
            on_offer: LinkOnOffer::Reset,
            has_mail: true,
            link: None,
            sessions: Panel::Ready(sessions().into_iter().skip(1).collect()),
            events: Panel::Ready(events()),
        };
        let [me, active, invited, _, banned, _] = <[PersonRow; 6]>::try_from(rows())
            .unwrap_or_else(|rows| std::array::from_fn(|at| rows[at].clone()));
        let new = Self {
            has_password: false,
            on_offer: LinkOnOffer::Invite,
            link: Some(HandedLink::Invite(handed("invite/4Jc2mXo1sample"))),
            sessions: Panel::Ready(Vec::new()),
            events: Panel::Ready(Vec::new()),
            ..page(invited)
        };
        let own = Self {
            is_me: true,
            ..page(me)
        };
        let gone = PersonRow {
            state: PersonState::Deleted,
            ..active.clone()
        };
        let failed = Self {
            on_offer: LinkOnOffer::Nothing,
            sessions: Panel::failed(),
            events: Panel::failed(),
            ..page(gone)
        };
        let shut = Self {
            on_offer: LinkOnOffer::Nothing,
            ..page(banned)
        };
        let reset = Self {
            has_mail: false,
            link: Some(HandedLink::Reset(handed(
                "auth/v1/verify?token=4Jc2mXo1sample&type=recovery",
            ))),
            ..page(active.clone())
        };
        vec![
            ("active", page(active)),
            ("reset", reset),
            ("invited", new),
            ("banned", shut),
            ("me", own),
            ("failed", failed),
        ]
    }
}

impl Page for AuditPage {
    const NAME: &'static str = "audit";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let page = |rows, filter| Self {
            shell: signed_in(shell, "/admin/audit", [Role::Admin]),
            filter,
            actions: vec!["key.rotated", "role.granted", "session.started"],
            events: Panel::Ready(AuditList {
                rows,
                next_cursor: Some("c".to_owned()),
                is_later_page: false,
            }),
        };
        let narrow = AuditFilter::read([("person", "a@b.kz"), ("action", "role.granted")]);
        vec![
            ("list", page(events(), AuditFilter::default())),
            ("none", page(Vec::new(), narrow)),
        ]
    }
}
