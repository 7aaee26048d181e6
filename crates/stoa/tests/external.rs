//! External databases: made by `stoa db bootstrap`, shared by a web and a worker process, refused to a powerful login.
#![expect(clippy::too_many_lines, clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::Output,
    time::{Duration, Instant},
};

use reqwest::StatusCode;
use serde_json::json;
use stoa_pg::cluster::{Cluster, ClusterOptions};
use support::{Stoa, eventually, folder, json_of, program};

async fn server(dir: &std::path::Path) -> Cluster {
    let options = ClusterOptions {
        data_dir: dir.join("server"),
        bin_dir: None,
        os_user: None,
        max_connections: 150,
        durable: false,
    };
    Cluster::start(options).await.unwrap()
}

/// The superuser's URL over the server's socket.
fn admin_url(cluster: &Cluster) -> String {
    let admin = cluster.admin_config();
    let password = String::from_utf8(admin.get_password().unwrap().to_vec()).unwrap();
    let host = cluster
        .socket_dir()
        .display()
        .to_string()
        .replace('/', "%2F");
    format!(
        "postgres://{}:{password}@{host}/postgres",
        admin.get_user().unwrap()
    )
}

/// The settings that the command prints.
fn settings(output: &Output) -> Vec<(String, String)> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("STOA_"));
    lines
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn named(settings: &[(String, String)]) -> Vec<(&str, String)> {
    let address = (
        "STOA_HTTP__PUBLIC_URL",
        "https://academy.example".to_owned(),
    );
    settings
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .chain([address])
        .collect()
}

#[tokio::test]
async fn bootstrap_makes_databases_that_web_and_worker_share() {
    let dir = folder();
    let cluster = server(dir.path()).await;
    let bootstrap = || {
        program(dir.path())
            .args(["db", "bootstrap", "--admin-url", &admin_url(&cluster)])
            .output()
            .unwrap()
    };
    let made = bootstrap();
    let again = bootstrap();
    assert!(
        again.status.success() && settings(&again).is_empty(),
        "a second run changes no password"
    );
    let settings = settings(&made);
    assert_eq!(
        settings.len(),
        7,
        "three logins, three owners, the master key"
    );

    let web_dir = folder();
    let operator = "an operator's token of this test";
    let mut web_settings = named(&settings);
    web_settings.push(("STOA_OPS__TOKEN", operator.to_owned()));
    let web = Stoa::start(web_dir.path(), &["--role", "web"], &web_settings);
    let lead = json!({ "name": "Lead", "phone": "+77001234567" });
    json_of(
        web.post("/api/landing/submit")
            .json(&lead)
            .send()
            .await
            .unwrap(),
        StatusCode::OK,
    )
    .await;
    let queue = || async {
        let health = web
            .get("/health")
            .bearer_auth(operator)
            .send()
            .await
            .ok()?
            .json::<serde_json::Value>()
            .await
            .ok()?;
        health["checks"]["deliveries"]["message"]
            .as_str()
            .map(str::to_owned)
    };
    assert_eq!(
        queue().await.unwrap(),
        "0 unknown, 0 dead, 0 blocked",
        "nobody works yet"
    );
    let worker_dir = folder();
    let mut worker = program(worker_dir.path())
        .args(["serve", "--role", "worker"])
        .envs(named(&settings))
        .env("STOA_OPS__LISTEN", "127.0.0.1:0")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    eventually("the worker's work", || async {
        (queue().await? == "0 unknown, 0 dead, 2 blocked").then_some(())
    })
    .await;
    let mut said = String::new();
    let output = worker.stdout.as_mut().unwrap();
    BufReader::new(output).read_line(&mut said).unwrap();
    let health = said.trim().strip_prefix("stoa ready worker, health on ");
    let health = web.http.get(health.unwrap()).send().await.unwrap();
    let health = json_of(health, StatusCode::OK).await;
    assert_eq!(health["checks"]["database.tripwire"]["status"], "ok");
    support::signal(worker.id(), "TERM");
    assert!(worker.wait().unwrap().success());
    drop(web);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_login_that_owns_or_may_too_much_is_not_served() {
    let dir = folder();
    let cluster = server(dir.path()).await;
    let made = program(dir.path())
        .args(["db", "bootstrap", "--admin-url", &admin_url(&cluster)])
        .output()
        .unwrap();
    let mut settings = settings(&made);
    let powerful = admin_url(&cluster).replace("/postgres", "/stoa_main");
    for (name, value) in &mut settings {
        if name == "STOA_MAIN_DATABASE_URL" {
            value.clone_from(&powerful);
        }
    }
    let refused = program(dir.path())
        .args(["serve", "--listen", "127.0.0.1:0"])
        .envs(named(&settings))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(2), "{told}");
    assert!(
        told.contains("superuser") && told.contains("stoa db bootstrap"),
        "{told}"
    );
    cluster.stop().await.unwrap();
}

