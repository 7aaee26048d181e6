//! What the queue costs, in one process over a durable private cluster.
//!
//! `bench_jobs DATA_DIR PGBENCH [ROUNDS]` prints `name value` lines: medians over the rounds, and ratios to pgbench writing
//! the same row, taken within a round. Started by `bench/run jobs`.

mod latency;

use std::{
    error::Error,
    future::Future,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures::future::BoxFuture;
use secrecy::SecretString;
use serde_json::json;
use stoa_core::Ambient;
use stoa_jobs::{
    Claimed, GroupCommit, Handler, NewJob, Outcome, Waker, Worker, WorkerOptions, enqueue,
    enqueue_many,
};
use stoa_pg::{
    PoolOptions, Scope, TrafficDb,
    bootstrap::{self, Plan},
    cluster::{Cluster, ClusterOptions},
};
use tokio_postgres::Client;
use tokio_util::sync::CancellationToken;

const SCHEMA: [&str; 6] = [
    include_str!("../../../pg/migrations/0001_scope.up.sql"),
    include_str!("../../../pg/migrations/0002_jobs.up.sql"),
    include_str!("../../../pg/migrations/0003_limiter.up.sql"),
    include_str!("../../../pg/migrations/0004_standing.up.sql"),
    include_str!("../../../pg/migrations/0005_bound_names.up.sql"),
    include_str!("../../../pg/migrations/0006_queue.up.sql"),
];
const PASSWORD: &str = "bench";
const CALLERS: u64 = 50;
const ROUND: Duration = Duration::from_secs(3);
/// As `enqueue_many` writes them.
const ROWS: &str = "insert into ops.job (kind, key, payload, run_at, max_attempts, created_at) select 'bench.row', \
    gen_random_uuid()::text, '{\"n\": 1}', now(), 12, now() from generate_series(1, 500) on conflict (kind, key) do nothing;\n";
/// The same row as `enqueue` writes.
const ROW: &str = "insert into ops.job (kind, key, payload, run_at, max_attempts, created_at) values ('bench.row', \
    gen_random_uuid()::text, '{\"n\": 1}', now(), 12, now()) on conflict (kind, key) do nothing;\n";

type Failed = Box<dyn Error + Send + Sync>;

struct Bench {
    db: TrafficDb,
    admin: Client,
    ambient: Ambient,
    next: AtomicU64,
}

struct Nothing(AtomicU64);

impl Handler for Nothing {
    fn kind(&self) -> &'static str {
        "bench.drain"
    }

    fn run<'a>(&'a self, _: &'a Claimed) -> BoxFuture<'a, Outcome> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::ready(Outcome::Done))
    }
}

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let usage = "usage: bench_jobs DATA_DIR PGBENCH [ROUNDS]";
    let (data_dir, pgbench) = (args.next().ok_or(usage)?, args.next().ok_or(usage)?);
    let rounds = args.next().and_then(|text| text.to_str()?.parse().ok());
    let options = ClusterOptions {
        data_dir,
        bin_dir: None,
        os_user: None,
        max_connections: 120,
        durable: true,
    };
    let cluster = Cluster::start(options).await?;
    let measured = measure(&cluster, &pgbench, rounds.unwrap_or(3)).await;
    cluster.stop().await?;
    measured
}

async fn measure(cluster: &Cluster, pgbench: &Path, rounds: usize) -> Result<(), Failed> {
    let bench = Bench::prepare(cluster).await?;
    let mut figures: Vec<(&str, Vec<f64>)> = Vec::new();
    let mut add = |name, value| match figures.iter_mut().find(|(known, _)| *known == name) {
        Some((_, values)) => values.push(value),
        None => figures.push((name, vec![value])),
    };
    for _ in 0..rounds {
        bench
            .admin
            .batch_execute("truncate ops.job cascade")
            .await?;
        let row = pgbench_rate(pgbench, cluster, (ROW, CALLERS))?;
        let single = bench.rate(Bench::one).await?;
        let group = GroupCommit::start(bench.db.clone(), Waker::default());
        let grouped = bench.rate(|bench| bench.in_group(&group)).await?;
        let rows = 500.0 * pgbench_rate(pgbench, cluster, (ROWS, 1))?;
        let bulk = bench.bulk().await?;
        add("pgbench_row_per_s", row);
        add("enqueue_per_s", single);
        add("enqueue_ratio", single / row);
        add("group_per_s", grouped);
        add("group_ratio", grouped / row);
        add("bulk_per_s", bulk);
        add("bulk_ratio", bulk / rows);
        add("drain_per_s", bench.drain(20_000, 50).await?);
        add("drain_10_per_s", bench.drain(20_000, 10).await?);
        add("enqueue_in_tx_ms", bench.in_tx_ms().await?);
        let here = bench.latency_here().await?;
        add("start_p50_ms", here.p50);
        add("start_p99_ms", here.p99);
        let elsewhere = bench.latency_elsewhere().await?;
        add("start_elsewhere_p50_ms", elsewhere.p50);
        add("start_elsewhere_p99_ms", elsewhere.p99);
    }
    bench
        .admin
        .batch_execute("truncate ops.job cascade")
        .await?;
    let small = bench.claim_p99_ms(10_000, 10_000).await?;
    let large = bench.claim_p99_ms(1_000_000, 1_000_000).await?;
    add("claim_p99_ms_10k", small);
    add("claim_p99_ms_1m", large);
    add("claim_p99_ratio", large / small);
    add("idle_tx_per_s", bench.idle().await?);
    let mut out = std::io::stdout();
    for (name, values) in figures {
        writeln!(out, "{name} {:.3}", median(values))?;
    }
    Ok(())
}

