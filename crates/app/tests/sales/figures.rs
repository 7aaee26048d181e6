use chrono::TimeDelta;
use stoa_app::{
    learning::{Learning, ReportedEvent},
    sales::{Buyer, BuyersQuery, StatsQuery},
};
use stoa_core::{EventId, Failure as _, Kind, LessonId, PageLimit, UserId};
use stoa_domain::{BuyerStatus, Day, LessonEvent, NewBuyer, Role};
use stoa_identity::Actor;

use crate::desk::{Desk, buyer};

fn day(text: &str) -> Day {
    Day::new(text.parse().unwrap())
}

async fn sell(desk: &Desk, actor: &Actor, email: &str) -> UserId {
    let id = desk.sell(actor, &buyer(email)).await.id;
    desk.shown(actor, id).await.user_id.unwrap()
}

/// A student opens a lesson and does all that it asks for.
async fn learn(desk: &Desk, learning: &Learning, student: &Actor, lesson: LessonId) {
    let beats = std::iter::repeat_n(
        LessonEvent::Heartbeat {
            position_s: 1,
            watched_s: 60,
        },
        60,
    );
    let events = std::iter::once(LessonEvent::Opened)
        .chain(beats)
        .chain([LessonEvent::Completed]);
    for event in events {
        let reported = vec![ReportedEvent {
            id: EventId::new(&desk.ambient),
            event,
        }];
        learning
            .record_events(student, lesson, reported)
            .await
            .unwrap();
        desk.pass(TimeDelta::minutes(1));
    }
}

/// Two sales of one manager on both sides of an Almaty midnight, and one of another manager two days later.
async fn three_sales() -> (Desk, Actor, Actor) {
    let desk = Desk::open_at("2026-11-20T18:59:00Z").await;
    let one = desk.known("one@b.kz", Role::SalesManager).await;
    let two = desk.known("two@b.kz", Role::SalesManager).await;
    desk.sell(&one, &buyer("a@b.kz")).await;
    desk.pass(TimeDelta::minutes(1));
    desk.sell(&one, &buyer("b@b.kz")).await;
    desk.pass(TimeDelta::days(2));
    let price_minor = Some(100);
    desk.sell(
        &two,
        &NewBuyer {
            price_minor,
            ..buyer("c@b.kz")
        },
    )
    .await;
    (desk, one, two)
}

#[tokio::test]
async fn figures_are_counted_and_summed_by_almatys_days() {
    let (desk, ..) = three_sales().await;
    let stats = desk.stats(&desk.admin()).await;
    assert_eq!((stats.total_users, stats.active_users), (3, 3));
    assert_eq!((stats.inactive, stats.completed, stats.blocked), (0, 0, 0));
    assert_eq!((stats.invited, stats.opened), (3, 0));
    assert_eq!((stats.revenue_minor, stats.currency), (1_000_100, "KZT"));
    assert_eq!(stats.as_of, desk.ambient.now());
    let series = stats
        .series
        .iter()
        .map(|row| (row.day, row.users, row.revenue_minor));
    let want = [
        (day("2026-11-20"), 1, 500_000),
        (day("2026-11-21"), 1, 500_000),
        (day("2026-11-22"), 0, 0),
        (day("2026-11-23"), 1, 100),
    ];
    assert_eq!(series.collect::<Vec<_>>(), want);
}

#[tokio::test]
async fn the_leaderboard_is_for_leads_and_admins_and_has_whom_they_see() {
    let (desk, one, two) = three_sales().await;
    let admin = desk.admin();
    let lead = desk.known("lead@b.kz", Role::SalesLead).await;
    desk.sales
        .add_team_member(Some(&admin), "lead@b.kz", "two@b.kz")
        .await
        .unwrap();
    let board = async |actor| {
        let rows = desk.stats(actor).await.leaderboard.into_iter();
        rows.map(|row| (row.manager_id, row.users, row.revenue_minor))
            .collect::<Vec<_>>()
    };
    let (first, second) = ((one.user_id, 2, 1_000_000), (two.user_id, 1, 100));
    assert_eq!(board(&admin).await, [first, second]);
    assert_eq!(board(&lead).await, [second]);
    assert_eq!(board(&one).await, []);
    assert_eq!(
        (
            desk.stats(&one).await.total_users,
            desk.stats(&lead).await.total_users
        ),
        (2, 1)
    );
}