/// The status of a person's own page of the sales desk.
async fn desk(stoa: &Stoa, token: &str) -> StatusCode {
    let answer = stoa.get("/api/admin/tripwire/stats").bearer_auth(token);
    answer.send().await.unwrap().status()
}

#[tokio::test]
async fn what_one_process_changes_every_other_knows_within_a_moment() {
    const A_MOMENT: Duration = Duration::from_secs(2);
    let dir = folder();
    let cluster = server(dir.path()).await;
    let made = program(dir.path())
        .args(["db", "bootstrap", "--admin-url", &admin_url(&cluster)])
        .output()
        .unwrap();
    let settings = settings(&made);
    let (one_dir, two_dir) = (folder(), folder());
    let one = Stoa::start(one_dir.path(), &["--role", "web"], &named(&settings));
    let two = Stoa::start(two_dir.path(), &["--role", "web"], &named(&settings));
    let stoa = |arguments: &[&str], input: &str| {
        let mut child = program(dir.path())
            .args(arguments)
            .envs(named(&settings))
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        assert!(child.wait().unwrap().success(), "{arguments:?}");
    };
    let email = "manager@academy.kz";
    stoa(
        &[
            "user",
            "create",
            email,
            "--role",
            "sales_manager",
            "--password-stdin",
        ],
        "a quiet horse in the steppe\n",
    );
    let credentials = json!({ "email": email, "password": "a quiet horse in the steppe" });
    let sign_in = async || {
        let answer = one.post("/api/auth/login").json(&credentials);
        let session = json_of(answer.send().await.unwrap(), StatusCode::OK).await;
        session["access_token"].as_str().unwrap().to_owned()
    };
    let token = sign_in().await;
    let admin = stoa_pg::connect(&main_of(&cluster)).await.unwrap();
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'stoa-main-listener'";
    for round in 0..2 {
        assert_eq!(desk(&two, &token).await, StatusCode::OK);
        stoa(&["user", "set-role", email, "student"], "");
        let since = Instant::now();
        while desk(&two, &token).await != StatusCode::FORBIDDEN {
            assert!(since.elapsed() < A_MOMENT, "the role, round {round}");
        }
        stoa(&["user", "set-role", email, "sales_manager"], "");
        let since = Instant::now();
        while desk(&two, &token).await != StatusCode::OK {
            assert!(since.elapsed() < A_MOMENT, "the role, round {round}");
        }
        // The second round begins with both listening connections cut.
        assert_eq!(admin.query(cut, &[]).await.unwrap().len(), 2);
    }
    let other = sign_in().await;
    for stoa in [&one, &two] {
        assert_eq!(desk(stoa, &token).await, StatusCode::OK);
        assert_eq!(desk(stoa, &other).await, StatusCode::OK);
    }
    let out = one
        .post("/auth/v1/logout?scope=global")
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert_eq!(out.status(), StatusCode::NO_CONTENT);
    let since = Instant::now();
    for token in [&token, &other] {
        while desk(&two, token).await != StatusCode::UNAUTHORIZED {
            assert!(since.elapsed() < A_MOMENT, "the sign-out");
        }
    }
    drop((one, two, admin));
    cluster.stop().await.unwrap();
}

/// The superuser inside the main database.
fn main_of(cluster: &Cluster) -> tokio_postgres::Config {
    let mut login = cluster.admin_config();
    login.dbname("stoa_main");
    login
}
