//! A server that is frozen, not dead: nothing is refused, and nothing comes.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    time::{Duration, Instant},
};

use futures::future;
use rustix::process::{Pid, Signal, kill_process};
use secrecy::ExposeSecret as _;
use stoa_core::{Failure as _, Kind};
use stoa_pg::{
    ConnectError, Database as _, Db, DbError, Patience, PoolOptions, Pulse, Scope, Traffic,
    bootstrap::{self, Plan},
    cluster::{Cluster, ClusterOptions},
};
use tempfile::TempDir;
use tokio_postgres::Config;

/// A little more than the second, for a machine that does other things too.
const ABOUT_A_SECOND: Duration = Duration::from_millis(1_500);

/// A private cluster with a traffic database, to be frozen.
struct House {
    db: Db<Traffic>,
    login: Config,
    cluster: Cluster,
    place: TempDir,
}

impl House {
    async fn build() -> Self {
        let place = tempfile::tempdir().unwrap();
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let options = ClusterOptions {
            data_dir: place.path().join("data"),
            bin_dir: None,
            os_user: None,
            max_connections: 40,
            durable: false,
        };
        let cluster = Cluster::start(options).await.unwrap();
        let plan = Plan {
            databases: vec![Traffic::NAME.to_owned()],
            authenticator_password: "secret".to_owned().into(),
            migrator_password: None,
            rotate_passwords: true,
        };
        let admin = cluster.admin_config();
        bootstrap::bootstrap(&admin, &plan).await.unwrap();
        let mut login = admin.clone();
        login
            .user(bootstrap::AUTHENTICATOR)
            .password(plan.authenticator_password.expose_secret())
            .dbname(Traffic::NAME);
        let db = Db::open(login.clone(), PoolOptions::default()).unwrap();
        eventually(async || db.clock_ms().await.is_ok()).await;
        Self {
            db,
            login,
            cluster,
            place,
        }
    }

    /// Stops the postmaster first, so that it makes no further children, then all of them.
    fn freeze(&self) {
        self.signal(Signal::STOP);
    }

    fn thaw(&self) {
        self.signal(Signal::CONT);
    }

    fn signal(&self, signal: Signal) {
        let file = self.place.path().join("data/pgdata/postmaster.pid");
        let pid = fs::read_to_string(file).unwrap();
        let postmaster: i32 = pid.lines().next().unwrap().trim().parse().unwrap();
        kill_process(Pid::from_raw(postmaster).unwrap(), signal).unwrap();
        for child in children(postmaster) {
            let _ = kill_process(Pid::from_raw(child).unwrap(), signal);
        }
    }

    async fn end(self) {
        self.db.close();
        self.cluster.stop().await.unwrap();
    }
}

fn children(parent: i32) -> Vec<i32> {
    let parent_of = |pid: &i32| {
        let stat = fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat"));
        let stat = stat.ok()?;
        stat.rsplit(") ")
            .next()?
            .split(' ')
            .nth(1)?
            .parse::<i32>()
            .ok()
    };
    fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok())
        .filter(|pid| parent_of(pid) == Some(parent))
        .collect()
}

