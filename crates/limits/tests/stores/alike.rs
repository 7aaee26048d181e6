use std::time::Duration;

use futures::future::join_all;
use stoa_core::{Random as _, SystemRandom};
use stoa_limits::{Ask, Key, Ladder, Rate, Store};

use crate::{NOW, World, password, ten_in_five_minutes};

async fn take(store: &dyn Store, ask: &Ask, now: i64) -> i64 {
    store.take(ask, now).await.unwrap()
}

#[tokio::test]
async fn so_many_at_once_and_then_one_by_one() {
    let world = World::new().await;
    for store in world.stores() {
        let (store, ask) = (store.as_ref(), ten_in_five_minutes("a"));
        for _ in 0..10 {
            assert_eq!(take(store, &ask, NOW).await, 0, "{}", store.name());
        }
        assert_eq!(take(store, &ask, NOW).await, 30_000, "{}", store.name());
        assert_eq!(take(store, &ten_in_five_minutes("b"), NOW).await, 0);
        assert_eq!(take(store, &ask, NOW + 29_000).await, 1_000);
        assert_eq!(take(store, &ask, NOW + 30_000).await, 0);
        assert_eq!(take(store, &ask, NOW + 30_000).await, 30_000);
    }
}

#[tokio::test]
async fn a_question_is_counted_as_a_whole_or_not_at_all() {
    let world = World::new().await;
    let one = Rate::new(1, Duration::from_mins(1));
    let both = |a: &str, b: &str| {
        Ask::guarded("test")
            .rate(Key::new("x", &[a]), one)
            .rate(Key::new("y", &[b]), one)
    };
    for store in world.stores() {
        let store = store.as_ref();
        assert_eq!(take(store, &both("1", "1"), NOW).await, 0);
        assert_eq!(take(store, &both("1", "2"), NOW).await, 60_000, "x is full");
        assert_eq!(take(store, &both("2", "2"), NOW).await, 0, "y 2 was spared");
    }
}

#[tokio::test]
async fn questions_that_come_together_do_not_find_the_same_room() {
    let world = World::new().await;
    for store in world.stores() {
        let asks = (0..40).map(|_| async {
            let ask = ten_in_five_minutes("crowd");
            let ask = ask.ladder(Ladder::new("net", "crowd"));
            store.take(&ask, NOW).await.unwrap()
        });
        let waits = join_all(asks).await;
        let allowed = waits.iter().filter(|wait| **wait == 0).count();
        assert_eq!(allowed, 10, "{}", store.name());
    }
}

#[tokio::test]
async fn an_attack_from_everywhere_makes_strangers_wait_and_not_the_owner_at_home() {
    let world = World::new().await;
    for store in world.stores() {
        let (store, name) = (store.as_ref(), store.name());
        let home = password("home", "anna");
        assert_eq!(take(store, &home, NOW).await, 0);
        store
            .succeed(&Ladder::new("home", "anna"), NOW)
            .await
            .unwrap();
        // Each try from another place: ten are free, then every one waits longer.
        let mut now = NOW;
        for place in 0..10 {
            assert_eq!(
                take(store, &password(&place.to_string(), "anna"), now).await,
                0
            );
        }
        for wait in [30, 60, 120, 240, 480, 900, 900, 900] {
            let stranger = password(&now.to_string(), "anna");
            assert_eq!(take(store, &stranger, now).await, wait * 1000, "{name}");
            now += wait * 1000;
            assert_eq!(take(store, &stranger, now).await, 0, "{name}");
            assert_eq!(take(store, &home, now).await, 0, "{name}: the owner");
        }
        // A success clears the owner's own ladder, and leaves that of strangers as it is.
        store
            .succeed(&Ladder::new("home", "anna"), now)
            .await
            .unwrap();
        for _ in 0..10 {
            assert_eq!(take(store, &home, now).await, 0, "{name}");
        }
        assert_eq!(take(store, &home, now).await, 30_000, "{name}");
        assert_eq!(take(store, &password("x", "anna"), now).await, 900_000);
        // A day of peace, and all is forgotten.
        now += 24 * 3_600_000;
        assert_eq!(take(store, &password("x", "anna"), now).await, 0, "{name}");
        assert_eq!(take(store, &password("x", "anna"), now).await, 0, "{name}");
    }
}

#[tokio::test]
async fn whatever_is_asked_every_store_gives_the_same_answer() {
    let world = World::new().await;
    let stores = world.stores();
    let mut now = NOW;
    let pick = |most: u32| {
        let mut bytes = [0; 4];
        SystemRandom.fill(&mut bytes);
        u32::from_be_bytes(bytes) % most
    };
    for step in 0..400 {
        let mut ask = Ask::guarded("test");
        for key in 0..pick(3) {
            let rate = Rate::new(1 + pick(4), Duration::from_secs(u64::from(1 + pick(90))));
            ask = ask.rate(Key::new("k", &[&format!("{key}{}", pick(3))]), rate);
        }
        let ladder = Ladder::new(&pick(2).to_string(), "anna");
        if pick(2) == 0 {
            ask = ask.ladder(ladder.clone());
        }
        let succeeds = pick(12) == 0;
        let mut answers = Vec::new();
        for store in &stores {
            answers.push(take(store.as_ref(), &ask, now).await);
            if succeeds {
                store.succeed(&ladder, now).await.unwrap();
            }
        }
        assert!(
            answers.iter().all(|answer| *answer == answers[0]),
            "step {step}: {answers:?} for {ask:?}"
        );
        let pace = [1, 50, 20_000, 900_000, 7 * 3_600_000][usize::try_from(pick(5)).unwrap()];
        now += i64::from(pick(4)) * pace;
    }
}

#[tokio::test]
async fn what_says_nothing_any_more_is_swept() {
    let world = World::new().await;
    let store = world.postgres_store();
    for n in 0..5 {
        take(store.as_ref(), &ten_in_five_minutes(&n.to_string()), NOW).await;
    }
    assert_eq!(store.sweep(NOW + 29_999, 10).await.unwrap(), 0);
    assert_eq!(store.sweep(NOW + 30_000, 3).await.unwrap(), 3);
    assert_eq!(store.sweep(NOW + 30_000, 3).await.unwrap(), 2);
    let rows = "select count(*) from ops.limiter";
    let left = world.db.admin().await.query_one(rows, &[]).await.unwrap();
    assert_eq!(left.get::<_, i64>(0), 0);
}
