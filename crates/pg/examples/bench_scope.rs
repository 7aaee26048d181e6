//! What a scope costs: a policy-guarded read against the same read without policy, in one process.
//!
//! `bench_scope DATA_DIR [ROUNDS [PGBENCH]]` starts a durable private cluster in an empty directory, reads all ways in
//! turn, and prints `name value` lines: medians over the rounds, and the median of the rounds' ratios to the plain read.
//! With a `pgbench` it also measures what the server itself gives for both shapes, without our driver: `server_*`.
//! Started by `bench/run`.

use std::{
    error::Error,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime, Timeouts};
use secrecy::SecretString;
use serde_json::json;
use stoa_pg::{
    MainDb, PoolOptions, Scope,
    bootstrap::{self, Plan},
    cluster::{Cluster, ClusterOptions},
};
use tokio_postgres::{Config, NoTls, types::ToSql};
use uuid::Uuid;

/// The same statement for both ways.
const READ: &str = include_str!("../../../bench/scope/read.sql");
const TABLE: &str = include_str!("../../../bench/scope/table.sql");
const SCOPE_FUNCTIONS: &str = include_str!("../migrations/0001_scope.up.sql");
const PASSWORD: &str = "bench";
const CONNECTIONS: usize = 8;
const READERS: u128 = 16;
const ROUND: Duration = Duration::from_secs(1);

type Failed = Box<dyn Error + Send + Sync>;

/// One way to read a person's row.
#[derive(Clone)]
enum Way {
    /// Through a scope: role, claims and policy.
    Guarded(MainDb),
    /// By a login that no policy holds back, outside a transaction.
    Plain(Pool),
    /// The same in a transaction of its own, sent at once: what a transaction costs before any policy.
    Transaction(Pool),
}

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let mut args = std::env::args_os().skip(1);
    let data_dir = args
        .next()
        .map(PathBuf::from)
        .ok_or("usage: bench_scope DATA_DIR [ROUNDS]")?;
    let rounds = args
        .next()
        .and_then(|text| text.to_str()?.parse().ok())
        .unwrap_or(9);
    let options = ClusterOptions {
        data_dir,
        bin_dir: None,
        os_user: None,
        max_connections: 40,
        durable: true,
    };
    let cluster = Cluster::start(options).await?;
    let pgbench = args.next().map(PathBuf::from);
    let measured = measure(&cluster.admin_config(), rounds).await;
    if let (Ok(()), Some(pgbench)) = (&measured, pgbench) {
        measure_server(&pgbench, &cluster, rounds)?;
    }
    cluster.stop().await?;
    measured
}

async fn measure(admin: &Config, rounds: usize) -> Result<(), Failed> {
    let ways = prepare(admin).await?;
    for way in &ways {
        check(way).await?;
        rate(way, ROUND).await?;
    }
    let mut rates = vec![Vec::new(); ways.len()];
    for round in 0..rounds {
        // Another way goes first in each round.
        for turn in 0..ways.len() {
            let at = (round + turn) % ways.len();
            rates[at].push(rate(&ways[at], ROUND).await?);
        }
    }
    let mut out = std::io::stdout();
    for (way, own) in ways.iter().zip(&rates) {
        let ratios = own.iter().zip(&rates[0]).map(|(own, plain)| own / plain);
        writeln!(out, "{}_per_s {:.0}", way.name(), median(own.clone()))?;
        writeln!(out, "{}_ratio {:.3}", way.name(), median(ratios.collect()))?;
    }
    Ok(())
}

/// The server's own limit: pgbench sends the four commands of a guarded read as one pipeline with one Sync, and the plain
/// statement by itself; prepared, and over the same socket. The same row each time, so that no client makes texts.
fn measure_server(pgbench: &Path, cluster: &Cluster, rounds: usize) -> Result<(), Failed> {
    let read = READ.trim().replace("$1", &format!("'{}'", person(617)));
    let claims = claims(person(617));
    let guarded = format!(
        "\\startpipeline\nBEGIN READ ONLY;\n\
         select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{claims}', true);\n\
         {read};\nCOMMIT;\n\\endpipeline\n"
    );
    let scripts = [
        ("plain_reader", format!("{read};\n")),
        (bootstrap::AUTHENTICATOR, guarded),
    ];
    let mut rates = [Vec::new(), Vec::new()];
    for round in 0..rounds {
        for turn in 0..scripts.len() {
            let at = (round + turn) % scripts.len();
            let (user, script) = &scripts[at];
            rates[at].push(pgbench_rate(pgbench, cluster, user, script)?);
        }
    }
    let [plain, guarded] = rates;
    let ratios = guarded.iter().zip(&plain).map(|(own, plain)| own / plain);
    let mut out = std::io::stdout();
    writeln!(out, "server_guarded_ratio {:.3}", median(ratios.collect()))?;
    writeln!(out, "server_plain_per_s {:.0}", median(plain))?;
    writeln!(out, "server_guarded_per_s {:.0}", median(guarded))?;
    Ok(())
}

