//! Limits of a served Stoa: counted together by all processes, in Redis or without it, and answered as each caller reads.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::{Response, StatusCode};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use stoa_testdb::RedisServer;
use support::{MANAGER, STUDENT, Stoa, eventually, json_of, run};

const PROXY: (&str, &str) = ("STOA_HTTP__TRUSTED_PROXIES", "127.0.0.1");

/// A try with a wrong password from an address, through the trusted proxy.
async fn wrong(stoa: &Stoa, path: &str, from: &str, email: &str) -> Response {
    stoa.post(path)
        .header("x-forwarded-for", from)
        .json(&json!({ "email": email, "password": "not this one" }))
        .send()
        .await
        .unwrap()
}

async fn right(stoa: &Stoa, from: &str) -> StatusCode {
    let form = json!({ "email": STUDENT, "password": "test123" });
    let answer = stoa.post("/api/auth/login").header("x-forwarded-for", from);
    answer.json(&form).send().await.unwrap().status()
}

async fn metric(stoa: &Stoa, start: &str) -> f64 {
    let text = stoa.get("/metrics").send().await.unwrap().text().await;
    let text = text.unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix(start));
    line.map_or(0.0, |value| value.trim().parse().unwrap())
}

fn counted(bucket: &str, outcome: &str, store: &str) -> String {
    format!(
        "stoa_limit_requests_total{{bucket=\"{bucket}\",outcome=\"{outcome}\",store=\"{store}\"}}"
    )
}

#[tokio::test]
async fn wrong_passwords_from_everywhere_are_slowed_and_the_owner_still_comes_in() {
    let stoa = Stoa::demo_with(&[(PROXY.0, PROXY.1.to_owned())]);
    assert_eq!(right(&stoa, "203.0.113.7").await, StatusCode::OK);
    for n in 0..10 {
        let from = format!("198.51.{n}.1");
        let answer = wrong(&stoa, "/api/auth/login", &from, STUDENT).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "try {n}");
    }
    let api = wrong(&stoa, "/api/auth/login", "198.51.100.1", STUDENT).await;
    let wait: u64 = api.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=30).contains(&wait));
    let body = json_of(api, StatusCode::TOO_MANY_REQUESTS).await;
    assert_eq!(body["code"], "request.limited");
    let path = "/auth/v1/token?grant_type=password";
    let gotrue = wrong(&stoa, path, "198.51.101.1", STUDENT).await;
    assert!(gotrue.headers().contains_key("retry-after"));
    let body = json_of(gotrue, StatusCode::TOO_MANY_REQUESTS).await;
    assert_eq!(body["error_code"], "over_request_rate_limit");
    let form = [("email", STUDENT), ("password", "not this one")];
    let page = stoa
        .post("/login")
        .header("x-forwarded-for", "198.51.102.1")
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(page.text().await.unwrap().contains("<form"));
    // The owner, at home, is not even slowed; and nobody else is.
    assert_eq!(right(&stoa, "203.0.113.99").await, StatusCode::OK);
    let other = wrong(&stoa, "/api/auth/login", "198.51.100.1", "new@b.kz").await;
    assert_eq!(other.status(), StatusCode::UNAUTHORIZED);
    let limited = metric(&stoa, &counted("sign_in", "limited", "postgres")).await;
    assert!((3.0..3.5).contains(&limited), "{limited}");
}

#[tokio::test]
async fn redis_counts_for_all_and_its_loss_is_not_felt() {
    let mut redis = RedisServer::start();
    let settings = [
        (PROXY.0, PROXY.1.to_owned()),
        ("STOA_REDIS__URL", redis.url().expose_secret().to_owned()),
    ];
    let stoa = Stoa::demo_with(&settings);
    assert_eq!(right(&stoa, "203.0.113.7").await, StatusCode::OK);
    let in_redis = metric(&stoa, &counted("sign_in", "allowed", "redis")).await;
    assert!((1.0..1.5).contains(&in_redis), "{in_redis}");
    redis.stop();
    // Not one sign-in is refused, and the limit holds without it.
    for n in 0..10 {
        let answer = wrong(&stoa, "/api/auth/login", &format!("198.51.{n}.1"), STUDENT).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "try {n}");
    }
    let answer = wrong(&stoa, "/api/auth/login", "198.51.100.1", STUDENT).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    let health: Value = stoa
        .get("/health")
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(health["checks"]["limits"]["status"], "warn", "{health}");
    redis.start_again();
    eventually("redis counts again", || async {
        right(&stoa, "203.0.113.7").await;
        let up = metric(&stoa, "stoa_limit_store_up{store=\"redis\"}").await;
        (up > 0.5).then_some(())
    })
    .await;
}

