//! The table, and the ways to read a person's row in it.

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime, Timeouts};
use secrecy::SecretString;
use serde_json::json;
use stoa_pg::{
    MainDb, PoolOptions, Scope,
    bootstrap::{self, Plan},
};
use tokio_postgres::{Config, NoTls, Row, types::ToSql};
use uuid::Uuid;

use crate::{CONNECTIONS, Failed};

/// The same statement for all ways.
pub(crate) const READ: &str = include_str!("../../../../bench/scope/read.sql");
const TABLE: &str = include_str!("../../../../bench/scope/table.sql");
const SCOPE_FUNCTIONS: &str = include_str!("../../migrations/0001_scope.up.sql");
pub(crate) const PASSWORD: &str = "bench";
/// The login that no policy holds back.
pub(crate) const PLAIN_READER: &str = "plain_reader";

/// One way to read a person's row.
#[derive(Clone)]
pub(crate) enum Way {
    /// Through a scope: role, claims and policy.
    Guarded(MainDb),
    /// By a login that no policy holds back, outside a transaction.
    Plain(Pool),
    /// The same in a transaction of its own, sent at once: what a transaction costs before any policy.
    Transaction(Pool),
}

impl Way {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Guarded(_) => "guarded",
            Self::Plain(_) => "plain",
            Self::Transaction(_) => "transaction",
        }
    }

    /// Reads the row of `wanted` as `me`.
    pub(crate) async fn read(&self, me: Uuid, wanted: Uuid) -> Result<Option<Row>, Failed> {
        match self {
            Self::Guarded(db) => {
                let reader = db.reader(&Scope::authenticated(&claims(me))).await?;
                let statement = reader.client().prepare_cached(READ).await?;
                let row = reader
                    .read(reader.client().query_opt(&statement, &[&wanted]))
                    .await?;
                Ok(row)
            }
            Self::Plain(pool) => {
                let client = pool.get().await?;
                let statement = client.prepare_cached(READ).await?;
                Ok(client.query_opt(&statement, &[&wanted]).await?)
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
                Ok(row?)
            }
        }
    }

    /// It gives the own row; only the guarded one hides another's.
    async fn check(&self) -> Result<(), Failed> {
        let (me, other) = (person(1), person(2));
        let sees_other = !matches!(self, Self::Guarded(_));
        let sees = self.read(me, other).await?.is_some();
        if self.read(me, me).await?.is_none() || sees != sees_other {
            return Err("a read gave the wrong rows".into());
        }
        Ok(())
    }
}

pub(crate) fn person(number: u128) -> Uuid {
    Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_0000 + number)
}

pub(crate) fn claims(me: Uuid) -> serde_json::Value {
    let roles = json!({ "roles": ["student"] });
    json!({ "sub": me, "role": "authenticated", "app_metadata": roles })
}

/// The table, and the ways to it; the plain one first.
pub(crate) async fn prepare(admin: &Config) -> Result<[Way; 3], Failed> {
    let plan = Plan {
        databases: vec!["main".to_owned()],
        authenticator_password: SecretString::from(PASSWORD),
        migrator_password: None,
        rotate_passwords: true,
    };
    bootstrap::bootstrap(admin, &plan).await?;
    fill(admin).await?;
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
    let unguarded = plain_pool(login(PLAIN_READER), options)?;
    let ways = [
        Way::Plain(unguarded.clone()),
        Way::Transaction(unguarded),
        Way::Guarded(guarded),
    ];
    for way in &ways {
        way.check().await?;
    }
    Ok(ways)
}

async fn fill(admin: &Config) -> Result<(), Failed> {
    let client = stoa_pg::connect(admin.clone().dbname("main")).await?;
    let owner = bootstrap::OWNER;
    client
        .batch_execute(&format!("set role {owner};{SCOPE_FUNCTIONS}; reset role"))
        .await?;
    // One statement at a time: VACUUM refuses to be one of many.
    for statement in TABLE.split(";\n") {
        client.batch_execute(statement).await?;
    }
    Ok(())
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
