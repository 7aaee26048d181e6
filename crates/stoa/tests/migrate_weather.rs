//! `stoa migrate up` cut off: killed, or its connection lost, at any moment. The database is as before or as after, the
//! next run knows which, and poolers are told from servers.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "guard/bad_files.rs"]
mod bad_files;
#[path = "guard/between.rs"]
mod between;

use std::{
    fs,
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use stoa_testdb::server::shared;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, UnixStream},
    time::{Instant, timeout},
};
use tokio_postgres::Client;

const PATIENCE: Duration = Duration::from_secs(30);

struct Project {
    dir: tempfile::TempDir,
    url: String,
    admin: Client,
}

impl Project {
    async fn new(files: &[(String, String)]) -> Self {
        let address = shared().await.unwrap();
        let database = address.empty().await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("migrations")).unwrap();
        for (name, text) in files {
            fs::write(dir.path().join("migrations").join(name), text).unwrap();
        }
        Self {
            dir,
            url: address.url(database.get_dbname().unwrap()),
            admin: stoa_pg::connect(&database).await.unwrap(),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        stoa(self.dir.path(), &self.url, arguments)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    }

    async fn ask(&self, question: &str) -> String {
        let query = format!("select coalesce(({question})::text, '')");
        self.admin.query_one(&query, &[]).await.unwrap().get(0)
    }

    /// Waits until something is true of the database.
    async fn until(&self, condition: &str) {
        let deadline = Instant::now() + PATIENCE;
        while self.ask(condition).await != "true" {
            assert!(Instant::now() < deadline, "never true: {condition}");
            tokio::task::yield_now().await;
        }
    }

    /// Waits until no run holds anything any more.
    async fn nobody_migrates(&self) {
        self.until(
            "select count(*) = 0 from pg_stat_activity where datname = current_database() and application_name = 'stoa migrate'",
        )
        .await;
    }
}

fn stoa(dir: &Path, url: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stoa"));
    command
        .current_dir(dir)
        .env("DATABASE_URL", url)
        .arg("migrate")
        .args(arguments);
    command
}

fn pair(number: usize, up: &str, down: &str) -> [(String, String); 2] {
    [("up", up), ("down", down)]
        .map(|(half, text)| (format!("{number:04}_step.{half}.sql"), format!("{text}\n")))
}

/// Six versions that each leave one table and one row behind.
fn steps() -> Vec<(String, String)> {
    (1..=6)
        .flat_map(|n| {
            let up = format!(
                "create table public.t{n} (id int primary key);\nselect pg_sleep(0.02);\ninsert into public.t{n} values ({n});"
            );
            pair(n, &up, &format!("drop table public.t{n};"))
        })
        .collect()
}

const STANDING: &str = "select count(*) from stoa_guard.journal where state = 'applied'";
const TABLES: &str =
    "select count(*) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace";

#[tokio::test]
async fn killed_at_any_moment_a_run_leaves_whole_versions_and_the_next_one_goes_on() {
    let project = Project::new(&steps()).await;
    for delay_ms in [5, 20, 40, 60, 80, 120, 160] {
        let mut child = project.start(&["up"]);
        let killed = timeout(Duration::from_millis(delay_ms), async {
            while child.try_wait().unwrap().is_none() {
                tokio::task::yield_now().await;
            }
        });
        let _ = killed.await;
        child.kill().unwrap();
        child.wait().unwrap();
        project.nobody_migrates().await;
        if project
            .ask("to_regclass('stoa_guard.journal') is null")
            .await
            == "true"
        {
            assert_eq!(project.ask(TABLES).await, "0");
            continue;
        }
        assert_eq!(project.ask(STANDING).await, project.ask(TABLES).await);
        assert_eq!(
            project
                .ask("select count(*) from stoa_guard.journal where state = 'running'")
                .await,
            "0"
        );
    }
    let last = project.run(&["up"]);
    assert_eq!(last.status.code(), Some(0), "{last:?}");
    assert_eq!(project.ask(TABLES).await, "6");
    assert_eq!(project.run(&["status"]).status.code(), Some(0));
}

#[tokio::test]
async fn a_killed_run_lets_go_of_its_locks_before_its_statement_would_have_ended() {
    let files = pair(
        1,
        "create table public.t (id int);\nselect pg_sleep(600);",
        "drop table public.t;",
    );
    let project = Project::new(&files).await;
    let mut child = project.start(&["up", "--statement-timeout-ms", "900000"]);
    project
        .until("select count(*) = 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'")
        .await;
    child.kill().unwrap();
    child.wait().unwrap();
    project.nobody_migrates().await;
    assert_eq!(project.ask(TABLES).await, "0");
}

