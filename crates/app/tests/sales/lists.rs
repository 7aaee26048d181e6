use std::collections::HashMap;

use chrono::TimeDelta;
use stoa_app::sales::{Buyer, BuyerSort, BuyersQuery, Page};
use stoa_core::{BuyerId, Failure as _, Kind, PageLimit};
use stoa_domain::{BuyerStatus, Day};
use stoa_identity::Actor;

use crate::desk::{ACADEMY, Desk};

const SORTS: [BuyerSort; 3] = [
    BuyerSort::CreatedAt,
    BuyerSort::Name,
    BuyerSort::LastActiveAt,
];

/// Sales as they come in: many in one instant, many of one name, some never active.
async fn sell(desk: &Desk, manager: &Actor, numbers: std::ops::Range<u32>) -> Vec<BuyerId> {
    let now = desk.ambient.now();
    let admin = desk.tripwire.admin().await;
    let mut ids = Vec::new();
    for n in numbers {
        let id = BuyerId::new(&desk.ambient);
        let at = now - TimeDelta::minutes(i64::from(n / 4));
        let active = (n % 3 != 0).then(|| now - TimeDelta::minutes(i64::from(n % 5)));
        let name = ["Әсел", "Азамат", "Ярослав", "Anna"][(n % 4) as usize];
        admin
            .execute(
                "insert into tripwire_users (id, community_id, email, name, price_minor, currency, manager_id, created_at,
                     updated_at, last_active_at, status, phone)
                 values ($1, $2, $3, $4, 500000, 'KZT', $5, $6, $6, $7, $8, '+77001234567')",
                &[
                    &id.0,
                    &ACADEMY.0,
                    &format!("{n}@b.kz"),
                    &name,
                    &manager.user_id.0,
                    &at,
                    &active,
                    &if n % 2 == 0 { "active" } else { "blocked" },
                ],
            )
            .await
            .unwrap();
        ids.push(id);
    }
    ids
}

async fn page(desk: &Desk, actor: &Actor, query: BuyersQuery) -> Page<Buyer> {
    desk.sales.list_buyers(actor, &query).await.unwrap()
}

#[tokio::test]
async fn pages_show_every_row_once_while_rows_come_in() {
    for sort in SORTS {
        let desk = Desk::open().await;
        let manager = desk.manager();
        let there = sell(&desk, &manager, 0..30).await;
        let (mut seen, mut cursor, mut fresh) = (HashMap::<BuyerId, u32>::new(), None, 100);
        loop {
            let limit = PageLimit::new(7).unwrap();
            let query = BuyersQuery {
                sort,
                limit,
                cursor,
                ..BuyersQuery::default()
            };
            let found = page(&desk, &manager, query).await;
            assert!(found.items.len() <= 7);
            for buyer in found.items {
                *seen.entry(buyer.id).or_default() += 1;
            }
            let Some(next) = found.next else { break };
            cursor = Some(next.as_str().to_owned());
            sell(&desk, &manager, fresh..fresh + 3).await;
            fresh += 3;
        }
        assert!(
            there.iter().all(|id| seen.get(id) == Some(&1)),
            "{sort:?}: each row that was there is shown once"
        );
        assert!(
            seen.values().all(|times| *times == 1),
            "{sort:?}: no row is shown twice"
        );
    }
}

#[tokio::test]
async fn each_order_is_the_one_that_was_asked_for() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    sell(&desk, &manager, 0..12).await;
    let list = async |sort| {
        page(
            &desk,
            &manager,
            BuyersQuery {
                sort,
                ..BuyersQuery::default()
            },
        )
        .await
        .items
    };
    let created: Vec<_> = list(BuyerSort::CreatedAt)
        .await
        .iter()
        .map(|b| b.created_at)
        .collect();
    assert!(created.is_sorted_by(|a, b| a >= b));
    let mut names: Vec<_> = list(BuyerSort::Name)
        .await
        .into_iter()
        .map(|b| b.name)
        .collect();
    names.dedup();
    assert_eq!(
        names,
        ["Азамат", "Әсел", "Ярослав", "Anna"],
        "as Kazakh sorts: Ә after А, Cyrillic first"
    );
    let active: Vec<_> = list(BuyerSort::LastActiveAt)
        .await
        .iter()
        .map(|b| b.last_active_at)
        .collect();
    assert!(
        active.is_sorted_by(|a, b| a >= b)
            && active.first().unwrap().is_some()
            && active.last().unwrap().is_none()
    );
}

