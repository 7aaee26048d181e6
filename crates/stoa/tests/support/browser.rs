//! A headless Chromium, driven as a person would.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;

use super::{Stoa, eventually, free_port, present};

/// A headless browser; it ends with the test.
pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
    service: Child,
    url: String,
    _profile: TempDir,
}

impl Browser {
    /// Nothing when the machine has no browser; in CI that is a failure.
    pub(crate) async fn open() -> Option<Self> {
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

    pub(crate) async fn fill(&self, name: &str, text: &str) {
        let input = self
            .driver
            .query(By::Css(format!("[name='{name}']")))
            .first()
            .await
            .unwrap();
        input.send_keys(text).await.unwrap();
    }

    /// Clicks the first element of a selector and waits until another document is shown.
    pub(crate) async fn follow(&self, selector: &str) {
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

    pub(crate) async fn path(&self) -> String {
        self.driver.current_url().await.unwrap().path().to_owned()
    }

    pub(crate) async fn text(&self) -> String {
        self.driver
            .find(By::Tag("body"))
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    }

    /// What the browser itself complained about: refused scripts and styles, missing files.
    pub(crate) async fn complaints(&self) -> Vec<String> {
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

    pub(crate) async fn picture(&self, name: &str) {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR"));
        self.driver
            .screenshot(&dir.join(format!("{name}.png")))
            .await
            .unwrap();
    }

    pub(crate) async fn sign_in(&self, stoa: &Stoa, email: &str) {
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