#[tokio::test]
async fn killed_while_it_builds_an_index_a_run_is_resumed() {
    let table = pair(1, "create table public.t (id int);", "drop table public.t;");
    let index = pair(
        2,
        "-- stoa:no-transaction\ncreate index concurrently t_id on public.t (id);",
        "-- stoa:no-transaction\ndrop index concurrently public.t_id;",
    );
    let project = Project::new(&[table, index].concat()).await;
    assert_eq!(project.run(&["up", "--to", "1"]).status.code(), Some(0));
    // An old transaction keeps the build from ending.
    let old = stoa_pg::connect(&project.url.parse().unwrap())
        .await
        .unwrap();
    old.batch_execute("begin; insert into public.t values (1)")
        .await
        .unwrap();
    let mut child = project.start(&["up"]);
    project
        .until("select count(*) > 0 from pg_stat_progress_create_index where datname = current_database()")
        .await;
    child.kill().unwrap();
    child.wait().unwrap();
    // The server goes on building, under the lock of the run that is no more: that is said, and nothing is begun.
    let busy = project.run(&["up", "--wait-ms", "100"]);
    let said = String::from_utf8_lossy(&busy.stderr).into_owned();
    assert!(
        busy.status.code() == Some(7) && said.contains("process"),
        "{said}"
    );
    assert_eq!(project.run(&["status"]).status.code(), Some(6));
    old.batch_execute("rollback").await.unwrap();
    project.nobody_migrates().await;
    assert_eq!(project.run(&["up"]).status.code(), Some(6));
    let resumed = project.run(&["resume"]);
    assert_eq!(resumed.status.code(), Some(0), "{resumed:?}");
    assert_eq!(
        project
            .ask("select indisvalid from pg_index where indexrelid = 'public.t_id'::regclass")
            .await,
        "true"
    );
    assert_eq!(project.run(&["up"]).status.code(), Some(0));
}

#[tokio::test]
async fn a_connection_that_is_cut_in_a_statement_takes_the_whole_file_back() {
    let files = pair(
        1,
        "create table public.t (id int);\nselect pg_sleep(600);",
        "drop table public.t;",
    );
    let project = Project::new(&files).await;
    let mut command = project.command(&["up", "--statement-timeout-ms", "900000"]);
    let child = command.stderr(Stdio::piped()).spawn().unwrap();
    project
        .until("select count(*) = 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'")
        .await;
    project
        .ask("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'")
        .await;
    let output = tokio::task::spawn_blocking(|| child.wait_with_output())
        .await
        .unwrap()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(matches!(output.status.code(), Some(3 | 5)), "{said}");
    assert!(said.contains("0001_step"), "{said}");
    assert_eq!(project.ask(TABLES).await, "0");
}

/// What stands between a program and its server.
#[derive(Clone, Copy)]
enum Pooler {
    /// Refuses settings of a session that it does not know, as `PgBouncer` does.
    Refuses,
    /// Keeps them to itself.
    Swallows,
}

/// A pooler on a port of its own.
async fn pooler(kind: Pooler, socket: std::path::PathBuf) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let length = client.read_u32().await.unwrap();
            let mut start = vec![0; usize::try_from(length).unwrap() - 4];
            client.read_exact(&mut start).await.unwrap();
            match kind {
                Pooler::Refuses => {
                    let fields = b"SFATAL\0C08P01\0Munsupported startup parameter: options\0\0";
                    let mut answer = vec![b'E'];
                    answer.extend(u32::try_from(fields.len() + 4).unwrap().to_be_bytes());
                    answer.extend(fields);
                    client.write_all(&answer).await.unwrap();
                }
                Pooler::Swallows => {
                    let start = without_options(&start);
                    let mut server = UnixStream::connect(&socket).await.unwrap();
                    let length = u32::try_from(start.len() + 4).unwrap();
                    server.write_u32(length).await.unwrap();
                    server.write_all(&start).await.unwrap();
                    let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
                }
            }
        }
    });
    port
}

/// A start-up message without its settings.
fn without_options(start: &[u8]) -> Vec<u8> {
    let (version, rest) = start.split_at(4);
    let words: Vec<_> = rest.split(|byte| *byte == 0).collect();
    let mut kept = version.to_vec();
    for pair in words
        .chunks(2)
        .filter(|pair| pair.len() == 2 && !pair[0].is_empty())
    {
        if pair[0] != b"options" {
            for word in pair {
                kept.extend(*word);
                kept.push(0);
            }
        }
    }
    kept.push(0);
    kept
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pooler_in_between_is_refused_with_a_clear_word() {
    let project = Project::new(&steps()).await;
    let (login, path) = project.url.rsplit_once('@').unwrap();
    let (host, database) = path.split_once('/').unwrap();
    let socket = Path::new(&host.replace("%2F", "/")).join(".s.PGSQL.5432");
    for kind in [Pooler::Refuses, Pooler::Swallows] {
        let port = pooler(kind, socket.clone()).await;
        let url = format!("{login}@127.0.0.1:{port}/{database}?sslmode=disable");
        let output = stoa(project.dir.path(), &url, &["up"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains("pooler"), "{said}");
    }
    assert_eq!(project.ask(TABLES).await, "0");
}
