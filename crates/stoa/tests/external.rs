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
        (queue()
            .await?
            .starts_with("0 unknown, 0 dead, 2 blocked; 2 wait for a sink"))
        .then_some(())
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
    let settings = settings(&made);
    let refused = |login: Option<&str>| {
        let mut settings = settings.clone();
        let (_, main) = settings
            .iter_mut()
            .find(|(name, _)| name == "STOA_MAIN_DATABASE_URL")
            .unwrap();
        if let Some(login) = login {
            login.clone_into(main);
        }
        let output = program(dir.path())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .envs(named(&settings))
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        told
    };
    let told = refused(Some(
        &admin_url(&cluster).replace("/postgres", "/stoa_main"),
    ));
    assert!(
        told.contains("superuser") && told.contains("stoa db bootstrap"),
        "{told}"
    );
    let migrator = settings
        .iter()
        .find(|(name, _)| name == "STOA_MAIN_OWNER_URL");
    let told = refused(Some(&migrator.unwrap().1));
    assert!(told.contains("may become stoa_owner"), "{told}");

    let admin = stoa_pg::connect(&cluster.admin_config()).await.unwrap();
    for (open, close, named) in [
        (
            "grant stoa_owner to authenticator",
            "revoke stoa_owner from authenticator",
            "may become stoa_owner",
        ),
        (
            "grant pg_read_all_data to authenticator",
            "revoke pg_read_all_data from authenticator",
            "may become pg_read_all_data",
        ),
        (
            "alter role service_role bypassrls",
            "alter role service_role nobypassrls",
            "service_role, which has BYPASSRLS",
        ),
        (
            "alter role authenticated superuser",
            "alter role authenticated nosuperuser",
            "authenticated, which is a superuser",
        ),
        (
            "grant temporary on database stoa_traffic to public",
            "revoke temporary on database stoa_traffic from public",
            "temporary tables",
        ),
    ] {
        admin.batch_execute(open).await.unwrap();
        let told = refused(None);
        assert!(told.contains(named), "{open}: {told}");
        admin.batch_execute(close).await.unwrap();
    }
    drop(admin);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_table_without_its_wall_is_not_served() {
    let dir = folder();
    let cluster = server(dir.path()).await;
    let made = program(dir.path())
        .args(["db", "bootstrap", "--admin-url", &admin_url(&cluster)])
        .output()
        .unwrap();
    let mut settings = settings(&made);
    drop(Stoa::start(dir.path(), &[], &named(&settings)));
    settings.retain(|(name, _)| !name.ends_with("_OWNER_URL"));
    let admin = stoa_pg::connect(&main_of(&cluster)).await.unwrap();
    let open =
        "alter table auth.users disable row level security; grant select on auth.users to anon";
    admin.batch_execute(open).await.unwrap();
    let output = program(dir.path())
        .args(["serve", "--listen", "127.0.0.1:0"])
        .envs(named(&settings))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    for fault in [
        "auth.users has no row-level security",
        "auth.users lets anon select",
    ] {
        assert!(told.contains(fault), "{told}");
    }
    let close =
        "alter table auth.users enable row level security; revoke select on auth.users from anon";
    admin.batch_execute(close).await.unwrap();
    drop(Stoa::start(dir.path(), &[], &named(&settings)));
    drop(admin);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn who_may_not_migrate_serves_only_what_is_there_whole() {
    let dir = folder();
    let cluster = server(dir.path()).await;
    let made = program(dir.path())
        .args(["db", "bootstrap", "--admin-url", &admin_url(&cluster)])
        .output()
        .unwrap();
    let settings = settings(&made);
    let mut to_serve = settings.clone();
    to_serve.retain(|(name, _)| !name.ends_with("_OWNER_URL"));
    let refused = || {
        let output = program(dir.path())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .envs(named(&to_serve))
            .output()
            .unwrap();
        // Whoever starts us again may find that somebody has migrated meanwhile.
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let told = refused();
    assert!(told.contains("database main lacks the migration"), "{told}");
    assert!(told.contains("STOA_MAIN_OWNER_URL"), "{told}");

    drop(Stoa::start(dir.path(), &[], &named(&settings)));
    let serves = Stoa::start(dir.path(), &[], &named(&to_serve));
    let ready = serves.get("/health/ready").send().await.unwrap();
    assert_eq!(ready.status(), StatusCode::OK);
    // Somebody rolls back under it.
    let admin = stoa_pg::connect(&main_of(&cluster)).await.unwrap();
    let undone = "update stoa_guard.journal set state = 'reverted' where migration_set = 'main'
        and version = (select max(version) from stoa_guard.journal where migration_set = 'main')";
    assert_eq!(admin.execute(undone, &[]).await.unwrap(), 1);
    let ready = eventually("that it is not ready", || async {
        let answer = serves.get("/health/ready").send().await.ok()?;
        (answer.status() == StatusCode::SERVICE_UNAVAILABLE).then_some(answer)
    })
    .await;
    assert!(ready.headers().contains_key("retry-after"));
    drop(serves);
    let told = refused();
    assert!(told.contains("it has main up to"), "{told}");
    drop(admin);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn on_a_server_with_a_platforms_roles_only_what_is_new_is_made_and_shown() {
    let dir = folder();
    let cluster = server(dir.path()).await;
    let admin = stoa_pg::connect(&cluster.admin_config()).await.unwrap();
    admin
        .batch_execute(
            "create role authenticator login noinherit password 'kept'; create role service_role bypassrls",
        )
        .await
        .unwrap();
    admin
        .batch_execute("alter system set log_statement = 'ddl'")
        .await
        .unwrap();
    admin
        .batch_execute("select pg_reload_conf()")
        .await
        .unwrap();
    let bootstrap = |more: &[&str]| {
        let output = program(dir.path())
            .args(["db", "bootstrap", "--admin-url", &admin_url(&cluster)])
            .args(more)
            .output()
            .unwrap();
        assert!(output.status.success());
        output
    };
    let made = bootstrap(&[]);
    let shown = settings(&made);
    let names: Vec<_> = shown.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "STOA_MAIN_DATABASE_URL",
            "STOA_TRIPWIRE_DATABASE_URL",
            "STOA_TRAFFIC_DATABASE_URL",
            "STOA_MAIN_OWNER_URL",
            "STOA_TRIPWIRE_OWNER_URL",
            "STOA_TRAFFIC_OWNER_URL",
            "STOA_MASTER_KEY"
        ]
    );
    // The address of new databases is told even where the password is not ours to tell.
    assert!(shown[0].1.contains("authenticator:PASSWORD@"), "{shown:?}");
    let said = String::from_utf8_lossy(&made.stdout);
    assert!(
        said.contains("authenticator was there and keeps its password"),
        "{said}"
    );
    let warned = String::from_utf8_lossy(&made.stderr);
    assert!(
        warned.contains("alter role service_role nosuperuser nobypassrls"),
        "{warned}"
    );
    // The login works, and the server's log does not know its password.
    let owner: tokio_postgres::Config = shown[3].1.parse().unwrap();
    stoa_pg::connect(&owner).await.unwrap();
    let log = std::fs::read_to_string(dir.path().join("server/postgres.log")).unwrap();
    assert!(
        log.contains("alter role stoa_migrator password"),
        "statements are logged"
    );
    let password = String::from_utf8(owner.get_password().unwrap().to_vec()).unwrap();
    assert!(!log.contains(&password), "the log knows a password");

    // A second installation on the same server does not look like the first one.
    let twin = bootstrap(&["--prefix", "twin"]);
    for (_, value) in &settings(&twin)[..6] {
        assert!(
            value.contains(":PASSWORD@") && value.contains("/twin_"),
            "{value}"
        );
    }

    let script = bootstrap(&["--print"]);
    let script = String::from_utf8_lossy(&script.stdout);
    let settings: Vec<_> = script
        .lines()
        .filter(|line| line.contains("STOA_"))
        .collect();
    assert_eq!(settings.len(), 7);
    assert!(
        settings.iter().all(|line| line.starts_with("-- ")),
        "{script}"
    );
    drop(admin);
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
