use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use stoa_core::Ambient;
use stoa_limits::{Ask, Key, Limiter, Outcome, Rate, RedisStore, Refusal};

use crate::{World, ten_in_five_minutes};

/// Where the last question was counted.
fn counted(limiter: &Limiter) -> Vec<(&'static str, u64)> {
    let allowed = limiter
        .figures()
        .into_iter()
        .filter(|figure| figure.outcome == Outcome::Allowed);
    allowed.map(|figure| (figure.store, figure.count)).collect()
}

async fn until_counted_in(limiter: &Limiter, store: &str, key: &str) {
    let before = |limiter: &Limiter| {
        let found = counted(limiter)
            .into_iter()
            .find(|(name, _)| *name == store);
        found.map_or(0, |(_, count)| count)
    };
    let (started, first) = (Instant::now(), before(limiter));
    let many = Rate::new(100_000, Duration::from_secs(1));
    while before(limiter) == first {
        let ask = Ask::guarded("test").rate(Key::new("many", &[key]), many);
        limiter.take(&ask).await.unwrap();
        assert!(started.elapsed() < Duration::from_secs(20), "never {store}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn redis_counts_then_postgres_and_redis_again() {
    let mut world = World::new().await;
    let stores = vec![world.redis_store(), world.postgres_store()];
    let limiter = Limiter::new(stores, Ambient::system());
    until_counted_in(&limiter, "redis", "a").await;
    world.redis.stop();
    // Not one question is refused on the way, and the limit holds in the other store too.
    until_counted_in(&limiter, "postgres", "a").await;
    for _ in 0..10 {
        limiter.take(&ten_in_five_minutes("b")).await.unwrap();
    }
    let refused = limiter.take(&ten_in_five_minutes("b")).await.unwrap_err();
    assert!(
        matches!(refused, Refusal::Limited { retry_after_seconds } if (1..=30).contains(&retry_after_seconds))
    );
    world.redis.start_again();
    until_counted_in(&limiter, "redis", "a").await;
}

#[tokio::test]
async fn a_slow_redis_costs_one_short_wait_a_second() {
    let world = World::new().await;
    let stores = vec![world.redis_store(), world.postgres_store()];
    let limiter = Limiter::new(stores, Ambient::system());
    until_counted_in(&limiter, "redis", "a").await;
    world.redis.freeze();
    let started = Instant::now();
    limiter.take(&ten_in_five_minutes("b")).await.unwrap();
    let first = started.elapsed();
    assert!(first < Duration::from_millis(500), "{first:?}");
    let started = Instant::now();
    for n in 0..20 {
        limiter
            .take(&ten_in_five_minutes(&n.to_string()))
            .await
            .unwrap();
    }
    let twenty = started.elapsed();
    assert!(twenty < Duration::from_millis(900), "{twenty:?}");
    let works: Vec<_> = limiter.stores().collect();
    assert_eq!(works, [("redis", false), ("postgres", true)]);
    world.redis.thaw();
    until_counted_in(&limiter, "redis", "a").await;
}

#[tokio::test]
async fn with_no_store_credentials_are_refused_and_the_rest_goes_on() {
    let mut world = World::new().await;
    let redis = world.redis_store();
    world.redis.stop();
    let nowhere = secrecy::SecretString::from("redis://127.0.0.1:1/");
    let stores = vec![redis, Arc::new(RedisStore::open(&nowhere).unwrap()) as _];
    let limiter = Limiter::new(stores, Ambient::system());
    let refused = limiter.take(&ten_in_five_minutes("a")).await;
    assert_eq!(refused, Err(Refusal::Unavailable));
    let one = Rate::new(1, Duration::from_hours(1));
    let open = Ask::open("test").rate(Key::new("open", &["a"]), one);
    limiter.take(&open).await.unwrap();
    let refused = limiter.take(&open).await.unwrap_err();
    assert!(matches!(refused, Refusal::Limited { .. }), "counted here");
}

#[test]
fn a_redis_url_is_checked_without_being_repeated() {
    for good in [
        "redis://h:6379/0",
        "rediss://u:p@h",
        "redis+unix:///run/r.sock",
    ] {
        RedisStore::check_url(good).unwrap();
    }
    let refused = RedisStore::check_url("http://user:hush@host").unwrap_err();
    assert!(!format!("{refused} {refused:?}").contains("hush"));
}
