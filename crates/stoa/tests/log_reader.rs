//! Who reads the log may go away, and its disk may be full: nobody else notices.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{process::Stdio, time::Duration};

use reqwest::{Client, StatusCode};
use serde_json::json;
use support::{folder, free_port, program, signal};

/// A Stoa whose standard error goes to `log`.
struct Unread {
    process: std::process::Child,
    url: String,
    http: Client,
    _dir: tempfile::TempDir,
}

impl Unread {
    async fn start(log: Stdio) -> Self {
        let dir = folder();
        let port = free_port();
        let listen = format!("127.0.0.1:{port}");
        let mut command = program(dir.path());
        command.args(["serve", "--demo", "--listen", &listen]);
        let process = command.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let mut this = Self {
            process,
            url: format!("http://{listen}"),
            http: Client::builder()
                .timeout(Duration::from_secs(20))
                .build()
                .unwrap(),
            _dir: dir,
        };
        support::eventually("an answer", || {
            assert!(this.process.try_wait().unwrap().is_none(), "it ended");
            let asked = this.http.get(format!("{}/health/ready", this.url)).send();
            async {
                asked
                    .await
                    .ok()
                    .filter(|answer| answer.status().is_success())
            }
        })
        .await;
        this
    }

    /// Every lead is answered, and every sign-in.
    async fn is_whole(&mut self) {
        for n in 0..5 {
            let lead = json!({ "name": "Lead", "phone": format!("+7700123456{n}") });
            let lead = self
                .http
                .post(format!("{}/api/landing/submit", self.url))
                .json(&lead);
            assert_eq!(lead.send().await.unwrap().status(), StatusCode::OK);
        }
        let login = json!({ "email": support::STUDENT, "password": "wrong" });
        let login = self
            .http
            .post(format!("{}/api/auth/login", self.url))
            .json(&login);
        assert_eq!(
            login.send().await.unwrap().status(),
            StatusCode::UNAUTHORIZED
        );
        let health = self
            .http
            .get(format!("{}/health", self.url))
            .send()
            .await
            .unwrap();
        let health = health.text().await.unwrap();
        assert!(health.contains("lines could not be written"), "{health}");
        signal(self.process.id(), "TERM");
        assert!(self.process.wait().unwrap().success());
    }
}

impl Drop for Unread {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn a_log_whose_disk_is_full_costs_lines_and_nothing_else() {
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    Unread::start(full.into()).await.is_whole().await;
}

#[tokio::test]
async fn a_log_whose_reader_has_gone_costs_lines_and_nothing_else() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    Unread::start(writer.into()).await.is_whole().await;
}
