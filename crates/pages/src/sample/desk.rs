use chrono::{Days, NaiveDate};
use stoa_core::FieldError;
use stoa_domain::Role;

use super::{Page, Rendered, at, buyers, id, leads, render, signed_in};
use crate::pages::buyer::BuyerPage;
use crate::pages::desk::{
    BuyerList, DeskDay, DeskFilter, DeskPage, DeskStats, HeldList, InviteLink, LeadPage,
    ManagerChoice, ManagerTally, NewBuyer, QuarantinePage, StuckList, Team, TeamForm, TeamPage,
    TeamPerson,
};
use crate::{Faults, Flash, Panel, Shell};

pub(super) fn add(shell: &Shell, pages: &mut Vec<Rendered>) -> Result<(), askama::Error> {
    render::<DeskPage>(shell, pages)?;
    render::<QuarantinePage>(shell, pages)?;
    render::<LeadPage>(shell, pages)?;
    render::<TeamPage>(shell, pages)?;
    render::<BuyerPage>(shell, pages)
}

fn today() -> NaiveDate {
    at(0).date_naive()
}

fn stats(is_team: bool) -> DeskStats {
    let sold = [3, 5, 2, 0, 4, 7, 6, 1, 0, 5, 8, 4, 3, 6, 9, 2];
    let day = |(back, users): (u64, i64)| DeskDay {
        day: today() - Days::new(back),
        users,
        revenue_minor: users * 500_000,
    };
    let days: Vec<_> = (0..)
        .zip(sold)
        .filter(|(_, users)| *users > 0)
        .map(day)
        .collect();
    let tally = |name: &str, users, is_me| ManagerTally {
        name: name.to_owned(),
        users,
        revenue_minor: users * 500_000,
        is_me,
    };
    let team = vec![
        tally("Айгерим Нұрланова", 31, false),
        tally("Ержан Әбілов", 22, true),
        tally("Сергей Пак", 12, false),
    ];
    DeskStats {
        total_users: 65,
        active_users: 41,
        inactive: 14,
        completed: 9,
        blocked: 1,
        invited: 60,
        opened: 48,
        revenue_minor: 32_500_000,
        currency: "KZT".to_owned(),
        days,
        managers: if is_team { team } else { Vec::new() },
        as_of: at(0),
    }
}

fn invite() -> InviteLink {
    InviteLink {
        name: "Гүлназ Өмірбекова".to_owned(),
        email: "gulnaz@example.kz".to_owned(),
        url: "https://academy.example/invite/4Jc2mXo1q8VtYw3nRb7LkE6sDf0GhZ9uPa5".to_owned(),
        expires_at: at(60 * 24 * 7),
    }
}

/// The desk of a lead of sales, who sees the team.
fn team(shell: &Shell) -> DeskPage {
    let manager = |number, name: &str| ManagerChoice {
        id: id(number),
        name: name.to_owned(),
    };
    let list = BuyerList {
        rows: buyers::rows(),
        total: 65,
        next_cursor: Some("5b5d".to_owned()),
        is_later_page: false,
    };
    DeskPage {
        shell: signed_in(shell, "/tripwire", [Role::SalesLead]),
        filter: DeskFilter::default(),
        today: today(),
        managers: vec![
            manager(31, "Айгерим Нұрланова"),
            manager(32, "Ержан Әбілов"),
        ],
        stats: Panel::Ready(stats(true)),
        buyers: Panel::Ready(list),
        stuck: Panel::Ready(StuckList {
            rows: leads::stuck(),
            next_cursor: Some("5b6e".to_owned()),
        }),
        leads: Panel::Ready(leads::rows()),
        held: 3,
        new_buyer: NewBuyer {
            price: "5000".to_owned(),
            ..NewBuyer::default()
        },
        invite: None,
    }
}

/// The desk of a manager, who sees own buyers.
fn own(shell: &Shell) -> DeskPage {
    DeskPage {
        shell: signed_in(shell, "/tripwire", [Role::SalesManager]),
        managers: Vec::new(),
        stats: Panel::Ready(stats(false)),
        ..team(shell)
    }
}

impl Page for DeskPage {
    const NAME: &'static str = "desk";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let (team, own) = (team(shell), own(shell));
        let mut made = Self {
            invite: Some(invite()),
            ..own.clone()
        };
        made.shell.flash = Some(Flash::BuyerCreated);
        let admin = Self {
            shell: signed_in(shell, "/tripwire", [Role::Admin]),
            ..team.clone()
        };
        let failed = Self {
            stats: Panel::failed(),
            buyers: Panel::Failed {
                last_good: Some(at(-2)),
            },
            stuck: Panel::failed(),
            leads: Panel::failed(),
            ..own.clone()
        };
        vec![
            ("filtered", filtered(&team)),
            ("team", team),
            ("invite", made),
            (
                "faults",
                Self {
                    new_buyer: buyers::wrong(),
                    ..own.clone()
                },
            ),
            ("empty", empty(&own)),
            ("admin", admin),
            ("failed", failed),
            ("own", own),
        ]
    }
}

