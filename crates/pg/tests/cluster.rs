//! The private cluster against the real server: what it starts, survives, refuses and leaves behind.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use stoa_pg::cluster::{Cluster, ClusterError, ClusterOptions, ClusterState};
use tempfile::TempDir;

const DEADLINE: Duration = Duration::from_mins(1);

/// A directory that the server's user can reach.
fn place() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    dir
}

fn options(data_dir: PathBuf) -> ClusterOptions {
    ClusterOptions {
        data_dir,
        bin_dir: None,
        os_user: None,
        max_connections: 20,
        durable: false,
    }
}

async fn start(place: &TempDir) -> Cluster {
    Cluster::start(options(place.path().join("data")))
        .await
        .unwrap()
}

async fn ask(cluster: &Cluster, question: &str) -> String {
    let client = stoa_pg::connect(&cluster.admin_config()).await.unwrap();
    client.query_one(question, &[]).await.unwrap().get(0)
}

async fn tell(cluster: &Cluster, statement: &str) {
    stoa_pg::connect(&cluster.admin_config())
        .await
        .unwrap()
        .batch_execute(statement)
        .await
        .unwrap();
}

async fn reaches(cluster: &Cluster, wanted: impl Fn(&ClusterState) -> bool) -> ClusterState {
    let mut state = cluster.state();
    let waiting = state.wait_for(|now| wanted(now));
    tokio::time::timeout(DEADLINE, waiting)
        .await
        .expect("the state comes in time")
        .unwrap()
        .clone()
}

fn eventually(what: &str, condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(
            started.elapsed() < DEADLINE,
            "not within {DEADLINE:?}: {what}"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn kill(pid: u32, signal: Signal) {
    kill_process(Pid::from_raw(pid.cast_signed()).unwrap(), signal).unwrap();
}

/// The processes that work anywhere below `dir`; a zombie works nowhere.
fn processes_in(dir: &Path) -> Vec<u32> {
    let dir = fs::canonicalize(dir).unwrap();
    let numbers = fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|e| e.file_name().to_str()?.parse().ok());
    numbers
        .filter(|pid: &u32| {
            fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd.starts_with(&dir))
        })
        .collect()
}

/// A process that holds a cluster, as Stoa does.
struct Holder {
    process: Child,
    server: u32,
}

/// The holder's program: `cargo test --test cluster` alone does not build it.
/// The example's program: `cargo test` builds it with the tests of this package, unless only some were asked for.
fn holder() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let profile = tests.parent().and_then(Path::parent).unwrap();
    let program = profile.join("examples/hold_cluster");
    if !program.exists() {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--package", "stoa-pg"]);
        let status = build.args(["--example", "hold_cluster"]).status();
        assert!(status.unwrap().success());
    }
    program
}

