use chrono::{Days, NaiveDate};
use stoa_core::FieldError;
use stoa_domain::Role;

use super::{Page, Rendered, at, id, render, signed_in};
use crate::pages::buyer::BuyerPage;
use crate::pages::desk::{
    BuyerList, BuyerRow, BuyerStatus, DeliveryRow, DeliveryState, DeskDay, DeskFilter, DeskPage, DeskStats, InviteLink,
    LeadRow, ManagerChoice, ManagerTally, NewBuyer, Provisioning, Sink,
};
use crate::{Faults, Flash, Panel, Shell};

pub(super) fn add(shell: &Shell, pages: &mut Vec<Rendered>) -> Result<(), askama::Error> {
    render::<DeskPage>(shell, pages)?;
    render::<BuyerPage>(shell, pages)
}

fn today() -> NaiveDate {
    at(0).date_naive()
}

/// A buyer whose account is ready and who learns.
pub(crate) fn buyer() -> BuyerRow {
    BuyerRow {
        id: id(1),
        name: "Гүлназ Өмірбекова".to_owned(),
        email: "gulnaz@example.kz".to_owned(),
        phone: Some("+77051234567".to_owned()),
        status: BuyerStatus::Active,
        price_minor: 500_000,
        currency: "KZT".to_owned(),
        manager: "Айгерим Нұрланова".to_owned(),
        provisioning: Provisioning::Invited,
        account_existed: false,
        invited_at: Some(at(-60 * 26)),
        first_login_at: Some(at(-60 * 25)),
        last_active_at: Some(at(-47)),
        modules_completed: 1,
        created_at: at(-60 * 26),
    }
}

fn buyers() -> Vec<BuyerRow> {
    let failed = Provisioning::Failed { reason: "the address cannot be reached".to_owned() };
    let fresh = BuyerRow { invited_at: None, first_login_at: None, last_active_at: None, modules_completed: 0, ..buyer() };
    let named = |number, name: &str, email: &str, row: BuyerRow| {
        BuyerRow { id: id(number), name: name.to_owned(), email: email.to_owned(), ..row }
    };
    let (active, completed) = (BuyerStatus::Inactive, BuyerStatus::Completed);
    let done = BuyerRow { status: completed, modules_completed: 3, phone: None, ..buyer() };
    let blocked = BuyerRow { status: BuyerStatus::Blocked, account_existed: true, ..buyer() };
    vec![
        buyer(),
        named(2, "Иван Петров", "ivan@example.ru", BuyerRow { provisioning: Provisioning::Enrolled, ..fresh.clone() }),
        named(3, "Нұрсұлтан Әбішұлы", "nur@example.kz", done),
        named(4, "Мария Ким", "maria.kim.long.address@example.com", BuyerRow { provisioning: failed, status: active, ..fresh.clone() }),
        named(5, "Ұлжан Іскендір", "ulzhan@example.kz", blocked),
        named(6, "Пётр Сидоров", "petr@example.ru", BuyerRow { provisioning: Provisioning::Requested, ..fresh.clone() }),
        named(7, "Айдана Қуат", "aidana@example.kz", BuyerRow { provisioning: Provisioning::UserReady, ..fresh }),
    ]
}

