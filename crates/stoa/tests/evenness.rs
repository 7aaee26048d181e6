//! Whether somebody has an address cannot be told from how long an answer takes.
//!
//! Asks in pairs, one known and one unknown address, in turns, so that whatever else the machine does meets both. What
//! is compared is the median of the differences with their spread: a busy machine widens both. What looks like a
//! difference is measured again with other addresses; only one that shows each time, and the same way round, is one.
//!
//! Two things make the answers even, and each would hide that the other is gone: the same hashes are computed for everybody,
//! and what writes letters answers no earlier than after 100 ms. So both are also looked at by themselves.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::time::Instant;

use reqwest::StatusCode;
use serde_json::{Value, json};
use support::Stoa;

/// So many pairs in each measurement.
const PAIRS: usize = 15;
/// So many measurements must tell the same.
const MEASUREMENTS: usize = 3;
/// Below this, in milliseconds, nobody can tell over a network.
const SMALLEST_MS: f64 = 2.0;
/// No answer about letters comes earlier, in milliseconds: what is done differently has ended by then.
const LEAST_MS: f64 = 100.0;
/// As many people for each endpoint: an address gets one letter a minute.
const KNOWN: usize = PAIRS * MEASUREMENTS + 1;

/// One endpoint, and how it is asked about an address.
#[derive(Clone, Copy)]
struct Question {
    path: &'static str,
    body: fn(String) -> Value,
    /// So many passwords are hashed for an answer, whoever has the address.
    hashes: u64,
    /// An answer takes [`LEAST_MS`] at least.
    is_held: bool,
}

impl Question {
    const fn about_letters(path: &'static str, body: fn(String) -> Value) -> Self {
        Self {
            path,
            body,
            hashes: 0,
            is_held: true,
        }
    }
}

const QUESTIONS: [Question; 5] = [
    Question {
        hashes: 2,
        is_held: false,
        ..Question::about_letters(
            "/auth/v1/token?grant_type=password",
            |email| json!({ "email": email, "password": "not this one" }),
        )
    },
    Question::about_letters("/auth/v1/recover", |email| json!({ "email": email })),
    Question::about_letters(
        "/auth/v1/otp",
        |email| json!({ "email": email, "create_user": false }),
    ),
    Question::about_letters(
        "/auth/v1/resend",
        |email| json!({ "email": email, "type": "signup" }),
    ),
    Question {
        hashes: 2,
        ..Question::about_letters(
            "/auth/v1/signup",
            |email| json!({ "email": email, "password": "another quiet colonnade" }),
        )
    },
];

struct Asking<'a> {
    stoa: &'a Stoa,
    /// Each request comes from an address of its own: no limit is met.
    asked: u32,
}

impl Asking<'_> {
    /// The time of one answer in milliseconds, and its status.
    async fn time(&mut self, path: &str, body: &Value) -> (f64, StatusCode) {
        self.asked += 1;
        let from = format!("198.18.{}.{}", self.asked / 250, self.asked % 250 + 1);
        let request = self.stoa.post(path).header("x-forwarded-for", from);
        let begun = Instant::now();
        let answer = request.json(body).send().await.unwrap();
        let status = answer.status();
        answer.bytes().await.unwrap();
        (begun.elapsed().as_secs_f64() * 1000.0, status)
    }

    /// How much longer each known address took than an unknown one, in turns.
    async fn differences(&mut self, question: Question, addresses: Addresses) -> Vec<f64> {
        let Question { path, body, .. } = question;
        let mut differences = Vec::new();
        for n in 0..PAIRS {
            let (known, unknown) = (body(addresses.known(n)), body(addresses.unknown(n)));
            let known_first = n % 2 == 0;
            let (first, second) = if known_first {
                (&known, &unknown)
            } else {
                (&unknown, &known)
            };
            let (one, one_said) = self.time(path, first).await;
            let (two, two_said) = self.time(path, second).await;
            assert_eq!(one_said, two_said, "{path}");
            let soonest = one.min(two);
            assert!(
                !question.is_held || soonest >= LEAST_MS,
                "{path} answered after {soonest:.1} ms"
            );
            differences.push(if known_first { one - two } else { two - one });
        }
        differences
    }

    /// How many passwords are hashed for one answer about this address.
    async fn hashes(&mut self, question: Question, email: String) -> u64 {
        let before = self.hashed().await;
        self.time(question.path, &(question.body)(email)).await;
        self.hashed().await - before
    }

    /// How many passwords were hashed since the start.
    async fn hashed(&self) -> u64 {
        let figures = self.stoa.get("/metrics").send().await.unwrap();
        let figures = figures.text().await.unwrap();
        let mut lines = figures.lines();
        let figure = lines.find_map(|line| line.strip_prefix("stoa_auth_hash_computed_total "));
        figure.unwrap().parse().unwrap()
    }
}

