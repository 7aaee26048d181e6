//! The pages in a real browser: a student learns, a manager makes a buyer, a visitor sends a lead, and the browser has
//! no complaint about our content policy.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests"
)]

mod support;

use std::{
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};
use support::{MANAGER, STUDENT, Stoa, eventually};
use tempfile::TempDir;
use thirtyfour::prelude::*;

/// A headless browser; it ends with the test.
struct Browser {
    driver: WebDriver,
    service: Child,
    url: String,
    _profile: TempDir,
}

impl Browser {
    /// Nothing when the machine has no browser; in CI that is a failure.
    async fn open() -> Option<Self> {
        let present = |name: &str| {
            Command::new(name)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok()
        };
        if !present("chromedriver") || !present("chromium") {
            assert!(
                std::env::var_os("CI").is_none(),
                "CI needs chromium and chromium-driver: scripts/install test"
            );
            eprintln!(
                "no chromium here: `scripts/install test` installs it; the browser test is skipped"
            );
            return None;
        }
        let port = free_port();
        let service = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let url = format!("http://127.0.0.1:{port}");
        eventually("chromedriver", || async {
            reqwest::get(format!("{url}/status")).await.ok().map(drop)
        })
        .await;
        let profile = tempfile::tempdir().unwrap();
        let driver = WebDriver::new(&url, capabilities(profile.path()))
            .await
            .unwrap();
        Some(Self {
            driver,
            service,
            url,
            _profile: profile,
        })
    }

    async fn fill(&self, name: &str, text: &str) {
        let input = self
            .driver
            .query(By::Css(format!("[name='{name}']")))
            .first()
            .await
            .unwrap();
        input.send_keys(text).await.unwrap();
    }

    /// Clicks the first element of a selector and waits until another document is shown.
    async fn follow(&self, selector: &str) {
        let old = self.driver.find(By::Tag("html")).await.unwrap();
        self.driver
            .query(By::Css(selector))
            .first()
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
        eventually("the next page", || async {
            old.is_displayed().await.is_err().then_some(())
        })
        .await;
    }

    async fn path(&self) -> String {
        self.driver.current_url().await.unwrap().path().to_owned()
    }

    async fn text(&self) -> String {
        self.driver
            .find(By::Tag("body"))
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    }

    /// What the browser itself complained about: refused scripts and styles, missing files.
    async fn complaints(&self) -> Vec<String> {
        let session = self.driver.handle().session_id().to_string();
        let answer = reqwest::Client::builder()
            .build()
            .unwrap()
            .post(format!("{}/session/{session}/se/log", self.url));
        let log: Value = answer
            .json(&json!({ "type": "browser" }))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let entries = log["value"].as_array().cloned().unwrap_or_default();
        let bad = |entry: &&Value| {
            entry["level"] == "SEVERE"
                || entry["message"]
                    .as_str()
                    .is_some_and(|m| m.contains("Content Security"))
        };
        entries
            .iter()
            .filter(bad)
            .map(|entry| entry["message"].to_string())
            .collect()
    }

    async fn picture(&self, name: &str) {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR"));
        self.driver
            .screenshot(&dir.join(format!("{name}.png")))
            .await
            .unwrap();
    }

