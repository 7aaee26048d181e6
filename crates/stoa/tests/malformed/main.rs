//! Ten thousand malformed requests, made from the API document, so that a new endpoint is tried by itself. None may be
//! answered by a 5xx, and what is refused writes nothing.
#![expect(clippy::panic, clippy::unwrap_used, reason = "tests")]

mod attempts;
mod bodies;
mod document;
mod garbage;
#[path = "../support/mod.rs"]
mod support;

use std::sync::Mutex;

use futures::{StreamExt as _, stream};
use reqwest::{Client, Response, StatusCode, header::CONTENT_TYPE};
use serde_json::Value;
use support::{ADMIN, Stoa, json_of, rows::Rows};

use crate::{
    attempts::{Attempt, Caller, Wanted, attempts},
    document::operations,
};

/// How many requests are under way at a time.
const AT_ONCE: usize = 16;
/// Those that check passwords: more than there are threads for it, because most of them wait on purpose afterwards, and
/// few enough that nobody is refused for want of a thread.
const PASSWORDS_AT_ONCE: usize = 8;
const LEAST: usize = 10_000;

/// Who asks.
struct Tokens {
    person: String,
    service: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_malformed_requests_make_no_5xx_and_write_nothing() {
    let stoa = Stoa::demo_with(&[
        ("STOA_HTTP__TRUSTED_PROXIES", "127.0.0.1".to_owned()),
        // All cores: nobody else is kept waiting by this test's passwords.
        ("STOA_AUTH__HASH_THREADS", "2".to_owned()),
    ]);
    let answer = stoa.get("/api/openapi.json").send().await.unwrap();
    let document = json_of(answer, StatusCode::OK).await;
    let tokens = Tokens {
        person: stoa.token(ADMIN).await,
        service: service_key(&stoa),
    };
    let all = attempts(&operations(&document), &tokens.person, LEAST);
    assert!(all.len() >= LEAST, "{} requests", all.len());
    let (refused, open): (Vec<_>, Vec<_>) =
        (all.into_iter().enumerate()).partition(|(_, attempt)| attempt.wanted == Wanted::Refusal);

    let rows = Rows::of(&stoa.dir).await;
    let before = rows.count().await;
    let complaints = send_all(&stoa, &tokens, refused).await;
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert_eq!(rows.count().await, before, "what is refused writes nothing");
    let complaints = send_all(&stoa, &tokens, open).await;
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let log = stoa.log();
    assert!(!log.contains("panicked"), "a handler panicked");
}

fn service_key(stoa: &Stoa) -> String {
    let shown = support::run(&stoa.dir, &["keys", "show", "--format", "json"]).stdout;
    let keys: Value = serde_json::from_slice(&shown).unwrap();
    keys["service_role"].as_str().unwrap().to_owned()
}

/// Sends everything, each from an address of its own; gives back what was answered wrongly.
async fn send_all(stoa: &Stoa, tokens: &Tokens, attempts: Vec<(usize, Attempt)>) -> Vec<String> {
    let client = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let complaints = Mutex::new(Vec::new());
    let lane = async |attempts: Vec<(usize, Attempt)>, at_once: usize| {
        let sent =
            stream::iter(attempts).for_each_concurrent(at_once, async |(number, attempt)| {
                let answer = send(&client, stoa, tokens, number, &attempt).await;
                if let Some(complaint) = complaint(&attempt, answer).await {
                    complaints.lock().unwrap().push(complaint);
                }
            });
        sent.await;
    };
    // Whoever sends more passwords than the machine can check is told to wait, by a 503: that is not what is tried here.
    let is_costly = |(_, attempt): &(usize, Attempt)| attempt.has_password();
    let (costly, cheap): (Vec<_>, Vec<_>) = attempts.into_iter().partition(is_costly);
    tokio::join!(lane(costly, PASSWORDS_AT_ONCE), lane(cheap, AT_ONCE));
    complaints.into_inner().unwrap()
}

/// A connection that is closed after a refused body may be met by the next request: that one is sent again.
async fn send(
    client: &Client,
    stoa: &Stoa,
    tokens: &Tokens,
    number: usize,
    attempt: &Attempt,
) -> Response {
    let url = format!("{}{}", stoa.url, attempt.path);
    let [_, b, c, d] = u32::try_from(number).unwrap().to_be_bytes();
    for _ in 0..5 {
        let mut request = client
            .request(attempt.method.clone(), &url)
            .header("x-forwarded-for", format!("10.{b}.{c}.{d}"));
        request = match &attempt.caller {
            Caller::Nobody => request,
            Caller::Person => request.bearer_auth(&tokens.person),
            Caller::Service => request.bearer_auth(&tokens.service),
            Caller::Forger(token) => request.header("authorization", token.as_slice()),
        };
        for (name, value) in &attempt.headers {
            request = request.header(*name, value.as_slice());
        }
        if let Some((media_type, body)) = &attempt.body {
            let body = addressed(&attempt.path, body, number);
            request = request.header(CONTENT_TYPE, *media_type).body(body);
        }
        if let Ok(answer) = request.send().await {
            return answer;
        }
    }
    panic!("no answer to {}", attempt.shown());
}

/// Each account and each letter is another's, or the second would meet a limit before anything is read. Tries of a
/// password stay with one account: what they cost is the same every time.
fn addressed(path: &str, body: &[u8], number: usize) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    if path.contains("/token") || path.contains("/login") || !text.contains("someone@") {
        return body.to_vec();
    }
    text.replace("someone@", &format!("someone{number}@"))
        .into_bytes()
}

async fn complaint(attempt: &Attempt, answer: Response) -> Option<String> {
    let status = answer.status();
    let is_json = (answer.headers().get(CONTENT_TYPE))
        .is_some_and(|value| value.as_bytes().windows(4).any(|word| word == b"json"));
    let text = answer.text().await.unwrap();
    let wrong = if status.is_server_error() {
        "a 5xx"
    } else if attempt.wanted == Wanted::Refusal && !status.is_client_error() {
        "accepted"
    } else if is_json && serde_json::from_str::<Value>(&text).is_err() {
        "JSON that is none"
    } else {
        return None;
    };
    Some(format!(
        "{wrong}: {status} to {}: {text:.200}",
        attempt.shown()
    ))
}
