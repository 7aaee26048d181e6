use chrono::TimeDelta;
use stoa_app::{
    learning::{Learning, ReportedEvent},
    sales::{BuyersQuery, StatsQuery},
};
use stoa_core::{EventId, Failure as _, Kind, LessonId, PageLimit, UserId};
use stoa_domain::{BuyerStatus, Day, LessonEvent, NewBuyer, Role};
use stoa_identity::Actor;

use crate::desk::{Desk, buyer};

fn day(text: &str) -> Day {
    Day::new(text.parse().unwrap())
}

async fn sell(desk: &Desk, actor: &Actor, email: &str) -> UserId {
    let id = desk.sales.create_buyer(actor, &buyer(email), None).await.unwrap().id;
    desk.sales.buyer(actor, id).await.unwrap().user_id.unwrap()
}

/// A student opens a lesson and does all that it asks for.
async fn learn(desk: &Desk, learning: &Learning, student: &Actor, lesson: LessonId) {
    let beats = std::iter::repeat_n(LessonEvent::Heartbeat { position_s: 1, watched_s: 60 }, 60);
    let events = std::iter::once(LessonEvent::Opened).chain(beats).chain([LessonEvent::Completed]);
    for event in events {
        let reported = vec![ReportedEvent { id: EventId::new(&desk.ambient), event }];
        learning.record_events(student, lesson, reported).await.unwrap();
        desk.pass(TimeDelta::minutes(1));
    }
}

#[tokio::test]
async fn days_are_almatys_and_the_leaderboard_is_for_leads() {
    let desk = Desk::open_at("2026-11-20T18:59:00Z").await;
    let (one, two, admin) = (desk.manager(), desk.manager(), desk.admin());
    sell(&desk, &one, "a@b.kz").await;
    desk.pass(TimeDelta::minutes(1));
    sell(&desk, &one, "b@b.kz").await;
    desk.pass(TimeDelta::days(2));
    let cheap = NewBuyer { price_minor: Some(100), ..buyer("c@b.kz") };
    desk.sales.create_buyer(&two, &cheap, None).await.unwrap();

    let stats = desk.sales.stats(&admin, &StatsQuery::default()).await.unwrap();
    assert_eq!((stats.total_users, stats.active_users, stats.invited, stats.opened), (3, 3, 3, 0));
    assert_eq!((stats.inactive, stats.completed, stats.blocked), (0, 0, 0));
    assert_eq!((stats.revenue_minor, stats.currency), (1_000_100, "KZT"));
    let series: Vec<_> = stats.series.iter().map(|row| (row.day, row.users, row.revenue_minor)).collect();
    let want = [
        (day("2026-11-20"), 1, 500_000),
        (day("2026-11-21"), 1, 500_000),
        (day("2026-11-22"), 0, 0),
        (day("2026-11-23"), 1, 100),
    ];
    assert_eq!(series, want);
    let board: Vec<_> = stats.leaderboard.iter().map(|row| (row.manager_id, row.users, row.revenue_minor)).collect();
    assert_eq!(board, [(one.user_id, 2, 1_000_000), (two.user_id, 1, 100)]);
    assert_eq!(stats.as_of, desk.ambient.now());

    let own = desk.sales.stats(&one, &StatsQuery::default()).await.unwrap();
    assert_eq!((own.total_users, own.revenue_minor, own.leaderboard.len()), (2, 1_000_000, 0));
    let lead = desk.actor(&[Role::SalesLead]);
    desk.sales.add_team_member(&admin, lead.user_id, two.user_id).await.unwrap();
    let team = desk.sales.stats(&lead, &StatsQuery::default()).await.unwrap();
    assert_eq!((team.total_users, team.leaderboard.len(), team.leaderboard[0].manager_id), (1, 1, two.user_id));

    let second = StatsQuery { from: Some(day("2026-11-21")), to: Some(day("2026-11-21")), manager: None };
    let stats = desk.sales.stats(&admin, &second).await.unwrap();
    assert_eq!((stats.total_users, stats.series.len(), stats.leaderboard.len()), (1, 1, 1));
    let of_two = StatsQuery { manager: Some(two.user_id), ..StatsQuery::default() };
    assert_eq!(desk.sales.stats(&admin, &of_two).await.unwrap().total_users, 1);
    let turned = StatsQuery { from: Some(day("2026-11-22")), to: Some(day("2026-11-21")), manager: None };
    let refused = desk.sales.stats(&admin, &turned).await.unwrap_err();
    assert_eq!((refused.kind(), refused.code()), (Kind::Invalid, "stats.period_invalid"));
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
    let stats = desk.sales.stats(&admin, &StatsQuery::default()).await.unwrap();
    let series: Vec<_> = stats.series.iter().map(|row| (row.day, row.users)).collect();
    assert_eq!(series, want.clone().into_iter().collect::<Vec<_>>());
    for (day, users) in want {
        let only = StatsQuery { from: Some(day), to: Some(day), manager: None };
        assert_eq!(desk.sales.stats(&admin, &only).await.unwrap().total_users, users, "{day}");
    }
}

#[tokio::test]
async fn what_a_buyer_learns_is_on_the_desk_at_once() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    let (busy, idle) = (sell(&desk, &manager, "a@b.kz").await, sell(&desk, &manager, "b@b.kz").await);
    let learning = Learning::new(desk.main.db.clone(), desk.ambient.clone());
    let student = desk.student(busy);
    let lessons = learning.list_lessons(&student, PageLimit::default(), None).await.unwrap().lessons;
    desk.pass(TimeDelta::hours(1));
    let begun = desk.ambient.now();
    for (n, lesson) in (1_i16..).zip(&lessons) {
        learn(&desk, &learning, &student, lesson.id).await;
        let list = desk.sales.list_buyers(&manager, &BuyersQuery::default()).await.unwrap().items;
        let shown = list.iter().find(|buyer| buyer.user_id == Some(busy)).unwrap();
        assert_eq!(shown.modules_completed, n);
        assert!(shown.last_active_at.unwrap() >= begun && shown.first_login_at.unwrap() >= begun);
        let want = if n == 3 { BuyerStatus::Completed } else { BuyerStatus::Active };
        assert_eq!(shown.status, want);
        let other = list.iter().find(|buyer| buyer.user_id == Some(idle)).unwrap();
        assert_eq!((other.modules_completed, other.last_active_at, other.first_login_at), (0, None, None));
    }
    let stats = desk.sales.stats(&manager, &StatsQuery::default()).await.unwrap();
    assert_eq!((stats.total_users, stats.opened, stats.completed, stats.active_users), (2, 1, 1, 1));
    let version = "select from tripwire_users where version > 5";
    assert_eq!(desk.in_tripwire(version).await, 0, "the copy is no change by a person");
}

#[tokio::test]
async fn what_was_done_before_the_sale_is_not_counted_for_it() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    let known = desk.person("known@b.kz", [Role::Student].into()).await;
    desk.in_main(&format!("update auth.users set last_sign_in_at = '{}'", desk.ambient.now())).await;
    desk.pass(TimeDelta::days(1));
    assert_eq!(sell(&desk, &manager, "known@b.kz").await, known.id);
    assert_eq!(desk.sales.stats(&manager, &StatsQuery::default()).await.unwrap().opened, 0);
    desk.pass(TimeDelta::days(1));
    desk.in_main(&format!("update auth.users set last_sign_in_at = '{}'", desk.ambient.now())).await;
    assert_eq!(desk.sales.stats(&manager, &StatsQuery::default()).await.unwrap().opened, 1);
}