impl Bench {
    async fn prepare(cluster: &Cluster) -> Result<Self, Failed> {
        let login = cluster.admin_config();
        let plan = Plan {
            databases: vec!["traffic".to_owned()],
            authenticator_password: SecretString::from(PASSWORD),
            migrator_password: None,
            rotate_passwords: true,
        };
        bootstrap::bootstrap(&login, &plan).await?;
        let admin = stoa_pg::connect(login.clone().dbname("traffic")).await?;
        for file in SCHEMA {
            let statement = format!("set role {};{file}; reset role", bootstrap::OWNER);
            admin.batch_execute(&statement).await?;
        }
        let mut serve = login.clone();
        serve
            .dbname("traffic")
            .user(bootstrap::AUTHENTICATOR)
            .password(PASSWORD);
        let options = PoolOptions {
            max_connections: 60,
            statement_timeout: Duration::from_mins(2),
            ..PoolOptions::default()
        };
        Ok(Self {
            db: TrafficDb::open(serve, options)?,
            admin,
            ambient: Ambient::system(),
            next: AtomicU64::new(0),
        })
    }

    fn job(&self, kind: &'static str) -> NewJob {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let now = self.ambient.now();
        NewJob::new(kind, format!("key:{number}"), json!({ "n": 1 }), now)
    }

    async fn put(&self, kind: &'static str) -> Result<(), Failed> {
        let tx = self.db.begin(&Scope::service("bench")).await?;
        enqueue(&tx, self.job(kind)).await?;
        Ok(tx.commit().await?)
    }

    async fn one(&self) -> Result<(), Failed> {
        self.put("bench.row").await
    }

    async fn in_group(&self, group: &GroupCommit) -> Result<(), Failed> {
        group.enqueue(self.job("bench.row")).await?;
        Ok(())
    }

