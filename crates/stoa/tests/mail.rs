//! Letters through the whole program: asked for in the database, sent by a worker of their own.
#![expect(clippy::too_many_lines, clippy::unwrap_used, reason = "tests")]

mod support;

use std::process::{Child, Command, Stdio};

use serde_json::Value;
use stoa_pg::cluster::{Cluster, ClusterOptions};
use stoa_testkit::fakes::FakeSmtp;
use support::{Stoa, eventually, folder, program};

/// Asks for a letter as a flow does: the person, the ledger's row, the job.
const ASK: &str = "
    insert into auth.users (id, community_id, email, user_metadata, app_metadata, created_at, updated_at)
    values ('70000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001', 'anna@mail.ru', '{}', '{}',
        now(), now());
    insert into auth.letters (id, user_id, kind, email, details, state, requested_at, changed_at)
    values ('70000000-0000-7000-8000-0000000000aa', '70000000-0000-7000-8000-000000000001', 'recovery', 'anna@mail.ru',
        '{}', 'waiting', now(), now());
    insert into ops.job (kind, key, payload, run_at, max_attempts, created_at)
    values ('identity.mail', 'letter:70000000-0000-7000-8000-0000000000aa',
        '{\"v\": 1, \"letter_id\": \"70000000-0000-7000-8000-0000000000aa\"}', now(), 12, now());";

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

/// The settings of three databases on a server.
fn databases(dir: &std::path::Path, cluster: &Cluster) -> Vec<(String, String)> {
    let admin = cluster.admin_config();
    let password = String::from_utf8(admin.get_password().unwrap().to_vec()).unwrap();
    let host = cluster.socket_dir().display().to_string();
    let (user, host) = (admin.get_user().unwrap(), host.replace('/', "%2F"));
    let url = format!("postgres://{user}:{password}@{host}/postgres");
    let made = program(dir)
        .args(["db", "bootstrap", "--admin-url", &url])
        .output()
        .unwrap();
    let text = String::from_utf8(made.stdout).unwrap();
    let lines = text.lines().filter_map(|line| line.split_once('='));
    let settings = lines.filter(|(name, _)| name.starts_with("STOA_"));
    settings
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .chain([
            ("STOA_OPS__TOKEN".to_owned(), OPERATOR.to_owned()),
            (
                "STOA_HTTP__PUBLIC_URL".to_owned(),
                "https://academy.example".to_owned(),
            ),
        ])
        .collect()
}

fn mail(fake: &FakeSmtp) -> Vec<(String, String)> {
    let settings = support::mail_settings(fake).into_iter();
    settings
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// What operators show.
const OPERATOR: &str = "an operator of this test only";

/// A worker; what it writes goes to `worker.log`.
fn worker(dir: &std::path::Path, settings: &[(String, String)]) -> Child {
    let log = std::fs::File::create(dir.join("worker.log")).unwrap();
    let mut command: Command = program(dir);
    command
        .args(["serve", "--role", "worker"])
        .envs(settings.iter().cloned())
        .env("STOA_LOG__LEVEL", "debug")
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap()
}

fn stop(mut worker: Child) {
    support::signal(worker.id(), "TERM");
    assert!(worker.wait().unwrap().success(), "a clean stop");
}

async fn told(web: &Stoa) -> Option<String> {
    let health = web.get("/health").bearer_auth(OPERATOR).send().await;
    let health: Value = health.ok()?.json().await.ok()?;
    Some(health["checks"]["mail"]["message"].as_str()?.to_owned())
}

#[tokio::test]
async fn a_letter_is_held_until_mail_is_configured_and_leaves_from_the_worker() {
    let dir = folder();
    let cluster = server(dir.path()).await;
    let settings = databases(dir.path(), &cluster);
    let named: Vec<_> = settings
        .iter()
        .map(|(n, v)| (n.as_str(), v.clone()))
        .collect();
    let web_dir = folder();
    let web = Stoa::start(web_dir.path(), &["--role", "web"], &named);
    let mut main = cluster.admin_config();
    let (client, connection) = main
        .dbname("stoa_main")
        .connect(tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client.batch_execute(ASK).await.unwrap();

    let first = worker(dir.path(), &settings);
    eventually("the hold", || async {
        (told(&web).await? == "mail is not configured; 0 waiting, 1 held, 0 failed").then_some(())
    })
    .await;
    let metrics = web.get("/metrics").bearer_auth(OPERATOR).send().await;
    let metrics = metrics.unwrap().text().await;
    assert!(metrics.unwrap().contains("stoa_letter{state=\"held\"} 1"));
    stop(first);

    let fake = FakeSmtp::start().await;
    let second = worker(dir.path(), &[settings, mail(&fake)].concat());
    let letter = eventually("the letter", || async { fake.letters().pop() }).await;
    eventually("the note of it", || async {
        (told(&web).await?.ends_with("0 waiting, 0 held, 0 failed")).then_some(())
    })
    .await;
    stop(second);
    let link = letter
        .link("https://academy.example/auth/v1/verify?token=")
        .unwrap();
    let (token, code) = (
        link.split(['=', '&']).nth(1).unwrap(),
        letter.code().unwrap(),
    );
    assert_eq!(
        (letter.to.as_str(), fake.letters().len()),
        ("anna@mail.ru", 1)
    );
    let log = std::fs::read_to_string(dir.path().join("worker.log")).unwrap();
    assert!(log.contains("a letter is sent"), "{log}");
    for secret in [token, &code, FakeSmtp::PASSWORD, "anna@mail.ru"] {
        assert!(
            !log.contains(secret),
            "a secret or an address is in the log"
        );
    }
    let dump = "select coalesce(string_agg(j::text, ' '), '') from ops.job j";
    let jobs: String = client.query_one(dump, &[]).await.unwrap().get(0);
    assert!(
        !jobs.contains(token) && !jobs.contains("anna@mail.ru"),
        "{jobs}"
    );
    drop(web);
    cluster.stop().await.unwrap();
}