fn stats(is_team: bool) -> DeskStats {
    let sold = [3, 5, 2, 0, 4, 7, 6, 1, 0, 5, 8, 4, 3, 6, 9, 2];
    let day = |(back, users): (u64, i64)| DeskDay {
        day: today() - Days::new(back),
        users,
        revenue_minor: users * 500_000,
    };
    let days: Vec<_> = (0..).zip(sold).filter(|(_, users)| *users > 0).map(day).collect();
    let tally = |name: &str, users, is_me| ManagerTally { name: name.to_owned(), users, revenue_minor: users * 500_000, is_me };
    let team = vec![tally("Айгерим Нұрланова", 31, false), tally("Ержан Әбілов", 22, true), tally("Сергей Пак", 12, false)];
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

fn delivery(sink: Sink, state: DeliveryState) -> DeliveryRow {
    DeliveryRow { id: id(501), sink, state, attempts: 1, next_at: None, external_id: None, last_error: None }
}

fn lead() -> LeadRow {
    LeadRow {
        id: id(400),
        code: "L7F3K9".to_owned(),
        name: "Айгүл Сәрсен".to_owned(),
        phone: "+77001234567".to_owned(),
        email: Some("aigul@example.kz".to_owned()),
        source: "expresscourse".to_owned(),
        payment_method: Some("kaspi".to_owned()),
        created_at: at(-3),
        is_quarantined: false,
        repeat_of: None,
        deliveries: vec![delivery(Sink::Telegram, DeliveryState::Done), delivery(Sink::Crm, DeliveryState::Sending)],
    }
}

fn leads() -> Vec<LeadRow> {
    let error = |text: &str| Some(text.to_owned());
    let retry = DeliveryRow { attempts: 3, next_at: Some(at(4)), last_error: error("503 Service Unavailable"), ..delivery(Sink::Crm, DeliveryState::Retry) };
    let unknown = DeliveryRow { last_error: error("the answer did not arrive"), ..delivery(Sink::Crm, DeliveryState::Unknown) };
    let blocked = |sink| DeliveryRow { attempts: 0, ..delivery(sink, DeliveryState::Blocked) };
    let named = |code: &str, name: &str, deliveries| LeadRow { code: code.to_owned(), name: name.to_owned(), deliveries, ..lead() };
    vec![
        lead(),
        LeadRow { repeat_of: Some("L7F3K9".to_owned()), payment_method: None, email: None, ..named("Q2M8XA", "Олег", vec![delivery(Sink::Telegram, DeliveryState::Done), unknown]) },
        LeadRow { payment_method: Some("card".to_owned()), ..named("7TB0WD", "Жанна Д’Арк", vec![delivery(Sink::Telegram, DeliveryState::Done), retry]) },
        LeadRow { is_quarantined: true, payment_method: Some("crypto".to_owned()), ..named("ZZ91PK", "Тест", vec![blocked(Sink::Telegram), blocked(Sink::Crm)]) },
        LeadRow { payment_method: Some("manager".to_owned()), ..named("5HN4RC", "Ғалым", vec![delivery(Sink::Telegram, DeliveryState::Pending), DeliveryRow { last_error: error("400 Bad Request"), ..delivery(Sink::Crm, DeliveryState::Dead) }]) },
    ]
}

fn invite() -> InviteLink {
    InviteLink {
        name: "Гүлназ Өмірбекова".to_owned(),
        email: "gulnaz@example.kz".to_owned(),
        url: "https://academy.example/invite/4Jc2mXo1q8VtYw3nRb7LkE6sDf0GhZ9uPa5".to_owned(),
        expires_at: at(60 * 24 * 7),
    }
}

impl Page for DeskPage {
    const NAME: &'static str = "desk";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let manager = |number, name: &str| ManagerChoice { id: id(number), name: name.to_owned() };
        let list = BuyerList { rows: buyers(), total: 65, next_cursor: Some("5b5d".to_owned()), is_later_page: false };
        let team = Self {
            shell: signed_in(shell, "/tripwire", [Role::SalesLead]),
            filter: DeskFilter::default(),
            today: today(),
            managers: vec![manager(31, "Айгерим Нұрланова"), manager(32, "Ержан Әбілов")],
            stats: Panel::Ready(stats(true)),
            buyers: Panel::Ready(list),
            leads: Panel::Ready(leads()),
            new_buyer: NewBuyer { price: "5000".to_owned(), ..NewBuyer::default() },
            invite: None,
        };
        let own = Self { shell: signed_in(shell, "/tripwire", [Role::SalesManager]), managers: Vec::new(), stats: Panel::Ready(stats(false)), ..team.clone() };
        let mut made = Self { invite: Some(invite()), ..own.clone() };
        made.shell.flash = Some(Flash::BuyerCreated);
        vec![
            ("team", team.clone()),
            ("own", own.clone()),
            ("invite", made),
            ("faults", Self { new_buyer: wrong_buyer(), ..own.clone() }),
            ("filtered", filtered(&team)),
            ("empty", empty(&own)),
            ("failed", Self { stats: Panel::failed(), buyers: Panel::Failed { last_good: Some(at(-2)) }, leads: Panel::failed(), ..own }),
        ]
    }
}

fn wrong_buyer() -> NewBuyer {
    let faults = vec![
        FieldError::new("name", "buyer.name_required", "a name is required"),
        FieldError::new("email", "buyer.duplicate", "known already"),
        FieldError::new("phone", "buyer.phone_invalid", "no such number"),
        FieldError::new("price", "buyer.price_invalid", "not a price"),
    ];
    NewBuyer {
        email: "gulnaz@example.kz".to_owned(),
        name: String::new(),
        phone: "12".to_owned(),
        price: "five".to_owned(),
        faults: Faults(faults),
    }
}

fn filtered(desk: &DeskPage) -> DeskPage {
    let pairs = [("status", "blocked"), ("manager", "x"), ("from", "2026-11-01"), ("search", "Қайрат"), ("sort", "name")];
    let filter = DeskFilter::read(pairs);
    let list = BuyerList { is_later_page: true, ..BuyerList::default() };
    DeskPage { filter, buyers: Panel::Ready(list), ..desk.clone() }
}

fn empty(desk: &DeskPage) -> DeskPage {
    let none = DeskStats { currency: "KZT".to_owned(), as_of: at(0), ..DeskStats::default() };
    DeskPage {
        stats: Panel::Ready(none),
        buyers: Panel::Ready(BuyerList::default()),
        leads: Panel::Ready(Vec::new()),
        ..desk.clone()
    }
}

impl Page for BuyerPage {
    const NAME: &'static str = "buyer";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let shell = signed_in(shell, "/tripwire/users/1", [Role::SalesManager]);
        let page = Self { shell, buyer: buyer(), lead: Some(lead()), invite: None, may_invite: true };
        let mut renewed = Self { invite: Some(invite()), lead: None, ..page.clone() };
        renewed.shell.flash = Some(Flash::InviteRenewed);
        let failed = buyers().remove(3);
        vec![("ready", page.clone()), ("renewed", renewed), ("failed", Self { buyer: failed, lead: None, may_invite: false, ..page })]
    }
}