#[test]
fn an_address_of_redis_that_is_none_is_refused_with_all_other_problems() {
    let dir = support::folder();
    let output = support::program(dir.path())
        .args(["config", "check"])
        .envs([("REDIS_HOST", "cache"), ("REDIS_PORT", "abc")])
        .env("STOA_WORKER__CONCURRENCY", "none")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("redis.port") && said.contains("REDIS_PORT"),
        "{said}"
    );
    assert!(said.contains("worker.concurrency"), "{said}");
    let output = support::program(dir.path())
        .args(["config", "check"])
        .env("STOA_REDIS__URL", "http://user:hush@cache")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("redis.url") && !said.contains("hush"),
        "{said}"
    );
    let shown = run(dir.path(), &["config", "show"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("redis.url"));
}

/// What somebody who is signed in asks of `PUT /user`, from an address.
async fn put(stoa: &Stoa, token: &str, from: &str, body: Value) -> (StatusCode, String) {
    let url = format!("{}/auth/v1/user", stoa.url);
    let request = stoa.http.put(url).bearer_auth(token).json(&body);
    let answer = request.header("x-forwarded-for", from).send();
    let answer = answer.await.unwrap();
    let status = answer.status();
    let body: Value = answer.json().await.unwrap();
    (status, body["error_code"].as_str().unwrap_or("").to_owned())
}

#[tokio::test]
async fn a_wish_for_another_address_sends_no_more_letters_than_any_other() {
    let stoa = Stoa::demo_with(&[(PROXY.0, PROXY.1.to_owned())]);
    let token = stoa.token(STUDENT).await;
    let wish = |to: &str| json!({ "email": to });
    let (_, refusal) = put(&stoa, &token, "198.51.99.1", wish(MANAGER)).await;
    assert_eq!(
        refusal, "email_exists",
        "nobody is asked, and nothing is counted"
    );
    let (status, _) = put(&stoa, &token, "198.51.100.1", wish("next@mail.ru")).await;
    assert_eq!(status, StatusCode::OK);
    let limited = (
        StatusCode::TOO_MANY_REQUESTS,
        "over_email_send_rate_limit".to_owned(),
    );
    for (from, to) in [
        ("198.51.101.1", "next@mail.ru"),
        ("198.51.102.1", "c@mail.ru"),
    ] {
        let again = put(&stoa, &token, from, wish(to)).await;
        assert_eq!(again, limited, "the present mailbox has had its letter");
    }
    let same = put(&stoa, &token, "198.51.103.1", wish(STUDENT)).await;
    assert_eq!(same.0, StatusCode::OK, "no wish, no letter");
}

#[tokio::test]
async fn the_present_password_is_not_guessed_where_it_is_changed() {
    let stoa = Stoa::demo_with(&[(PROXY.0, PROXY.1.to_owned())]);
    let token = stoa.token(STUDENT).await;
    for n in 0..10 {
        let from = format!("198.51.{n}.1");
        // By either field: the right one is told from all others in both.
        let guess = if n % 2 == 0 {
            json!({ "password": "a quiet colonnade", "current_password": "not this one" })
        } else {
            json!({ "password": "test123" })
        };
        let (status, _) = put(&stoa, &token, &from, guess).await;
        assert!(status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS);
    }
    let guess = json!({ "password": "test123" });
    let (status, code) = put(&stoa, &token, "198.51.100.1", guess).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(code, "over_request_rate_limit");
    let at_the_door = wrong(&stoa, "/api/auth/login", "198.51.101.1", STUDENT).await;
    assert_eq!(
        at_the_door.status(),
        StatusCode::TOO_MANY_REQUESTS,
        "one ladder"
    );
}

#[tokio::test]
async fn a_code_is_not_tried_more_than_twenty_times_an_hour_from_everywhere() {
    let stoa = Stoa::demo_with(&[(PROXY.0, PROXY.1.to_owned())]);
    let body = json!({ "type": "recovery", "email": STUDENT, "token": "000000" });
    for n in 0..=20 {
        let request = stoa.post("/auth/v1/verify").json(&body);
        let answer = request.header("x-forwarded-for", format!("198.51.{n}.1"));
        let status = answer.send().await.unwrap().status();
        let is_limited = status == StatusCode::TOO_MANY_REQUESTS;
        assert_eq!(is_limited, n == 20, "try {n}: {status}");
    }
}