    /// How often per second `CALLERS` do something, one thing after another each.
    async fn rate<'b, F>(&'b self, work: impl Fn(&'b Self) -> F) -> Result<f64, Failed>
    where
        F: Future<Output = Result<(), Failed>>,
    {
        let (began, done) = (Instant::now(), AtomicU64::new(0));
        let callers = (0..CALLERS).map(|_| async {
            while began.elapsed() < ROUND {
                work(self).await?;
                done.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<_, Failed>(())
        });
        futures::future::try_join_all(callers).await?;
        Ok(per_second(done.into_inner(), began.elapsed()))
    }

    async fn bulk(&self) -> Result<f64, Failed> {
        let (began, mut done) = (Instant::now(), 0);
        while began.elapsed() < ROUND {
            let jobs: Vec<_> = (0..500).map(|_| self.job("bench.row")).collect();
            let tx = self.db.begin(&Scope::service("bench")).await?;
            enqueue_many(&tx, &jobs).await?;
            tx.commit().await?;
            done += 500;
        }
        Ok(per_second(done, began.elapsed()))
    }

    async fn fill(&self, kind: &str, state: &str, number: u64) -> Result<(), Failed> {
        let fill = format!(
            "insert into ops.job (kind, key, payload, state, run_at, max_attempts, created_at, finished_at)
            select '{kind}', '{state}:' || n, '{{\"n\": 1}}', '{state}', now() - interval '1 minute', 12, now(),
                case when '{state}' = 'done' then now() end
            from generate_series(1, {number}) n on conflict do nothing"
        );
        self.admin.batch_execute(&fill).await?;
        Ok(self.admin.batch_execute("vacuum analyze ops.job").await?)
    }

    fn work(&self, handler: Arc<dyn Handler>, concurrency: usize) -> Worker<stoa_pg::Traffic> {
        let options = WorkerOptions {
            concurrency,
            ..WorkerOptions::default()
        };
        Worker::new(
            self.db.clone(),
            self.ambient.clone(),
            options,
            vec![handler],
        )
    }

    /// Jobs without work per second, so many at once, the rows kept.
    async fn drain(&self, number: u64, concurrency: usize) -> Result<f64, Failed> {
        self.admin.batch_execute("truncate ops.job cascade").await?;
        self.fill("bench.drain", "ready", number).await?;
        let (handler, stop) = (
            Arc::new(Nothing(AtomicU64::new(0))),
            CancellationToken::new(),
        );
        let began = Instant::now();
        let running = tokio::spawn(self.work(handler.clone(), concurrency).run(stop.clone()));
        while handler.0.load(Ordering::Relaxed) < number {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let rate = per_second(number, began.elapsed());
        stop.cancel();
        running.await?;
        Ok(rate)
    }

    /// What one enqueue adds to a transaction, in milliseconds: the median of a thousand.
    async fn in_tx_ms(&self) -> Result<f64, Failed> {
        let mut times = Vec::new();
        for _ in 0..1000 {
            let tx = self.db.begin(&Scope::service("bench")).await?;
            let began = Instant::now();
            enqueue(&tx, self.job("bench.row")).await?;
            times.push(began.elapsed().as_secs_f64() * 1000.0);
            tx.commit().await?;
        }
        Ok(median(times))
    }

    /// The slowest of a hundred runs of a worker's claim, but one, with so many rows there.
    async fn claim_p99_ms(&self, ready: u64, done: u64) -> Result<f64, Failed> {
        self.fill("bench.drain", "ready", ready).await?;
        self.fill("bench.drain", "done", done).await?;
        let mut times = Vec::new();
        for _ in 0..100 {
            let stop = CancellationToken::new();
            let handler = Arc::new(Nothing(AtomicU64::new(0)));
            let began = Instant::now();
            let running = tokio::spawn(self.work(handler.clone(), 1).run(stop.clone()));
            while handler.0.load(Ordering::Relaxed) == 0 {
                tokio::task::yield_now().await;
            }
            times.push(began.elapsed().as_secs_f64() * 1000.0);
            stop.cancel();
            running.await?;
        }
        times.sort_by(f64::total_cmp);
        Ok(times.get(98).copied().unwrap_or_default())
    }

    /// Transactions per second of a worker with nothing to do that hears of others' jobs.
    async fn idle(&self) -> Result<f64, Failed> {
        self.admin.batch_execute("truncate ops.job cascade").await?;
        let (_told, hears) = tokio::sync::watch::channel(true);
        let stop = CancellationToken::new();
        let handler = Arc::new(Nothing(AtomicU64::new(0)));
        let worker = self.work(handler, 16).hearing(hears);
        let running = tokio::spawn(worker.run(stop.clone()));
        tokio::time::sleep(Duration::from_secs(10)).await;
        let before = self.transactions().await?;
        let measured = Duration::from_secs(30);
        tokio::time::sleep(measured).await;
        let after = self.transactions().await?;
        stop.cancel();
        running.await?;
        Ok(per_second(after.saturating_sub(before), measured))
    }

    async fn transactions(&self) -> Result<u64, Failed> {
        let count = "select xact_commit from pg_stat_database where datname = 'traffic'";
        let row = self.admin.query_one(count, &[]).await?;
        Ok(u64::try_from(row.get::<_, i64>(0))?)
    }
}

fn pgbench_rate(
    pgbench: &Path,
    cluster: &Cluster,
    (script, callers): (&str, u64),
) -> Result<f64, Failed> {
    let file = cluster.socket_dir().join("row.sql");
    std::fs::write(&file, script)?;
    let admin = cluster.admin_config();
    let password = String::from_utf8_lossy(admin.get_password().unwrap_or_default()).into_owned();
    let output = Command::new(pgbench)
        .args(["--no-vacuum", "--protocol=prepared"])
        .arg(format!("--client={callers}"))
        .arg(format!("--jobs={}", callers.min(2)))
        .arg(format!("--time={}", ROUND.as_secs()))
        .arg("--file")
        .arg(&file)
        .arg("--host")
        .arg(cluster.socket_dir())
        .args([
            "--username",
            admin.get_user().unwrap_or("postgres"),
            "traffic",
        ])
        .env("PGPASSWORD", password)
        .output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let rate = told.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = rate.and_then(|rest| rest.split(' ').next()?.parse().ok());
    rate.ok_or_else(|| String::from_utf8_lossy(&output.stderr).into_owned().into())
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn per_second(number: u64, time: Duration) -> f64 {
    number as f64 / time.as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
