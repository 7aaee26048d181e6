//! The four tests of incident document 2, by name, with a real Redis and a Bot API that answers as the vendor's does.
//! `docs/incidents.md` says how a newcomer stages each by hand.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::time::Duration;

use reqwest::{Response, StatusCode};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use stoa_testdb::RedisServer;
use stoa_testkit::fakes::telegram::FakeTelegram;
use support::{ADMIN, MANAGER, Stoa, eventually, json_of};

/// The administrators' chat.
const ADMINS: i64 = -1_002_000_000_002;

struct World {
    stoa: Stoa,
    telegram: FakeTelegram,
    redis: RedisServer,
    manager: String,
    admin: String,
}

impl World {
    async fn new() -> Self {
        let (telegram, redis) = (FakeTelegram::start().await, RedisServer::start());
        telegram.add_chat(ADMINS);
        let stoa = Stoa::demo_with(&[
            ("STOA_TELEGRAM__API_URL", telegram.base_url().to_string()),
            ("TELEGRAM_BOT_TOKEN", FakeTelegram::TOKEN.to_owned()),
            ("TELEGRAM_ADMIN_CHAT_ID", ADMINS.to_string()),
            ("TELEGRAM_LEADS_CHAT_ID", FakeTelegram::CHAT.to_string()),
            ("STOA_REDIS__URL", redis.url().expose_secret().to_owned()),
        ]);
        Self {
            manager: stoa.token(MANAGER).await,
            admin: stoa.token(ADMIN).await,
            stoa,
            telegram,
            redis,
        }
    }

    async fn create(&self, email: &str) -> Response {
        let buyer =
            json!({ "email": email, "name": "Айгерим Бекова", "phone": "+7 700 123 45 67" });
        let request = self.stoa.post("/api/admin/tripwire/users");
        request
            .bearer_auth(&self.manager)
            .json(&buyer)
            .send()
            .await
            .unwrap()
    }

    async fn mode(&self) -> Value {
        let request = self.stoa.get("/api/admin/health/mode");
        let answer = request.bearer_auth(&self.admin).send().await.unwrap();
        json_of(answer, StatusCode::OK).await
    }

    async fn set_mode(&self, mode: &str) -> Value {
        let url = format!("{}/api/admin/health/mode", self.stoa.url);
        let body =
            json!({ "mode": mode, "reason": "the drill of document 2", "confirmation": mode });
        let request = self.stoa.http.put(url).bearer_auth(&self.admin).json(&body);
        json_of(request.send().await.unwrap(), StatusCode::OK).await
    }

    /// What administrators were told.
    fn told(&self) -> Vec<String> {
        let messages = self.telegram.messages().into_iter();
        messages
            .filter(|message| message.chat_id == ADMINS)
            .map(|message| message.text)
            .collect()
    }

    async fn told_of(&self, words: &str) -> String {
        eventually(words, || async {
            self.told().into_iter().find(|text| text.contains(words))
        })
        .await
    }

