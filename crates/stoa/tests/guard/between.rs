//! What may stand between a program and its server: a real pooler, and a server that says it is another one.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream, UnixStream},
    time::Instant,
};

use super::{PATIENCE, Project, TABLES, steps, stoa};

const POOLER: &str = "/usr/sbin/pgbouncer";

/// `PgBouncer`, pooling by transaction; it ends with the test.
struct Pooled {
    process: Child,
    port: u16,
    _dir: tempfile::TempDir,
}

impl Drop for Pooled {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where a project's database is: login, directory of the socket, name.
fn parts(project: &Project) -> (String, String, PathBuf, String) {
    let rest = project.url.strip_prefix("postgres://").unwrap();
    let (login, place) = rest.rsplit_once('@').unwrap();
    let (user, password) = login.split_once(':').unwrap();
    let (host, database) = place.split_once('/').unwrap();
    (
        user.to_owned(),
        password.to_owned(),
        host.replace("%2F", "/").into(),
        database.to_owned(),
    )
}

async fn pooled(project: &Project, more: &str) -> Pooled {
    let (user, password, socket, database) = parts(project);
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let dir = tempfile::tempdir().unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let file = dir.path().join("pgbouncer.ini");
    let text = format!(
        "[databases]\n{database} = host={} dbname={database} user={user} password={password}\n\
         [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n\
         pool_mode = transaction\n{more}\n",
        socket.display()
    );
    fs::write(&file, text).unwrap();
    let mut command = unprivileged();
    // Without it: scripts/install test.
    let process = command
        .arg(&file)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let pooled = Pooled {
        process,
        port,
        _dir: dir,
    };
    let deadline = Instant::now() + PATIENCE;
    while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        assert!(Instant::now() < deadline, "PgBouncer does not listen");
        tokio::task::yield_now().await;
    }
    pooled
}

/// It does not run as root.
fn unprivileged() -> Command {
    if rustix::process::geteuid().is_root() {
        let mut command = Command::new("setpriv");
        command.args([
            "--reuid",
            "postgres",
            "--regid",
            "postgres",
            "--init-groups",
            POOLER,
        ]);
        return command;
    }
    Command::new(POOLER)
}

#[tokio::test]
async fn behind_a_real_pooler_nothing_is_migrated() {
    let project = Project::new(&steps()).await;
    let (user, password, _, database) = parts(&project);
    for (more, _why) in [
        ("", "it refuses settings that it does not know"),
        ("ignore_startup_parameters = options", "it swallows them"),
    ] {
        let pooled = pooled(&project, more).await;
        let url = format!(
            "postgres://{user}:{password}@127.0.0.1:{}/{database}?sslmode=disable",
            pooled.port
        );
        for command in ["up", "status", "up", "fingerprint"] {
            let output = stoa(project.dir.path(), &url, &[command]).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(3), "{command}: {said}");
            assert!(said.contains("pooler"), "{command}: {said}");
        }
    }
    assert_eq!(project.ask(TABLES).await, "0");
    assert_eq!(
        project.ask("to_regnamespace('stoa_guard') is null").await,
        "true"
    );
}

#[tokio::test]
async fn an_audit_needs_one_transaction_and_works_behind_a_real_pooler() {
    let project = Project::new(&[]).await;
    project
        .admin
        .batch_execute("create table public.t (id int primary key)")
        .await
        .unwrap();
    let (user, password, _, database) = parts(&project);
    let pooled = pooled(&project, "default_pool_size = 1").await;
    let url = format!(
        "postgres://{user}:{password}@127.0.0.1:{}/{database}?sslmode=disable",
        pooled.port
    );
    // One connection to the server serves one after the other.
    for _ in 0..3 {
        let output = Command::new(env!("CARGO_BIN_EXE_stoa"))
            .current_dir(project.dir.path())
            .args(["audit", "--database-url", &url, "--fail-on", "never"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
    }
}

/// A server that says it is of another major version: the division of its version number is by another number.
async fn of_another_version(socket: PathBuf) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = UnixStream::connect(&socket).await.unwrap();
            tokio::spawn(changed(client, server));
        }
    });
    port
}

async fn changed(client: TcpStream, server: UnixStream) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let back = tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
    let mut buffer = vec![0; 1 << 20];
    while let Ok(read @ 1..) = from_client.read(&mut buffer).await {
        let sent = &mut buffer[..read];
        let asked = b"::integer / 10000";
        if let Some(at) = sent.windows(asked.len()).position(|w| w == asked) {
            sent[at..at + asked.len()].copy_from_slice(b"::integer / 20000");
        }
        if to_server.write_all(sent).await.is_err() {
            break;
        }
    }
    drop(to_server);
    let _ = back.await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_of_another_version_is_not_compared_with_one_of_this() {
    let project = Project::new(&steps()).await;
    let (user, password, socket, database) = parts(&project);
    let socket = Path::new(&socket).join(".s.PGSQL.5432");
    let port = of_another_version(socket).await;
    let url = format!("postgres://{user}:{password}@127.0.0.1:{port}/{database}?sslmode=disable");
    let scratch = format!("{}/postgres", project.url.rsplit_once('/').unwrap().0);
    for arguments in [
        &["drift", "--recorded", "0006", "--scratch-url", &scratch][..],
        &["stamp", "0006", "--scratch-url", &scratch][..],
    ] {
        let output = stoa(project.dir.path(), &url, arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(
            said.contains("is on PostgreSQL") && said.contains("--scratch-url"),
            "{said}"
        );
    }
    assert_eq!(
        project.ask("to_regnamespace('stoa_guard') is null").await,
        "true"
    );
}