/// Runs of a script per second, by as many connections as the pools have.
fn pgbench_rate(
    pgbench: &Path,
    cluster: &Cluster,
    user: &str,
    script: &str,
) -> Result<f64, Failed> {
    let file = cluster.socket_dir().join("script.sql");
    std::fs::write(&file, script)?;
    let output = Command::new(pgbench)
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
        .arg(format!("--client={CONNECTIONS}"))
        .arg(format!("--time={}", ROUND.as_secs()))
        .arg("--file")
        .arg(&file)
        .arg("--host")
        .arg(cluster.socket_dir())
        .args(["--username", user, "main"])
        .env("PGPASSWORD", PASSWORD)
        .output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let rate = told.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = rate.and_then(|rest| rest.split(' ').next()?.parse().ok());
    rate.ok_or_else(|| String::from_utf8_lossy(&output.stderr).into_owned().into())
}

fn claims(me: Uuid) -> serde_json::Value {
    let roles = json!({ "roles": ["student"] });
    json!({ "sub": me, "role": "authenticated", "app_metadata": roles })
}

/// The table, and the ways to it; the plain one first.
async fn prepare(admin: &Config) -> Result<[Way; 3], Failed> {
    let plan = Plan {
        databases: vec!["main".to_owned()],
        authenticator_password: SecretString::from(PASSWORD),
        migrator_password: None,
        rotate_passwords: true,
    };
    bootstrap::bootstrap(admin, &plan).await?;
    let client = stoa_pg::connect(admin.clone().dbname("main")).await?;
    client
        .batch_execute(&format!(
            "set role {};{SCOPE_FUNCTIONS}; reset role",
            bootstrap::OWNER
        ))
        .await?;
    // One statement at a time: VACUUM refuses to be one of many.
    for statement in TABLE.split(";\n") {
        client.batch_execute(statement).await?;
    }
    let login = |user: &str| {
        let mut login = admin.clone();
        login.dbname("main").user(user).password(PASSWORD);
        login
    };
    let options = PoolOptions {
        max_connections: CONNECTIONS,
        ..PoolOptions::default()
    };
    let guarded = MainDb::open(login(bootstrap::AUTHENTICATOR), options)?;
    let unguarded = plain_pool(login("plain_reader"), options)?;
    Ok([
        Way::Plain(unguarded.clone()),
        Way::Transaction(unguarded),
        Way::Guarded(guarded),
    ])
}

/// A pool that differs from Stoa's in nothing but the scope.
fn plain_pool(login: Config, options: PoolOptions) -> Result<Pool, Failed> {
    let wait = Some(options.acquire_timeout);
    let manager = Manager::from_config(
        login,
        NoTls,
        ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        },
    );
    let pool = Pool::builder(manager)
        .max_size(options.max_connections)
        .runtime(Runtime::Tokio1)
        .timeouts(Timeouts {
            wait,
            create: wait,
            recycle: wait,
        })
        .build()?;
    Ok(pool)
}

/// Every way gives the own row; only the guarded one hides another's.
async fn check(way: &Way) -> Result<(), Failed> {
    let (me, other) = (person(1), person(2));
    let sees_other = !matches!(way, Way::Guarded(_));
    if !way.read(me, me).await? || way.read(me, other).await? != sees_other {
        return Err("a read gave the wrong rows".into());
    }
    Ok(())
}

impl Way {
    fn name(&self) -> &'static str {
        match self {
            Self::Guarded(_) => "guarded",
            Self::Plain(_) => "plain",
            Self::Transaction(_) => "transaction",
        }
    }

    /// Reads the row of `wanted` as `me`; whether there was one.
    async fn read(&self, me: Uuid, wanted: Uuid) -> Result<bool, Failed> {
        match self {
            Self::Guarded(db) => {
                let reader = db.reader(&Scope::authenticated(&claims(me))).await?;
                let statement = reader.client().prepare_cached(READ).await?;
                let row = reader
                    .read(reader.client().query_opt(&statement, &[&wanted]))
                    .await?;
                Ok(row.is_some())
            }
            Self::Plain(pool) => {
                let client = pool.get().await?;
                let statement = client.prepare_cached(READ).await?;
                Ok(client.query_opt(&statement, &[&wanted]).await?.is_some())
            }
            Self::Transaction(pool) => {
                let client = pool.get().await?;
                let statement = client.prepare_cached(READ).await?;
                let wanted: [&(dyn ToSql + Sync); 1] = [&wanted];
                let (begun, row, committed) = futures::join!(
                    client.batch_execute("BEGIN READ ONLY"),
                    client.query_opt(&statement, &wanted),
                    client.batch_execute("COMMIT"),
                );
                begun.and(committed)?;
                Ok(row?.is_some())
            }
        }
    }
}

/// Reads per second of all readers together.
async fn rate(way: &Way, length: Duration) -> Result<f64, Failed> {
    let started = Instant::now();
    let until = started + length;
    let way = Arc::new(way.clone());
    let readers: Vec<_> = (0..READERS)
        .map(|number| {
            let way = Arc::clone(&way);
            tokio::spawn(async move {
                let (me, mut reads) = (person(number * 617), 0_u32);
                while Instant::now() < until {
                    if !way.read(me, me).await? {
                        return Err("a row was not found".into());
                    }
                    reads += 1;
                }
                Ok::<_, Failed>(reads)
            })
        })
        .collect();
    let mut all = 0.0;
    for reader in readers {
        all += f64::from(reader.await??);
    }
    Ok(all / started.elapsed().as_secs_f64())
}

fn person(number: u128) -> Uuid {
    Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_0000 + number)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
