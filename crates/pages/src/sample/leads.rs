use super::{at, id};
use crate::pages::desk::{
    Chapter, DeliveryRow, DeliveryState, Held, HeldReason, LeadEvent, LeadRow, Sink,
};

fn delivery(sink: Sink, state: DeliveryState) -> DeliveryRow {
    let (attempts, next_at, external_id, last_error) = (1, None, None, None);
    DeliveryRow {
        id: id(501),
        sink,
        state,
        attempts,
        next_at,
        external_id,
        last_error,
    }
}

/// A message that arrived and a deal on its way.
pub(super) fn lead() -> LeadRow {
    LeadRow {
        id: id(400),
        code: "L7F3K9".to_owned(),
        name: "Айгүл Сәрсен".to_owned(),
        phone: "+77001234567".to_owned(),
        email: Some("aigul@example.kz".to_owned()),
        source: "expresscourse".to_owned(),
        payment_method: Some("kaspi".to_owned()),
        created_at: at(-3),
        held: None,
        repeat_of: None,
        deliveries: vec![
            delivery(Sink::Telegram, DeliveryState::Done),
            delivery(Sink::Crm, DeliveryState::Sending),
        ],
    }
}

/// A lead whose message is in `telegram` and whose deal is `crm`.
fn named(code: &str, name: &str, telegram: DeliveryState, crm: DeliveryRow) -> LeadRow {
    let deliveries = vec![delivery(Sink::Telegram, telegram), crm];
    LeadRow {
        code: code.to_owned(),
        name: name.to_owned(),
        deliveries,
        ..lead()
    }
}

fn deal(state: DeliveryState, error: &str) -> DeliveryRow {
    let last_error = Some(error.to_owned()).filter(|error| !error.is_empty());
    DeliveryRow {
        last_error,
        ..delivery(Sink::Crm, state)
    }
}

/// One lead in each state.
pub(super) fn rows() -> Vec<LeadRow> {
    let paid_by = |method: &str, lead| LeadRow {
        payment_method: Some(method.to_owned()),
        ..lead
    };
    let (done, blocked) = (DeliveryState::Done, DeliveryState::Blocked);
    let unknown = deal(DeliveryState::Unknown, "the answer did not arrive");
    let retry = deal(DeliveryState::Retry, "503 Service Unavailable");
    let retry = DeliveryRow {
        attempts: 3,
        next_at: Some(at(4)),
        ..retry
    };
    let dead = deal(DeliveryState::Dead, "400 Bad Request");
    let repeated = LeadRow {
        repeat_of: Some("L7F3K9".to_owned()),
        payment_method: None,
        email: None,
        ..named("Q2M8XA", "Олег", done, unknown)
    };
    let held = named("ZZ91PK", "Тест", blocked, deal(blocked, ""));
    vec![
        lead(),
        repeated,
        paid_by("card", named("7TB0WD", "Жанна Д’Арк", done, retry)),
        paid_by(
            "crypto",
            LeadRow {
                held: Some(Held {
                    reason: HeldReason::OverLimit,
                    is_reviewed: false,
                }),
                ..held
            },
        ),
        paid_by(
            "manager",
            named("5HN4RC", "Ғалым", DeliveryState::Pending, dead),
        ),
    ]
}

/// Leads that do not move by themselves, one for each way.
pub(super) fn stuck() -> Vec<LeadRow> {
    let done = DeliveryState::Done;
    let refused = "token refused: HTTP 401: Unauthorized";
    vec![
        named(
            "Q2M8XA",
            "Олег",
            done,
            deal(DeliveryState::Unknown, "the answer did not arrive"),
        ),
        named(
            "5HN4RC",
            "Ғалым",
            done,
            deal(DeliveryState::Dead, "400 Bad Request"),
        ),
        named(
            "M1B7VD",
            "Динара",
            DeliveryState::Blocked,
            deal(DeliveryState::Blocked, refused),
        ),
    ]
}

/// Leads that are held, for each reason.
pub(super) fn held(is_reviewed: bool) -> Vec<LeadRow> {
    let reasons = [
        ("ZZ91PK", HeldReason::Trap),
        ("7QX0MA", HeldReason::TooFast),
        ("H4T2BC", HeldReason::TooOld),
        ("K8N5RD", HeldReason::OverLimit),
        ("P3W6YE", HeldReason::Other),
    ];
    let row = |(code, reason)| LeadRow {
        held: Some(Held {
            reason,
            is_reviewed,
        }),
        ..named(
            code,
            "Тест",
            DeliveryState::Blocked,
            deal(DeliveryState::Blocked, ""),
        )
    };
    reasons.map(row).into()
}

/// A message that arrived at once, and a deal that took two calls.
pub(super) fn story() -> Vec<Chapter> {
    let chapter = |minute, event| Chapter {
        at: at(minute),
        event,
        answer: None,
    };
    let stands = |sink, state, name: &str| LeadEvent::Stands {
        sink,
        state,
        name: Some(name.to_owned()),
    };
    let tried = LeadEvent::Tried {
        sink: Sink::Crm,
        number: 1,
        is_unknown: true,
    };
    vec![
        chapter(-3, LeadEvent::Accepted),
        chapter(-3, stands(Sink::Telegram, DeliveryState::Done, "-1001/512")),
        Chapter {
            answer: Some("unknown: HTTP 504".to_owned()),
            ..chapter(-2, tried)
        },
        chapter(0, stands(Sink::Crm, DeliveryState::Done, "31415926")),
    ]
}

/// A lead that is held back.
pub(super) fn held_story() -> Vec<Chapter> {
    let events = [LeadEvent::Accepted, LeadEvent::Held(HeldReason::Trap)];
    let chapter = |event| Chapter {
        at: at(-3),
        event,
        answer: None,
    };
    events.map(chapter).into()
}