/// The addresses of one measurement of one endpoint: an address gets one letter a minute, and whoever signed up is known.
#[derive(Clone, Copy)]
struct Addresses {
    endpoint: usize,
    measurement: usize,
}

impl Addresses {
    fn known(self, n: usize) -> String {
        known(self.endpoint, self.measurement * PAIRS + n)
    }

    fn unknown(self, n: usize) -> String {
        let (endpoint, n) = (self.endpoint, self.measurement * PAIRS + n);
        format!("nobody{endpoint}-{n:03}@mail.kz")
    }
}

fn known(endpoint: usize, n: usize) -> String {
    format!("person{endpoint}-{n:03}@mail.kz")
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// How far apart known and unknown are, when that is more than chance: three times the error of a median, by the spread
/// of the pairs.
fn told(differences: &[f64]) -> Option<f64> {
    let middle = median(differences.to_vec());
    let spread = median(differences.iter().map(|d| (d - middle).abs()).collect());
    let count = f64::from(u32::try_from(differences.len()).unwrap());
    let chance = 3.0 * 1.25 * 1.48 * spread / count.sqrt();
    (middle.abs() > chance.max(SMALLEST_MS)).then_some(middle)
}

#[test]
fn a_difference_of_a_few_milliseconds_is_seen_and_noise_is_not() {
    let noise = [
        0.4, -0.7, 1.1, -0.2, 0.0, 0.9, -1.0, 0.3, -0.4, 0.6, 5.0, -0.8, 0.2, -0.1, 0.5,
    ];
    assert_eq!(told(&noise), None);
    let wide: Vec<_> = noise.iter().map(|n| n * 40.0).collect();
    assert_eq!(told(&wide), None, "a busy machine");
    let apart: Vec<_> = noise.iter().map(|n| n - 4.0).collect();
    assert!(told(&apart).is_some_and(|apart| apart < 0.0), "{apart:?}");
}

/// People with a password for each endpoint.
async fn make_people(stoa: &Stoa) {
    let shown = support::run(&stoa.dir, &["keys", "show", "--format", "json"]);
    let keys: Value = serde_json::from_slice(&shown.stdout).unwrap();
    let key = keys["service_role"].as_str().unwrap();
    // One hash for all: to make each anew would take longer than the test.
    let hash = "$2b$04$abcdefghijklmnopqrstuu5tOVvxXKy8Hq4bOUwvYcy3wF1cW5bLe";
    for endpoint in 0..QUESTIONS.len() {
        for n in 0..KNOWN {
            let mut body = json!({ "email": known(endpoint, n), "email_confirm": true });
            if endpoint == 0 {
                body["password"] = json!(support::GOOD_PASSWORD);
            } else {
                body["password_hash"] = json!(hash);
            }
            let made = stoa
                .post("/auth/v1/admin/users")
                .bearer_auth(key)
                .json(&body);
            assert_eq!(made.send().await.unwrap().status(), StatusCode::OK);
        }
    }
}

#[tokio::test]
async fn known_and_unknown_addresses_take_equally_long() {
    let proxies = ("STOA_HTTP__TRUSTED_PROXIES", "127.0.0.1".to_owned());
    let stoa = Stoa::demo_with(&[proxies]);
    make_people(&stoa).await;
    let mut asking = Asking {
        stoa: &stoa,
        asked: 0,
    };
    for (endpoint, question) in QUESTIONS.into_iter().enumerate() {
        for email in [
            known(endpoint, KNOWN - 1),
            format!("free{endpoint}@mail.kz"),
        ] {
            let hashes = asking.hashes(question, email).await;
            assert_eq!(hashes, question.hashes, "{}", question.path);
        }
        let mut all = Vec::new();
        for measurement in 0..MEASUREMENTS {
            let addresses = Addresses {
                endpoint,
                measurement,
            };
            let differences = asking.differences(question, addresses).await;
            let Some(apart) = told(&differences) else {
                all.clear();
                break;
            };
            all.push(apart);
        }
        let longer = all.iter().filter(|apart| **apart > 0.0).count();
        assert!(
            all.is_empty() || (longer > 0 && longer < MEASUREMENTS),
            "{}: a known address takes {all:.2?} ms longer",
            question.path
        );
    }
}
