//! The scratch PostgreSQL server of a test run: started by the first test that needs it, shared by all, gone when idle.

use std::{
    fs::{self, File},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use stoa_pg::cluster::{Cluster, ClusterOptions};
use tokio_postgres::Config;

const START_WAIT: Duration = Duration::from_mins(2);
const POLL: Duration = Duration::from_millis(20);
/// How the names of data directories begin that nobody needs any more.
const OLD: &str = "old-";
const AGAIN: Duration = Duration::from_millis(300);

/// How to reach a running scratch server as its superuser.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Address {
    socket_dir: PathBuf,
    user: String,
    password: String,
}

impl Address {
    /// The superuser's login to the server.
    #[must_use]
    pub fn admin(&self) -> Config {
        let mut config = Config::new();
        config
            .host_path(&self.socket_dir)
            .user(&self.user)
            .password(&self.password)
            .dbname("postgres");
        config
    }

    /// The superuser's login to a database of the server, as a URL for programs.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let host = self.socket_dir.to_string_lossy().replace('/', "%2F");
        format!(
            "postgres://{}:{}@{host}/{database}",
            self.user, self.password
        )
    }
}

/// The checkout that is tested.
#[must_use]
pub fn repository() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root.pop();
    root
}

/// The scratch server, started when none runs.
///
/// # Errors
/// Says which log to read when the server does not come up within two minutes.
pub async fn shared() -> anyhow::Result<Address> {
    let dir = directory();
    fs::create_dir_all(&dir)?;
    let lock = File::create(dir.join("start.lock"))?;
    tokio::task::spawn_blocking(move || {
        rustix::fs::flock(&lock, rustix::fs::FlockOperation::LockExclusive).map(|()| lock)
    })
    .await??;
    if let Some(address) = running(&dir).await {
        return Ok(address);
    }
    let mut server = spawn(&dir)?;
    let started = Instant::now();
    while started.elapsed() < START_WAIT {
        if let Some(address) = running(&dir).await {
            return Ok(address);
        }
        tokio::time::sleep(POLL).await;
        // The last one is just ending and holds the directory, so this one has gone again.
        if server.try_wait()?.is_some() {
            tokio::time::sleep(AGAIN).await;
            server = spawn(&dir)?;
        }
    }
    bail!(
        "the scratch server did not start; see {}",
        dir.join("server.log").display()
    )
}

/// Runs the scratch server in this process until it has had no client for `idle`: the work of `xtask test-server`.
///
/// # Errors
/// When the server cannot be started.
pub async fn run(idle: Duration) -> anyhow::Result<()> {
    let dir = directory();
    fs::create_dir_all(&dir)?;
    open_to_all(&dir)?;
    // A busy server may look dead to a test, which then starts another: that one must not take the directory away.
    let owner = File::create(dir.join("server.lock"))?;
    if rustix::fs::flock(&owner, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_err() {
        return Ok(());
    }
    let _ = fs::remove_file(dir.join("address.json"));
    let data_dir = dir.join("cluster");
    put_away(&dir, &data_dir)?;
    let cluster = Cluster::start(ClusterOptions {
        data_dir: data_dir.clone(),
        bin_dir: None,
        os_user: None,
        max_connections: 400,
        durable: false,
    })
    .await?;
    let admin = cluster.admin_config();
    let password = String::from_utf8(admin.get_password().unwrap_or_default().to_vec())?;
    let address = Address {
        socket_dir: cluster.socket_dir().to_owned(),
        user: admin.get_user().unwrap_or_default().to_owned(),
        password,
    };
    let unfinished = dir.join("address.json.new");
    fs::write(&unfinished, serde_json::to_vec(&address)?)?;
    fs::rename(unfinished, dir.join("address.json"))?;
    wait_until_idle(&address, idle).await;
    let _ = fs::remove_file(dir.join("address.json"));
    cluster.stop().await?;
    put_away(&dir, &data_dir)?;
    // A whole run leaves some thousand megabytes in a million files, and whoever needs a server next must not wait until
    // they are gone.
    drop(owner);
    clear(&dir)
}

/// Gives a data directory another name, so that a new server can begin.
fn put_away(dir: &Path, data_dir: &Path) -> anyhow::Result<()> {
    if data_dir.exists() {
        let name = uuid::Builder::from_random_bytes(stoa_core::Ambient::system().bytes());
        fs::rename(
            data_dir,
            dir.join(format!("{OLD}{}", name.into_uuid().simple())),
        )?;
    }
    Ok(())
}

/// Removes what was put away, by this server and by ones that were killed.
fn clear(dir: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(OLD) {
            // Another server may be at it as well.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

async fn wait_until_idle(address: &Address, idle: Duration) {
    let mut last_seen = Instant::now();
    while last_seen.elapsed() < idle {
        tokio::time::sleep(Duration::from_secs(2)).await;
        match clients(address).await {
            Ok(0) => {}
            Ok(_) => last_seen = Instant::now(),
            Err(_) => return,
        }
    }
}

async fn clients(address: &Address) -> anyhow::Result<i64> {
    let client = stoa_pg::connect(&address.admin()).await?;
    let count = "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()";
    Ok(client.query_one(count, &[]).await?.get(0))
}

async fn running(dir: &Path) -> Option<Address> {
    let address: Address =
        serde_json::from_slice(&fs::read(dir.join("address.json")).ok()?).ok()?;
    stoa_pg::connect(&address.admin())
        .await
        .ok()
        .map(|_| address)
}

/// One directory per checkout, so that two checkouts do not share templates.
fn directory() -> PathBuf {
    let name: String = repository()
        .display()
        .to_string()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    std::env::temp_dir().join(format!("stoa-test{name}"))
}

fn open_to_all(dir: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::set_permissions(dir, fs::Permissions::from_mode(0o755))?)
}

fn spawn(dir: &Path) -> anyhow::Result<Child> {
    let program = xtask()?;
    let log = File::create(dir.join("server.log"))?;
    Ok(Command::new(program)
        .args(["test-server", "--idle-seconds", "60"])
        .current_dir(repository())
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .process_group(0)
        .spawn()?)
}

/// The chores' program beside the running test's, built when it is not there yet.
fn xtask() -> anyhow::Result<PathBuf> {
    let own = std::env::current_exe()?;
    let profile = own
        .ancestors()
        .skip(1)
        .find(|dir| !dir.ends_with("deps") && !dir.ends_with("examples"));
    let program = profile
        .context("programs run from target/<profile>")?
        .join("xtask");
    if !program.exists() {
        let status = Command::new("cargo")
            .args(["build", "--quiet", "--package", "xtask"])
            .current_dir(repository())
            .status()?;
        anyhow::ensure!(
            status.success() && program.exists(),
            "cargo build --package xtask failed"
        );
    }
    Ok(program)
}