    async fn sign_in(&self, stoa: &Stoa, email: &str) {
        self.driver
            .goto(format!("{}/login", stoa.url))
            .await
            .unwrap();
        self.fill("email", email).await;
        self.fill("password", "test123").await;
        self.follow("form[action='/login'] button.primary").await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.service.kill();
        let _ = self.service.wait();
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn capabilities(profile: &Path) -> Capabilities {
    let flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,1600",
        "--lang=ru",
    ];
    let mut arguments: Vec<_> = flags.map(str::to_owned).to_vec();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in &arguments {
        capabilities.add_arg(argument).unwrap();
    }
    let mut capabilities: Capabilities = capabilities.into();
    capabilities
        .set("goog:loggingPrefs", json!({ "browser": "ALL" }))
        .unwrap();
    capabilities
}

#[tokio::test]
async fn people_do_their_work_in_a_browser() {
    let Some(browser) = Browser::open().await else {
        return;
    };
    let stoa = Stoa::demo();
    learn(&browser, &stoa).await;
    sell(&browser, &stoa).await;
    ask(&browser, &stoa).await;
    browser.driver.clone().quit().await.unwrap();
}

async fn learn(browser: &Browser, stoa: &Stoa) {
    browser
        .driver
        .goto(format!("{}/lessons", stoa.url))
        .await
        .unwrap();
    assert_eq!(
        browser.path().await,
        "/login",
        "a visitor is asked to sign in"
    );
    browser.sign_in(stoa, STUDENT).await;
    assert_eq!(browser.path().await, "/lessons");
    browser.picture("lessons").await;
    browser.follow("main a[href^='/lessons/']").await;
    assert!(browser.path().await.starts_with("/lessons/"));
    browser.picture("lesson").await;
    browser.follow("form[action$='/done'] button").await;
    assert!(
        browser
            .driver
            .query(By::Css("form[action$='/undone']"))
            .exists()
            .await
            .unwrap(),
        "it is done, and can be undone"
    );
    browser
        .driver
        .goto(format!("{}/dashboard", stoa.url))
        .await
        .unwrap();
    assert_eq!(
        browser.path().await,
        "/dashboard",
        "a 403 never leads to the login"
    );
    assert!(
        browser.text().await.contains(STUDENT),
        "it says who you are"
    );
    // The 403 itself is a complaint of the console, and the only one.
    let complaints = browser.complaints().await;
    assert!(
        complaints.iter().all(|message| message.contains("403")),
        "{complaints:?}"
    );
    browser
        .driver
        .goto(format!("{}/lessons", stoa.url))
        .await
        .unwrap();
    browser.follow("form[action='/logout'] button").await;
    assert_eq!(browser.path().await, "/login");
    browser
        .driver
        .goto(format!("{}/lessons", stoa.url))
        .await
        .unwrap();
    assert_eq!(browser.path().await, "/login", "signed out");
}

async fn sell(browser: &Browser, stoa: &Stoa) {
    browser.sign_in(stoa, MANAGER).await;
    assert_eq!(browser.path().await, "/tripwire");
    let form = "form[action='/tripwire/users']";
    if let Ok(summary) = browser
        .driver
        .find(By::Css(format!("details:has({form}) > summary")))
        .await
    {
        let _ = summary.click().await;
    }
    for (name, text) in [
        ("email", "new@buyer.kz"),
        ("name", "Жаңа Сатып алушы"),
        ("phone", "87001234567"),
    ] {
        let input = browser
            .driver
            .query(By::Css(format!("{form} [name='{name}']")))
            .first()
            .await
            .unwrap();
        input.send_keys(text).await.unwrap();
    }
    browser.follow(&format!("{form} button.primary")).await;
    let link = browser
        .driver
        .query(By::Css("input[readonly]"))
        .first()
        .await
        .unwrap();
    assert!(
        link.value().await.unwrap().unwrap().contains("/invite/"),
        "the link is shown once"
    );
    browser.picture("desk").await;
    assert!(browser.text().await.contains("new@buyer.kz"));
    let complaints = browser.complaints().await;
    assert!(complaints.is_empty(), "{complaints:?}");
}

async fn ask(browser: &Browser, stoa: &Stoa) {
    browser
        .driver
        .goto(format!("{}/l/expresscourse?utm_source=ig", stoa.url))
        .await
        .unwrap();
    browser.picture("landing").await;
    for (name, text) in [("name", "Айгерим"), ("phone", "8 700 765 43 21")] {
        browser.fill(name, text).await;
    }
    let consent = browser
        .driver
        .query(By::Css("[name^='consent'][type='checkbox']"))
        .first()
        .await
        .unwrap();
    consent.scroll_into_view().await.unwrap();
    consent.click().await.unwrap();
    browser
        .follow("form[action^='/l/expresscourse'] button.primary")
        .await;
    assert_eq!(browser.path().await, "/l/expresscourse/thanks");
    browser.picture("thanks").await;
    let complaints = browser.complaints().await;
    assert!(complaints.is_empty(), "{complaints:?}");
}
