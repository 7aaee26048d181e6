//! A Stoa that signs people up at once and sends letters, one that is closed, and somebody who asks.

use std::sync::atomic::{AtomicU32, Ordering};

use reqwest::Method;
use serde_json::{Value, json};
use stoa_testkit::fakes::{FakeLetter, FakeSmtp};
use tokio_postgres::Client;

use crate::support::{GOOD_PASSWORD, Stoa, eventually, rows::superuser, run};

pub(crate) struct World {
    /// Addresses need no proof here.
    pub(crate) stoa: Stoa,
    /// Nobody may sign up here.
    pub(crate) closed: Stoa,
    /// Inside the main database of the first, to make time pass.
    pub(crate) database: Client,
    pub(crate) service_key: String,
    pub(crate) anon_key: String,
    mail: FakeSmtp,
    asked: AtomicU32,
}

/// How a request ended.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) has_retry_after: bool,
    pub(crate) body: Value,
}

/// Somebody with a session.
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl World {
    pub(crate) async fn new() -> Self {
        let mail = FakeSmtp::start().await;
        let settings = [
            ("STOA_HTTP__TRUSTED_PROXIES", "127.0.0.1".to_owned()),
            ("STOA_AUTH__AUTOCONFIRM", "true".to_owned()),
            ("STOA_AUTH__SITE_URL", "https://app.example".to_owned()),
            ("STOA_AUTH__SESSION_HOURS", "24".to_owned()),
            ("STOA_MAIL__HOST", "127.0.0.1".to_owned()),
            ("STOA_MAIL__PORT", mail.port().to_string()),
            ("STOA_MAIL__TLS", "none".to_owned()),
            ("STOA_MAIL__USER", FakeSmtp::USER.to_owned()),
            ("STOA_MAIL__PASSWORD", FakeSmtp::PASSWORD.to_owned()),
            ("STOA_MAIL__FROM", "academy@example.com".to_owned()),
        ];
        let stoa = Stoa::demo_with(&settings);
        let shown = run(&stoa.dir, &["keys", "show", "--format", "json"]).stdout;
        let keys: Value = serde_json::from_slice(&shown).unwrap();
        let key = |name: &str| keys[name].as_str().unwrap().to_owned();
        Self {
            closed: Stoa::demo_with(&[("STOA_AUTH__SIGN_UP", "false".to_owned())]),
            database: superuser(&stoa.dir, "main").await,
            service_key: key("service_role"),
            anon_key: key("anon"),
            stoa,
            mail,
            asked: AtomicU32::new(1),
        }
    }

    /// Asks as a new visitor, in the newer shape.
    pub(crate) async fn ask(&self, method: Method, path: &str, token: &str, body: Value) -> Answer {
        self.ask_at(&self.stoa, method, path, token, body).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, "", body).await
    }

    pub(crate) async fn ask_at(
        &self,
        stoa: &Stoa,
        method: Method,
        path: &str,
        token: &str,
        body: Value,
    ) -> Answer {
        let mut request = stoa
            .http
            .request(method, format!("{}/auth/v1{path}", stoa.url))
            .header("x-supabase-api-version", "2024-01-01")
            .header("x-forwarded-for", self.address());
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if !body.is_null() {
            request = request.json(&body);
        }
        Answer::read(request.send().await.unwrap()).await
    }

    /// An address that nobody has asked from.
    pub(crate) fn address(&self) -> String {
        let [_, b, c, d] = self.asked.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        format!("10.{b}.{c}.{d}")
    }

    pub(crate) fn new_email(&self) -> String {
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        format!("person-{number}@example.com")
    }

    pub(crate) async fn make(&self, more: Value) -> (String, String) {
        let email = self.new_email();
        let mut body = json!({ "email": email, "password": GOOD_PASSWORD, "email_confirm": true });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let made = self
            .ask(Method::POST, "/admin/users", &self.service_key, body)
            .await;
        (
            made.body["id"]
                .as_str()
                .unwrap_or_else(|| panic!("{made:?}"))
                .to_owned(),
            email,
        )
    }

    pub(crate) async fn sign_in(&self, email: &str) -> Answer {
        let body = json!({ "email": email, "password": GOOD_PASSWORD });
        self.post("/token?grant_type=password", body).await
    }

    pub(crate) async fn person(&self) -> Person {
        let (id, email) = self.make(json!({})).await;
        let session = self.sign_in(&email).await.body;
        let text = |name: &str| session[name].as_str().unwrap().to_owned();
        Person {
            id,
            email,
            access: text("access_token"),
            refresh: text("refresh_token"),
        }
    }

    pub(crate) async fn refresh(&self, token: &str) -> Answer {
        self.post(
            "/token?grant_type=refresh_token",
            json!({ "refresh_token": token }),
        )
        .await
    }

    /// Changes what is stored about somebody, as time would.
    pub(crate) async fn pass(&self, statement: &str, id: &str) {
        let text = statement.replace("$user", &format!("'{id}'"));
        self.database.batch_execute(&text).await.unwrap();
    }

    /// The next letter to an address.
    pub(crate) async fn letter(&self, email: &str) -> FakeLetter {
        eventually("a letter", || async {
            self.mail
                .letters()
                .into_iter()
                .find(|letter| letter.to == email)
        })
        .await
    }
}

impl Answer {
    pub(crate) async fn read(answer: reqwest::Response) -> Self {
        let status = answer.status().as_u16();
        let has_retry_after = answer.headers().contains_key("retry-after");
        let text = answer.text().await.unwrap();
        let body: Value = serde_json::from_str(&text).unwrap_or_default();
        Self {
            status,
            code: body["code"].as_str().unwrap_or_default().to_owned(),
            has_retry_after,
            body,
        }
    }
}