    async fn logs(&self, level: &str) -> Vec<Value> {
        let request = self
            .stoa
            .get(&format!("/api/admin/health/logs?type={level}"));
        let answer = request.bearer_auth(&self.admin).send().await.unwrap();
        let page = json_of(answer, StatusCode::OK).await;
        page["logs"].as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn test_1_config_caching() {
    let world = World::new().await;
    for n in 0..40 {
        let created = world.create(&format!("buyer{n}@mail.ru")).await;
        assert_eq!(created.status(), StatusCode::CREATED);
    }
    let cache = world.mode().await["cache"].clone();
    println!("40 buyers: {cache}");
    assert_eq!(
        cache["reads"], 1,
        "the first asks the database, the others the memory"
    );
    assert_eq!(cache["hits"], 39);
    assert!(world.stoa.log().contains("system mode cached"));
}

#[tokio::test]
async fn test_2_idempotency() {
    let world = World::new().await;
    let first = json_of(world.create("test@mail.ru").await, StatusCode::CREATED).await;
    let second = json_of(world.create("TEST@mail.ru").await, StatusCode::CONFLICT).await;
    assert_eq!(second["code"], "buyer.duplicate");
    let at_once = futures::future::join_all((0..50).map(|_| world.create("other@mail.ru"))).await;
    let of = |status| {
        at_once
            .iter()
            .filter(|answer| answer.status() == status)
            .count()
    };
    let (created, refused) = (of(StatusCode::CREATED), of(StatusCode::CONFLICT));
    println!("50 creates of one address at once: {created} x 201, {refused} x 409");
    assert_eq!((created, refused), (1, 49));
    // Somebody whom the academy knew before is found, not made again, and the log says so.
    let known = json_of(world.create("test@student.com").await, StatusCode::CREATED).await;
    assert_ne!(known["id"], first["id"]);
    eventually("the worker's word", || async {
        world
            .stoa
            .log()
            .contains("User already exists")
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn test_3_redis_stopped() {
    let mut world = World::new().await;
    assert_eq!(
        world.create("before@mail.ru").await.status(),
        StatusCode::CREATED
    );
    world.redis.stop();
    let began = std::time::Instant::now();
    let created = json_of(world.create("user@example.kz").await, StatusCode::CREATED).await;
    println!(
        "Redis stopped: the account was made in {:?}",
        began.elapsed()
    );
    assert_eq!(
        created["state"], "invited",
        "in-line, with nothing lost or delayed: {created}"
    );
    assert!(began.elapsed() < Duration::from_secs(5));
    let alert = world
        .told_of("Redis queue failed! Auto-fallback to sync mode for user@example.kz")
        .await;
    assert!(
        alert.contains("SYSTEM ALERT") && alert.contains("Type: CRITICAL"),
        "{alert}"
    );
    assert!(alert.contains("\"error\"") && alert.contains("\"email\": \"user@example.kz\""));
    // Others within the minute are made, too, and are no further message.
    for n in 0..3 {
        let created = world.create(&format!("more{n}@mail.ru")).await;
        assert_eq!(created.status(), StatusCode::CREATED);
    }
    world.redis.start_again();
    world.told_of("Redis answers again").await;
    let created = json_of(world.create("after@mail.ru").await, StatusCode::CREATED).await;
    assert_eq!(created["state"], "invited");
    let critical = world
        .told()
        .iter()
        .filter(|text| text.contains("CRITICAL"))
        .count();
    let switches = world
        .told()
        .iter()
        .filter(|text| text.contains("Type: SWITCH"))
        .count();
    assert_eq!((critical, switches), (1, 1), "{:#?}", world.told());
    assert_eq!(world.logs("CRITICAL").await.len(), 1);
}

#[tokio::test]
async fn test_4_mode_switch() {
    let world = World::new().await;
    assert_eq!(world.mode().await["mode"], "async_queue");
    assert_eq!(world.set_mode("sync_direct").await["mode"], "sync_direct");
    let alert = world.told_of("System mode changed to: sync_direct").await;
    assert!(
        alert.contains("Type: SWITCH") && alert.contains("the drill of document 2"),
        "{alert}"
    );
    let created = json_of(world.create("direct@mail.ru").await, StatusCode::CREATED).await;
    assert_eq!(created["state"], "invited");
    world.set_mode("async_queue").await;
    world.told_of("System mode changed to: async_queue").await;
    let created = json_of(world.create("queued@mail.ru").await, StatusCode::CREATED).await;
    assert_eq!(created["state"], "invited");
    let list = world
        .stoa
        .get("/api/admin/jobs/tripwire?kind=buyer.provision");
    let jobs = json_of(
        list.bearer_auth(&world.admin).send().await.unwrap(),
        StatusCode::OK,
    )
    .await;
    let modes: Vec<_> = jobs["jobs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|job| &job["mode"])
        .collect();
    assert_eq!(
        modes,
        ["queue", "direct"],
        "newest first: both left the same row"
    );
    // Without the name typed, and by others than administrators, nothing changes.
    let url = format!("{}/api/admin/health/mode", world.stoa.url);
    let body = json!({ "mode": "sync_direct", "reason": "why not", "confirmation": "yes" });
    let put = |token: &str| {
        world
            .stoa
            .http
            .put(&url)
            .bearer_auth(token)
            .json(&body)
            .send()
    };
    let wrong = json_of(
        put(&world.admin).await.unwrap(),
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await;
    assert_eq!(wrong["fields"][0]["code"], "mode.confirmation_differs");
    assert_eq!(
        put(&world.manager).await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
    let switches = world.logs("SWITCH").await;
    assert_eq!(switches.len(), 2);
    assert!(
        switches.iter().all(|log| log["notified_by"] == "telegram"),
        "{switches:?}"
    );
}