/// Asks each question, and compares how many there are.
async fn counts<const N: usize>(desk: &Desk, actor: &Actor, asked: [(BuyersQuery, u64); N]) {
    for (query, want) in asked {
        let found = page(desk, actor, query.clone()).await;
        let shown = u64::try_from(found.items.len()).unwrap();
        assert_eq!((found.total, shown), (want, want), "{query:?}");
    }
}

fn all() -> BuyersQuery {
    BuyersQuery::default()
}

#[tokio::test]
async fn filters_narrow_the_list_and_its_total() {
    let desk = Desk::open_at("2026-11-20T18:59:00Z").await;
    let manager = desk.manager();
    sell(&desk, &manager, 0..8).await;
    desk.pass(TimeDelta::minutes(5));
    sell(&desk, &manager, 8..11).await;
    let with = |status| BuyersQuery {
        status: Some(status),
        ..all()
    };
    let of = |manager: &Actor| BuyersQuery {
        manager: Some(manager.user_id),
        ..all()
    };
    let day = |text: &str| Some(Day::new(text.parse().unwrap()));
    let asked = [
        (with(BuyerStatus::Blocked), 5),
        (with(BuyerStatus::Completed), 0),
        (of(&manager), 11),
        (of(&desk.manager()), 0),
        (
            BuyersQuery {
                from: day("2026-11-21"),
                ..all()
            },
            3,
        ),
        (
            BuyersQuery {
                to: day("2026-11-20"),
                ..all()
            },
            8,
        ),
        (
            BuyersQuery {
                from: day("2026-11-22"),
                ..all()
            },
            0,
        ),
    ];
    Box::pin(counts(&desk, &manager, asked)).await;
}

#[tokio::test]
async fn a_search_finds_the_very_text_in_name_address_and_phone() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    sell(&desk, &manager, 0..11).await;
    let search = |text: &str| BuyersQuery {
        search: Some(text.to_owned()),
        ..all()
    };
    let asked = [
        (search("әСЕЛ"), 3),
        (search(" 10@b.KZ "), 1),
        (search("700123"), 11),
        (search("%"), 0),
        (search("_@b.kz"), 0),
        (search("' or true --"), 0),
        (search("  "), 11),
    ];
    Box::pin(counts(&desk, &manager, asked)).await;
}

#[tokio::test]
async fn a_cursor_belongs_to_its_order() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    sell(&desk, &manager, 0..3).await;
    let limit = PageLimit::new(1).unwrap();
    for sort in SORTS {
        let first = page(
            &desk,
            &manager,
            BuyersQuery {
                sort,
                limit,
                ..BuyersQuery::default()
            },
        )
        .await;
        let cursor = Some(first.next.unwrap().as_str().to_owned());
        for other in SORTS.into_iter().filter(|other| *other != sort) {
            let query = BuyersQuery {
                sort: other,
                limit,
                cursor: cursor.clone(),
                ..BuyersQuery::default()
            };
            let refused = desk.sales.list_buyers(&manager, &query).await.unwrap_err();
            assert_eq!(
                (refused.kind(), refused.code()),
                (Kind::Invalid, "page.cursor_invalid")
            );
            assert_eq!(refused.fields()[0].field, "cursor");
        }
    }
    let query = BuyersQuery {
        cursor: Some("zz".to_owned()),
        ..BuyersQuery::default()
    };
    assert_eq!(
        desk.sales
            .list_buyers(&manager, &query)
            .await
            .unwrap_err()
            .code(),
        "page.cursor_invalid"
    );
}
