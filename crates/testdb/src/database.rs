use std::time::{Duration, Instant};

use anyhow::Context as _;
use secrecy::SecretString;
use stoa_pg::{
    Database, Db, Main, Patience, PoolOptions, Traffic, Tripwire,
    bootstrap::{self, Plan},
};
use stoa_schema::{MigrationSet, RunOptions, Runner};
use tokio_postgres::{Client, Config};

use crate::server::{self, Address};

const PASSWORD: &str = "scratch";
const FIND_DATABASE: &str = "select 1 from pg_database where datname = $1";
const LOCK: &str = "select pg_advisory_lock(7)";

/// A database of a test's own, cloned from a migrated template.
#[derive(Debug)]
pub struct TestDb<D: Database> {
    /// The database, as Stoa sees it: through the login that owns nothing.
    pub db: Db<D>,
    name: String,
    address: Address,
}

impl<D: Database> TestDb<D> {
    /// A superuser's connection, to arrange and inspect what the server itself may not.
    ///
    /// # Panics
    /// When the scratch server is gone.
    #[expect(clippy::expect_used, reason = "a test without its server has failed")]
    pub async fn admin(&self) -> Client {
        stoa_pg::connect(self.address.admin().dbname(&self.name))
            .await
            .expect("the scratch server answers")
    }

    /// How Stoa logs in to this database.
    #[must_use]
    pub fn config(&self) -> Config {
        login(&self.address, &self.name)
    }
}

/// A fresh main database.
///
/// # Panics
/// When the scratch server or a migration fails; the message says why.
pub async fn main_db() -> TestDb<Main> {
    fresh("crates/db-main/migrations").await
}

/// A fresh tripwire database.
///
/// # Panics
/// When the scratch server or a migration fails; the message says why.
pub async fn tripwire_db() -> TestDb<Tripwire> {
    fresh("crates/db-tripwire/migrations").await
}

/// A fresh traffic database: the operational schema alone.
///
/// # Panics
/// When the scratch server or a migration fails; the message says why.
pub async fn traffic_db() -> TestDb<Traffic> {
    fresh("crates/db-traffic/migrations").await
}

#[expect(clippy::panic, reason = "a test without its database has failed")]
async fn fresh<D: Database>(migrations: &str) -> TestDb<D> {
    clone_template::<D>(migrations)
        .await
        .unwrap_or_else(|error| panic!("no test database: {error:#}"))
}

async fn clone_template<D: Database>(migrations: &str) -> anyhow::Result<TestDb<D>> {
    let address = server::shared().await?;
    let config = address.migrated(D::NAME, migrations).await?;
    let name = config.get_dbname().unwrap_or_default().to_owned();
    let options = PoolOptions {
        max_connections: 8,
        acquire_timeout: Duration::from_secs(20),
        patience: Patience {
            silence: Duration::from_secs(20),
            ..Patience::default()
        },
        ..PoolOptions::default()
    };
    let db = Db::open(login(&address, &name), options)?;
    Ok(TestDb { db, name, address })
}

impl Address {
    /// A fresh database with nothing in it; the login is the superuser's.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn empty(&self) -> anyhow::Result<Config> {
        let name = format!(
            "empty_{}",
            uuid::Builder::from_random_bytes(random())
                .into_uuid()
                .simple()
        );
        let admin = stoa_pg::connect(&self.admin()).await?;
        admin
            .batch_execute(&format!("create database {name} template template0"))
            .await?;
        let mut config = self.admin();
        config.dbname(&name);
        Ok(config)
    }

    /// A fresh database with the migrations of a folder, cloned from a template; the login is the superuser's.
    ///
    /// # Errors
    /// Names the migration that failed.
    pub async fn migrated(&self, database: &str, migrations: &str) -> anyhow::Result<Config> {
        let template = template(self, database, &sets(database, migrations)?).await?;
        let name = format!(
            "test_{}",
            uuid::Builder::from_random_bytes(random())
                .into_uuid()
                .simple()
        );
        let admin = stoa_pg::connect(&self.admin()).await?;
        admin
            .batch_execute(&format!(
                "create database {name} template {template} owner {}",
                bootstrap::OWNER
            ))
            .await?;
        grant(&admin, &name).await?;
        let mut config = self.admin();
        config.dbname(&name);
        Ok(config)
    }
}

fn random() -> [u8; 16] {
    stoa_core::Ambient::system().bytes()
}

fn login(address: &Address, name: &str) -> Config {
    let mut config = address.admin();
    config
        .user(bootstrap::AUTHENTICATOR)
        .password(PASSWORD)
        .dbname(name);
    config
}

/// Rights on a database are not cloned with it.
async fn grant(admin: &Client, name: &str) -> Result<(), tokio_postgres::Error> {
    admin
        .batch_execute(&format!(
            "revoke all on database {name} from public; grant connect on database {name} to {}",
            bootstrap::AUTHENTICATOR
        ))
        .await
}

fn sets(database: &str, migrations: &str) -> anyhow::Result<Vec<MigrationSet>> {
    let root = server::repository();
    let mut sets = vec![MigrationSet::from_dir(
        "ops",
        &root.join("crates/pg/migrations"),
    )?];
    let own = root.join(migrations);
    if own.is_dir() && database != "ops" {
        sets.push(MigrationSet::from_dir(database, &own)?);
    }
    Ok(sets)
}

/// The migrated template for exactly these files, made by the first test that needs it.
async fn template(
    address: &Address,
    database: &str,
    sets: &[MigrationSet],
) -> anyhow::Result<String> {
    let hash: String = sets.iter().map(MigrationSet::checksum).collect::<String>();
    let name = format!("template_{database}_{}", fold(&hash));
    let admin = stoa_pg::connect(&address.admin()).await?;
    admin.execute(LOCK, &[]).await?;
    if admin.query_opt(FIND_DATABASE, &[&name]).await?.is_none() {
        let unfinished = format!("unfinished_{}", fold(&name));
        admin
            .batch_execute(&format!("drop database if exists {unfinished}"))
            .await?;
        let plan = Plan {
            databases: vec![unfinished.clone()],
            authenticator_password: SecretString::from(PASSWORD),
            migrator_password: None,
            rotate_passwords: true,
        };
        bootstrap::bootstrap(&address.admin(), &plan).await?;
        let client = stoa_pg::connect(address.admin().dbname(&unfinished)).await?;
        let mut runner = Runner::new(client, RunOptions::as_role(bootstrap::OWNER)).await?;
        for set in sets {
            runner.up(set).await.with_context(|| set.name.clone())?;
        }
        drop(runner);
        rename(&admin, &unfinished, &name).await?;
    }
    Ok(name)
}

/// The migrating connection may take a moment to close; a database in use cannot be renamed.
async fn rename(admin: &Client, from: &str, to: &str) -> anyhow::Result<()> {
    let started = Instant::now();
    loop {
        match admin
            .batch_execute(&format!("alter database {from} rename to {to}"))
            .await
        {
            Ok(()) => return Ok(()),
            Err(error) if started.elapsed().as_secs() > 10 => return Err(error.into()),
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

/// A short name for a long one.
fn fold(text: &str) -> String {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