fn hold(place: &TempDir) -> Holder {
    let mut process = Command::new(holder())
        .arg(place.path().join("data"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    Holder {
        process,
        server: line
            .trim()
            .parse()
            .expect("the holder prints the server's process"),
    }
}

#[tokio::test]
async fn an_empty_directory_becomes_a_private_server() {
    let place = place();
    let cluster = start(&place).await;
    assert_eq!(
        ask(&cluster, "select current_user::text").await,
        "stoa_admin"
    );
    for (setting, value) in [
        ("listen_addresses", ""),
        ("wal_level", "minimal"),
        ("max_wal_senders", "0"),
        ("shared_buffers", "128MB"),
        ("max_connections", "20"),
        ("password_encryption", "scram-sha-256"),
        ("server_encoding", "UTF8"),
        ("lc_collate", "C.UTF-8"),
        ("fsync", "off"),
    ] {
        assert_eq!(
            ask(&cluster, &format!("show {setting}")).await,
            value,
            "{setting}"
        );
    }
    let data = cluster.data_dir();
    assert_eq!(
        fs::metadata(data.join("admin.secret")).unwrap().mode() & 0o777,
        0o600
    );
    for private in [&data.join("pgdata"), cluster.socket_dir()] {
        assert_eq!(
            fs::metadata(private).unwrap().mode() & 0o777,
            0o700,
            "{}",
            private.display()
        );
    }
    assert!(
        !data.join("initdb.secret").exists(),
        "the copy of the password is gone"
    );
    let mut stranger = cluster.admin_config();
    assert!(
        stoa_pg::connect(stranger.password("guessed"))
            .await
            .is_err(),
        "the password is asked for"
    );
    cluster.stop().await.unwrap();
    assert!(
        processes_in(place.path()).is_empty(),
        "nothing runs after a stop"
    );
}

#[tokio::test]
async fn a_durable_server_keeps_what_it_was_told_over_a_stop() {
    let place = place();
    let durable = || ClusterOptions {
        durable: true,
        ..options(place.path().join("data"))
    };
    let cluster = Cluster::start(durable()).await.unwrap();
    assert_eq!(ask(&cluster, "show fsync").await, "on");
    tell(&cluster, "create table kept as select 'kept' as word").await;
    let mut state = cluster.state();
    cluster.stop().await.unwrap();
    assert_eq!(*state.borrow_and_update(), ClusterState::Stopped);
    let again = Cluster::start(durable()).await.unwrap();
    assert_eq!(ask(&again, "select word from kept").await, "kept");
    let log = fs::read_to_string(again.data_dir().join("postgres.log")).unwrap();
    assert!(!log.contains("not properly shut down"), "{log}");
    again.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_start_on_the_same_directory_is_refused() {
    let place = place();
    let cluster = start(&place).await;
    let error = Cluster::start(options(place.path().join("data")))
        .await
        .unwrap_err();
    let own = std::process::id().to_string();
    assert!(
        matches!(&error, ClusterError::InUse { pid, .. } if *pid == own),
        "{error}"
    );
    assert!(
        error.to_string().contains("in use by another Stoa"),
        "{error}"
    );
    assert_eq!(ask(&cluster, "select 'unharmed'").await, "unharmed");
}

#[tokio::test]
async fn a_dropped_handle_stops_the_server() {
    let place = place();
    drop(start(&place).await);
    assert!(processes_in(place.path()).is_empty());
}

#[tokio::test]
async fn a_killed_server_is_started_again() {
    let place = place();
    let cluster = start(&place).await;
    tell(&cluster, "create table kept as select 'kept' as word").await;
    let first = cluster.server_pid().unwrap();
    let mut state = cluster.state();
    state.mark_unchanged();
    kill(first, Signal::KILL);
    let seen = reaches(&cluster, |now| *now != ClusterState::Running).await;
    assert_eq!(seen, ClusterState::Restarting { attempt: 1 });
    reaches(&cluster, |now| *now == ClusterState::Running).await;
    assert_ne!(cluster.server_pid(), Some(first));
    assert_eq!(ask(&cluster, "select word from kept").await, "kept");
    cluster.stop().await.unwrap();
    assert!(processes_in(place.path()).is_empty());
}

#[tokio::test]
async fn a_server_that_somebody_else_asked_to_stop_does_not_wait_for_our_connections() {
    let place = place();
    let cluster = start(&place).await;
    let held = stoa_pg::connect(&cluster.admin_config()).await.unwrap();
    let first = cluster.server_pid().unwrap();
    let mut state = cluster.state();
    state.mark_unchanged();
    kill(first, Signal::TERM);
    let seen = reaches(&cluster, |now| *now != ClusterState::Running).await;
    assert_eq!(seen, ClusterState::Restarting { attempt: 1 });
    reaches(&cluster, |now| *now == ClusterState::Running).await;
    assert_eq!(ask(&cluster, "select 'here'").await, "here");
    assert!(held.is_closed());
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_that_cannot_be_started_again_is_given_up_with_the_reason() {
    let place = place();
    let cluster = start(&place).await;
    fs::write(cluster.data_dir().join("pgdata/pg_hba.conf"), "nonsense\n").unwrap();
    kill(cluster.server_pid().unwrap(), Signal::KILL);
    let ClusterState::Failed { reason } =
        reaches(&cluster, |now| matches!(now, ClusterState::Failed { .. })).await
    else {
        panic!("only a failure was waited for");
    };
    assert!(reason.contains("pg_hba.conf"), "{reason}");
    assert_eq!(cluster.server_pid(), None);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_stale_pid_file_does_not_hinder() {
    let place = place();
    start(&place).await.stop().await.unwrap();
    let data = place.path().join("data");
    // A living process that has nothing to do with the cluster: ourselves.
    let stale = format!(
        "{}\n{}\n1\n5432\n{}\n\n0 0\nready\n",
        std::process::id(),
        data.join("pgdata").display(),
        data.display()
    );
    fs::write(data.join("pgdata/postmaster.pid"), &stale).unwrap();
    fs::write(data.join("socket/.s.PGSQL.5432.lock"), &stale).unwrap();
    let cluster = start(&place).await;
    assert_eq!(ask(&cluster, "select 'up'").await, "up");
}

#[tokio::test]
async fn an_interrupted_first_start_is_thrown_away() {
    let place = place();
    let unfinished = place.path().join("data/pgdata.new");
    fs::create_dir_all(&unfinished).unwrap();
    fs::write(unfinished.join("PG_VERSION"), "15\n").unwrap();
    fs::set_permissions(place.path().join("data"), fs::Permissions::from_mode(0o755)).unwrap();
    let cluster = start(&place).await;
    assert_eq!(ask(&cluster, "select 'up'").await, "up");
    assert!(!unfinished.exists());
}

#[tokio::test]
async fn a_start_that_nobody_waits_for_any_more_ends_what_it_began() {
    let place = place();
    let data = place.path().join("data");
    {
        let starting = Cluster::start(options(data.clone()));
        tokio::pin!(starting);
        while !data.join("pgdata.new").exists() {
            assert!(
                futures::poll!(starting.as_mut()).is_pending(),
                "it cannot be up yet"
            );
            tokio::task::yield_now().await;
        }
    }
    eventually("the lock is free and nothing runs", || {
        let lock = fs::File::open(data.join("stoa.lock")).unwrap();
        let free =
            rustix::fs::flock(&lock, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_ok();
        free && processes_in(place.path()).is_empty()
    });
    let cluster = start(&place).await;
    assert_eq!(ask(&cluster, "select 'up'").await, "up");
}

#[tokio::test]
async fn a_killed_holder_leaves_no_server_behind() {
    let place = place();
    let mut holder = hold(&place);
    assert!(!processes_in(place.path()).is_empty());
    holder.process.kill().unwrap();
    holder.process.wait().unwrap();
    eventually("the server has followed its parent", || {
        processes_in(place.path()).is_empty()
    });
    let cluster = start(&place).await;
    assert_eq!(ask(&cluster, "select 'up'").await, "up");
}

#[tokio::test]
async fn a_holder_killed_together_with_its_server_does_not_hinder_the_next_start() {
    let place = place();
    let mut holder = hold(&place);
    kill(holder.server, Signal::STOP);
    holder.process.kill().unwrap();
    holder.process.wait().unwrap();
    // Stopped, it cannot follow its parent: a live orphan, which then dies with its shared memory in use.
    assert!(!processes_in(place.path()).is_empty());
    kill(holder.server, Signal::KILL);
    let cluster = start(&place).await;
    assert_eq!(ask(&cluster, "select 'up'").await, "up");
    assert_ne!(cluster.server_pid(), Some(holder.server));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_orphan_is_ended_before_the_next_start() {
    let place = place();
    let mut holder = hold(&place);
    kill(holder.server, Signal::STOP);
    holder.process.kill().unwrap();
    holder.process.wait().unwrap();
    let starting = tokio::spawn(Cluster::start(options(place.path().join("data"))));
    let lock = place.path().join("data/stoa.lock");
    let own = std::process::id().to_string();
    eventually("the next start has the directory", || {
        fs::read_to_string(&lock).is_ok_and(|pid| pid == own)
    });
    kill(holder.server, Signal::CONT);
    let cluster = starting.await.unwrap().unwrap();
    assert_eq!(ask(&cluster, "select 'up'").await, "up");
    cluster.stop().await.unwrap();
    assert!(processes_in(place.path()).is_empty());
}

#[tokio::test]
async fn a_long_path_moves_the_socket_to_a_short_one() {
    let place = place();
    let data_dir = place.path().join("d".repeat(120));
    let cluster = Cluster::start(options(data_dir)).await.unwrap();
    let socket_dir = cluster.socket_dir().to_owned();
    assert!(socket_dir.starts_with("/tmp"), "{}", socket_dir.display());
    assert_eq!(fs::metadata(&socket_dir).unwrap().mode() & 0o777, 0o700);
    assert_eq!(ask(&cluster, "select 'up'").await, "up");
    cluster.stop().await.unwrap();
    assert!(
        !socket_dir.exists(),
        "a stop leaves nothing outside the data directory"
    );
}

#[tokio::test]
async fn a_directory_that_the_servers_user_cannot_reach_is_refused_with_the_fix() {
    if !rustix::process::geteuid().is_root() {
        return; // Only root gives its rights away.
    }
    let place = place();
    let closed = place.path().join("closed");
    fs::DirBuilder::new().mode(0o700).create(&closed).unwrap();
    let error = Cluster::start(options(closed.join("data")))
        .await
        .unwrap_err();
    assert!(
        matches!(&error, ClusterError::Unreachable { blocked_at, .. } if *blocked_at == fs::canonicalize(&closed).unwrap())
    );
    assert!(error.to_string().contains("chmod o+x"), "{error}");
    assert!(!closed.join("data").exists(), "nothing was made");
}

#[tokio::test]
async fn a_cluster_of_another_version_is_refused_and_left_alone() {
    let place = place();
    start(&place).await.stop().await.unwrap();
    let version = place.path().join("data/pgdata/PG_VERSION");
    fs::write(&version, "9999\n").unwrap();
    let error = Cluster::start(options(place.path().join("data")))
        .await
        .unwrap_err();
    assert!(
        matches!(error, ClusterError::WrongMajor { need: 9999, .. }),
        "{error}"
    );
}

#[tokio::test]
async fn a_lost_password_is_told_apart_from_a_new_cluster() {
    let place = place();
    start(&place).await.stop().await.unwrap();
    fs::remove_file(place.path().join("data/admin.secret")).unwrap();
    let error = Cluster::start(options(place.path().join("data")))
        .await
        .unwrap_err();
    assert!(matches!(error, ClusterError::SecretMissing(_)), "{error}");
}