async fn eventually(look: impl AsyncFn() -> bool) {
    let started = Instant::now();
    while !look().await {
        assert!(started.elapsed() < Duration::from_secs(30), "not in time");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn scope() -> Scope {
    Scope::service("test")
}

async fn echo(db: &Db<Traffic>, word: i64) -> Result<i64, DbError> {
    let reader = db.reader(&scope()).await?;
    let statement = reader.client().prepare_cached("select $1::bigint").await?;
    let row = reader
        .read(reader.client().query_one(&statement, &[&word]))
        .await?;
    Ok(row.get(0))
}

fn is_unavailable<T>(outcome: &Result<T, DbError>) -> bool {
    matches!(outcome, Err(DbError::Unavailable { .. }))
}

#[tokio::test]
async fn every_wait_for_a_frozen_server_ends_within_a_second_and_thaw_heals_it() {
    let house = House::build().await;
    let db = &house.db;
    assert_eq!(echo(db, 1).await.unwrap(), 1);
    // Open in the middle of their work when the server freezes.
    let (stays, commits) = (db.begin(&scope()).await, db.begin(&scope()).await);
    let (stays, commits) = (stays.unwrap(), commits.unwrap());
    let reader = db.reader(&scope()).await.unwrap();
    house.freeze();

    let began = Instant::now();
    let opened = async { db.begin(&scope()).await.map(drop) };
    let statement = async { Ok(stays.client().batch_execute("select 1").await?) };
    let unprepared = async { Ok(reader.client().prepare_cached("select 2").await.map(drop)?) };
    let (read, open, ping, clock, statement, prepared, committed) = futures::join!(
        echo(db, 2),
        opened,
        db.clock_ms(),
        db.clock_ms(),
        statement,
        unprepared,
        commits.commit(),
    );
    assert!(began.elapsed() < ABOUT_A_SECOND, "{:?}", began.elapsed());
    assert!(is_unavailable(&read) && is_unavailable(&open));
    assert!(is_unavailable(&ping) && is_unavailable(&clock));
    assert!(is_unavailable(&statement) && is_unavailable(&prepared));
    let committed = committed.unwrap_err();
    assert_eq!(committed.kind(), Kind::Unavailable);

    // Known by now: nobody waits again, for a free connection or for a new one.
    let began = Instant::now();
    let all = future::join_all((0..40).map(|n| echo(db, n))).await;
    assert!(all.iter().all(is_unavailable));
    assert!(
        began.elapsed() < Duration::from_millis(500),
        "{:?}",
        began.elapsed()
    );

    // Lost before COMMIT was sent: then it is certain that nothing happened.
    assert!(is_unavailable(&stays.commit().await));
    drop(reader);
    house.thaw();
    eventually(async || db.clock_ms().await.is_ok()).await;
    // Every connection is a new one, and each answer is that of its own question.
    let answers = future::join_all((0..200).map(|n| echo(db, n))).await;
    for (asked, answered) in (0..200).zip(answers) {
        assert_eq!(answered.unwrap(), asked);
    }
    house.end().await;
}

#[tokio::test]
async fn a_commit_without_an_answer_is_an_unknown_outcome() {
    let house = House::build().await;
    let admin = stoa_pg::connect(house.cluster.admin_config().dbname(Traffic::NAME))
        .await
        .unwrap();
    admin
        .batch_execute(
            "create table public.notes (id int primary key);
             grant usage on schema public to authenticator, service_role;
             grant insert on public.notes to service_role",
        )
        .await
        .unwrap();
    let tx = house.db.begin(&scope()).await.unwrap();
    let insert = tx
        .client()
        .batch_execute("insert into public.notes values (1)");
    insert.await.unwrap();
    // The probe of the commit is prepared before: only COMMIT itself is left without an answer.
    tx.client().prepare_cached("select 1\n").await.unwrap();
    house.freeze();
    let committed = tx.commit().await.unwrap_err();
    assert!(
        matches!(committed, DbError::OutcomeUnknown { .. }),
        "{committed:?}"
    );
    assert_eq!(committed.code(), "database.outcome_unknown");
    assert!(committed.is_outage() && committed.retry_after_seconds().is_some());
    house.thaw();
    // Whether it had arrived before the connection was given up, only the table can say; and it says all or nothing.
    eventually(async || {
        let rows = admin
            .query_one("select count(*) from public.notes", &[])
            .await;
        rows.is_ok_and(|row| row.get::<_, i64>(0) <= 1)
    })
    .await;
    drop(admin);
    house.end().await;
}

#[tokio::test]
async fn a_slow_statement_is_not_a_silent_server() {
    let house = House::build().await;
    let reader = house.db.reader(&scope()).await.unwrap();
    let client = reader.client();
    let slow = client
        .prepare_cached("select pg_sleep(2)::text")
        .await
        .unwrap();
    reader.read(client.query_one(&slow, &[])).await.unwrap();
    drop(reader);
    house.end().await;
}

#[tokio::test]
async fn a_connection_outside_the_pools_does_not_wait_for_ever_either() {
    let house = House::build().await;
    house.freeze();
    let patience = Patience {
        interval: Duration::from_millis(50),
        silence: Duration::from_millis(300),
    };
    let pulse = Pulse::new(&house.login, patience);
    let connecting = pulse.unless_silent(stoa_pg::connect(&house.login)).await;
    assert!(connecting.is_none());
    let began = Instant::now();
    let refused = stoa_pg::connect(&house.login).await;
    assert!(matches!(refused, Err(ConnectError::Silent(_))));
    assert!(began.elapsed() < Duration::from_secs(20));
    house.thaw();
    house.end().await;
}