fn filtered(desk: &DeskPage) -> DeskPage {
    let pairs = [
        ("status", "blocked"),
        ("manager", "x"),
        ("from", "2026-11-01"),
        ("search", "Қайрат"),
        ("sort", "name"),
    ];
    let filter = DeskFilter::read(pairs);
    let list = BuyerList {
        is_later_page: true,
        ..BuyerList::default()
    };
    DeskPage {
        filter,
        buyers: Panel::Ready(list),
        ..desk.clone()
    }
}

fn empty(desk: &DeskPage) -> DeskPage {
    let none = DeskStats {
        currency: "KZT".to_owned(),
        as_of: at(0),
        ..DeskStats::default()
    };
    DeskPage {
        stats: Panel::Ready(none),
        buyers: Panel::Ready(BuyerList::default()),
        stuck: Panel::Ready(StuckList::default()),
        leads: Panel::Ready(Vec::new()),
        held: 0,
        ..desk.clone()
    }
}

impl Page for QuarantinePage {
    const NAME: &'static str = "quarantine";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let shell = signed_in(shell, "/tripwire/quarantine", [Role::SalesManager]);
        let list = |rows| {
            Panel::Ready(HeldList {
                rows,
                next_cursor: Some("5b5d".to_owned()),
            })
        };
        let page = |is_kept, leads| Self {
            shell: shell.clone(),
            is_kept,
            leads,
        };
        let mut released = page(false, list(Vec::new()));
        released.shell.flash = Some(Flash::LeadReleased);
        vec![
            ("waiting", page(false, list(leads::held(false)))),
            ("kept", page(true, list(leads::held(true)))),
            ("released", released),
            ("kept-none", page(true, list(Vec::new()))),
            ("failed", page(false, Panel::failed())),
        ]
    }
}

impl Page for LeadPage {
    const NAME: &'static str = "lead";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let page = |role| Self {
            shell: signed_in(shell, "/tripwire/leads/0", [role]),
            lead: leads::lead(),
            comment: Some("Перезвоните после 18:00".to_owned()),
            utm: [("utm_source".to_owned(), "instagram".to_owned())].into(),
            story: leads::story(),
        };
        let mut held = page(Role::SalesManager);
        held.lead = leads::held(false).remove(0);
        held.story = leads::held_story();
        held.comment = None;
        held.utm.clear();
        vec![("admin", page(Role::Admin)), ("held", held)]
    }
}

impl Page for TeamPage {
    const NAME: &'static str = "team";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let person = |number, name: &str, email: &str| TeamPerson {
            id: id(number),
            name: name.to_owned(),
            email: Some(email.to_owned()),
        };
        let team = Team {
            lead: person(61, "Ержан Әбілов", "lead@test.com"),
            members: vec![
                person(62, "Айгерим Нұрланова", "manager@test.com"),
                person(63, "Сергей Пак", "sergey@test.com"),
            ],
        };
        let mut page = Self {
            shell: signed_in(shell, "/tripwire/team", [Role::Admin]),
            teams: Panel::Ready(vec![team]),
            form: TeamForm::default(),
        };
        let own = Self {
            shell: signed_in(shell, "/tripwire/team", [Role::SalesLead]),
            ..page.clone()
        };
        let faults = vec![
            FieldError::new("lead", "team.role_missing", "no lead"),
            FieldError::new("member", "team.person_unknown", "unknown"),
        ];
        let wrong = Self {
            form: TeamForm {
                lead: "manager@test.com".to_owned(),
                member: "nobody@test.com".to_owned(),
                faults: Faults(faults),
            },
            ..page.clone()
        };
        let none = Self {
            teams: Panel::Ready(Vec::new()),
            ..page.clone()
        };
        page.shell.flash = Some(Flash::TeamChanged);
        vec![
            ("changed", page),
            ("own", own),
            ("wrong", wrong),
            ("none", none),
        ]
    }
}

impl Page for BuyerPage {
    const NAME: &'static str = "buyer";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let shell = signed_in(shell, "/tripwire/users/1", [Role::SalesManager]);
        let page = Self {
            shell,
            buyer: buyers::buyer(),
            lead: Some(leads::lead()),
            invite: None,
            may_invite: true,
            may_retry: false,
        };
        let mut renewed = Self {
            invite: Some(invite()),
            lead: None,
            ..page.clone()
        };
        renewed.shell.flash = Some(Flash::InviteRenewed);
        let failed = buyers::failed();
        vec![
            ("ready", page.clone()),
            ("renewed", renewed),
            (
                "failed",
                Self {
                    buyer: failed,
                    lead: None,
                    may_invite: false,
                    may_retry: true,
                    ..page
                },
            ),
        ]
    }
}