#[tokio::test]
async fn a_period_and_a_manager_narrow_the_figures() {
    let (desk, _, two) = three_sales().await;
    let admin = desk.admin();
    let (early, late) = (Some(day("2026-11-21")), Some(day("2026-11-22")));
    let of_two = StatsQuery {
        manager: Some(two.user_id),
        ..StatsQuery::default()
    };
    for (query, users, days) in [
        (
            StatsQuery {
                from: early,
                to: early,
                manager: None,
            },
            1,
            1,
        ),
        (
            StatsQuery {
                from: early,
                to: late,
                manager: None,
            },
            1,
            2,
        ),
        (
            StatsQuery {
                from: late,
                to: late,
                manager: None,
            },
            0,
            0,
        ),
        (of_two, 1, 1),
    ] {
        let stats = desk.sales.stats(&admin, &query).await.unwrap();
        assert_eq!(
            (stats.total_users, stats.series.len()),
            (users, days),
            "{query:?}"
        );
    }
    let turned = StatsQuery {
        from: late,
        to: early,
        manager: None,
    };
    let refused = desk.sales.stats(&admin, &turned).await.unwrap_err();
    assert_eq!(
        (refused.kind(), refused.code()),
        (Kind::Invalid, "stats.period_invalid")
    );
}

#[tokio::test]
async fn the_database_and_the_domain_agree_where_a_day_begins() {
    let desk = Desk::open_at("2024-02-28T17:30:00Z").await;
    let admin = desk.admin();
    let mut want = std::collections::BTreeMap::<Day, i64>::new();
    for n in 0..60 {
        let now = desk.pass(TimeDelta::minutes(59));
        *want.entry(Day::of(now)).or_default() += 1;
        let insert = format!(
            "insert into tripwire_users (id, community_id, email, name, price_minor, currency, manager_id, created_at,
             updated_at) values (gen_random_uuid(), '{}', '{n}@b.kz', 'N', 1, 'KZT', gen_random_uuid(), '{now}', '{now}')",
            admin.community_id
        );
        desk.in_tripwire(&insert).await;
    }
    let stats = desk.stats(&admin).await;
    let series: Vec<_> = stats
        .series
        .iter()
        .map(|row| (row.day, row.users))
        .collect();
    assert_eq!(series, want.clone().into_iter().collect::<Vec<_>>());
    for (day, users) in want {
        let only = StatsQuery {
            from: Some(day),
            to: Some(day),
            manager: None,
        };
        assert_eq!(
            desk.sales.stats(&admin, &only).await.unwrap().total_users,
            users,
            "{day}"
        );
    }
}

/// The only buyer with this account, as the list shows it.
async fn listed(desk: &Desk, actor: &Actor, user: UserId) -> Buyer {
    let page = desk
        .sales
        .list_buyers(actor, &BuyersQuery::default())
        .await
        .unwrap();
    page.items
        .into_iter()
        .find(|buyer| buyer.user_id == Some(user))
        .unwrap()
}

#[tokio::test]
async fn what_a_buyer_learns_is_on_the_desk_at_once() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    let busy = sell(&desk, &manager, "a@b.kz").await;
    let idle = sell(&desk, &manager, "b@b.kz").await;
    let learning = Learning::new(desk.main.db.clone(), desk.ambient.clone());
    let student = desk.student(busy);
    let lessons = learning
        .list_lessons(&student, PageLimit::default(), None)
        .await
        .unwrap();
    let begun = desk.pass(TimeDelta::hours(1));
    for (n, lesson) in (1_i16..).zip(&lessons.lessons) {
        learn(&desk, &learning, &student, lesson.id).await;
        let shown = listed(&desk, &manager, busy).await;
        let completed = shown.status == BuyerStatus::Completed;
        assert_eq!((shown.modules_completed, completed), (n, n == 3));
        assert!(shown.last_active_at.min(shown.first_login_at) >= Some(begun));
    }
    let other = listed(&desk, &manager, idle).await;
    assert_eq!((other.modules_completed, other.last_active_at), (0, None));
    let stats = desk.stats(&manager).await;
    assert_eq!((stats.total_users, stats.active_users), (2, 1));
    assert_eq!((stats.opened, stats.completed), (1, 1));
    let changed = "select from tripwire_users where version > 5";
    assert_eq!(
        desk.in_tripwire(changed).await,
        0,
        "the copy is no change by a person"
    );
}

#[tokio::test]
async fn what_was_done_before_the_sale_is_not_counted_for_it() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    let known = desk.person("known@b.kz", [Role::Student].into()).await;
    desk.in_main(&format!(
        "update auth.users set last_sign_in_at = '{}'",
        desk.ambient.now()
    ))
    .await;
    desk.pass(TimeDelta::days(1));
    assert_eq!(sell(&desk, &manager, "known@b.kz").await, known.id);
    assert_eq!(desk.stats(&manager).await.opened, 0);
    desk.pass(TimeDelta::days(1));
    desk.in_main(&format!(
        "update auth.users set last_sign_in_at = '{}'",
        desk.ambient.now()
    ))
    .await;
    assert_eq!(desk.stats(&manager).await.opened, 1);
}
