//! The three databases: external ones, or a private cluster's; migrated, and proved to be closed outside a scope.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context as _;
use secrecy::{ExposeSecret as _, SecretString};
use stoa_core::Ambient;
use stoa_pg::{
    ConnectError, Database, Db, DbMetrics, Main, MainDb, OpsMigrations, Patience, PoolOptions,
    Pulse, Traffic, TrafficDb, Tripwire, TripwireDb,
    bootstrap::{self, Plan},
    cluster::{Cluster, ClusterOptions},
};
use stoa_schema::{MigrationSet, OnDrift, RunOptions, Runner};
use tokio_postgres::Config;

use crate::{
    config::{Databases as External, Settings},
    data_dir::{self, Run},
};

const NAMES: [&str; 3] = [Main::NAME, Tripwire::NAME, Traffic::NAME];
/// Sum of the three pools, and some for migrations and people.
const MOST_CONNECTIONS: u16 = 60;

/// How long one statement of a migration may take before the start gives up.
const MIGRATION_WAIT: Duration = Duration::from_mins(15);

/// The databases of this process, and the cluster when it is ours.
pub(crate) struct Databases {
    pub(crate) main: MainDb,
    pub(crate) tripwire: TripwireDb,
    pub(crate) traffic: TrafficDb,
    pub(crate) cluster: Option<Cluster>,
    /// Encrypts secrets at rest: 32 bytes in base64.
    pub(crate) master_key: SecretString,
    /// What is measured of them.
    pub(crate) metrics: DbMetrics,
    data_dir: Option<PathBuf>,
}

/// How each database is reached: to serve, and to migrate when we may.
struct Logins {
    serve: [Config; 3],
    migrate: [Option<Config>; 3],
}

impl Databases {
    /// Opens the configured databases, or the private cluster of `data_dir`, whether or not a Stoa runs it already.
    ///
    /// # Errors
    /// Says what could not be started, reached, migrated or proved.
    pub(crate) async fn open(
        settings: &Settings,
        data_dir: &Path,
        ambient: &Ambient,
    ) -> anyhow::Result<Self> {
        if let (Some(external), Some(master_key)) = (&settings.databases, &settings.master_key) {
            return Self::ready(external_logins(external), None, master_key.clone(), None).await;
        }
        data_dir::make(data_dir)?;
        let master_key = match &settings.master_key {
            Some(key) => key.clone(),
            None => data_dir::secret(data_dir, "master.key", ambient)?,
        };
        let password = data_dir::secret(data_dir, "authenticator.secret", ambient)?;
        if let Some(run) = attachable(data_dir, &password).await? {
            return Self::ready(attached(&run, &password), None, master_key, None).await;
        }
        let cluster = start(settings, data_dir).await?;
        let logins = own_logins(&cluster, password).await?;
        let opened =
            Self::ready(logins, Some(cluster), master_key, Some(data_dir.to_owned())).await?;
        opened.say(None)?;
        Ok(opened)
    }

    async fn ready(
        logins: Logins,
        cluster: Option<Cluster>,
        master_key: SecretString,
        data_dir: Option<PathBuf>,
    ) -> anyhow::Result<Self> {
        let sets = [
            MigrationSet::embedded::<stoa_db_main::Migrations>(Main::NAME)?,
            MigrationSet::embedded::<stoa_db_tripwire::Migrations>(Tripwire::NAME)?,
            MigrationSet::empty(Traffic::NAME),
        ];
        for (login, set) in logins.migrate.iter().zip(&sets) {
            if let Some(login) = login {
                migrate(login, set).await?;
            }
        }
        let [main, tripwire, traffic] = logins.serve;
        let metrics = DbMetrics::default();
        let mut pulses = Vec::new();
        let databases = Self {
            main: open(main, 20, &mut pulses)?.measured(metrics.clone()),
            tripwire: open(tripwire, 20, &mut pulses)?.measured(metrics.clone()),
            traffic: open(traffic, 6, &mut pulses)?.measured(metrics.clone()),
            metrics,
            cluster,
            master_key,
            data_dir,
        };
        databases.main.prove().await?;
        databases.tripwire.prove().await?;
        databases.traffic.prove().await?;
        Ok(databases)
    }

    /// Says where this process serves, for links that commands print.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub(crate) fn announce(&self, origin: &str) -> anyhow::Result<()> {
        self.say(Some(origin.to_owned()))
    }

    fn say(&self, origin: Option<String>) -> anyhow::Result<()> {
        let (Some(dir), Some(cluster)) = (&self.data_dir, &self.cluster) else {
            return Ok(());
        };
        let socket_dir = cluster.socket_dir().to_owned();
        data_dir::announce(
            dir,
            &Run {
                pid: std::process::id(),
                socket_dir,
                origin,
            },
        )
    }

    /// Closes the pools and stops the cluster when it is ours.
    ///
    /// # Errors
    /// When the cluster does not stop.
    pub(crate) async fn close(mut self) -> anyhow::Result<()> {
        self.main.close();
        self.tripwire.close();
        self.traffic.close();
        if let Some(dir) = &self.data_dir {
            data_dir::withdraw(dir);
        }
        if let Some(cluster) = self.cluster.take() {
            cluster.stop().await?;
        }
        Ok(())
    }
}

/// Opens a database; those of one server share its pulse.
fn open<D: Database>(login: Config, most: usize, pulses: &mut Vec<Pulse>) -> anyhow::Result<Db<D>> {
    let options = PoolOptions {
        max_connections: most,
        ..PoolOptions::default()
    };
    let known = pulses.iter().find(|pulse| pulse.is_of(&login)).cloned();
    let pulse = known.unwrap_or_else(|| {
        let new = Pulse::new(&login, options.patience);
        pulses.push(new.clone());
        new
    });
    Ok(Db::open_with(login, options, pulse)?)
}

fn external_logins(external: &External) -> Logins {
    let External {
        main,
        tripwire,
        traffic,
    } = external.clone();
    Logins {
        serve: [main.0, tripwire.0, traffic.0],
        migrate: [main.1, tripwire.1, traffic.1],
    }
}

async fn start(settings: &Settings, data_dir: &Path) -> anyhow::Result<Cluster> {
    let options = ClusterOptions {
        data_dir: data_dir.join("postgres"),
        bin_dir: settings.pg_bin.clone(),
        os_user: settings.pg_user.clone(),
        max_connections: MOST_CONNECTIONS,
        durable: true,
    };
    Ok(Cluster::start(options).await?)
}

/// Makes what is missing in our own cluster, and logs in as people would elsewhere.
async fn own_logins(
    cluster: &Cluster,
    authenticator_password: SecretString,
) -> anyhow::Result<Logins> {
    let admin = cluster.admin_config();
    let plan = Plan {
        databases: NAMES.map(str::to_owned).to_vec(),
        authenticator_password: authenticator_password.clone(),
        migrator_password: None,
        rotate_passwords: true,
    };
    bootstrap::bootstrap(&admin, &plan)
        .await
        .context("preparing the private cluster")?;
    let run = Run {
        pid: std::process::id(),
        socket_dir: cluster.socket_dir().to_owned(),
        origin: None,
    };
    let migrate = NAMES.map(|name| {
        let mut login = admin.clone();
        login.dbname(name);
        Some(login)
    });
    Ok(Logins {
        migrate,
        ..attached(&run, &authenticator_password)
    })
}

/// The logins to a cluster that somebody runs: to serve only, its owner has migrated it.
fn attached(run: &Run, password: &SecretString) -> Logins {
    let serve = NAMES.map(|name| {
        let mut login = Config::new();
        login
            .host_path(&run.socket_dir)
            .user(bootstrap::AUTHENTICATOR)
            .password(password.expose_secret())
            .dbname(name);
        login
    });
    Logins {
        serve,
        migrate: [None, None, None],
    }
}

/// The Stoa that runs the cluster of this directory, unless it is gone without a word.
async fn attachable(data_dir: &Path, password: &SecretString) -> anyhow::Result<Option<Run>> {
    let Some(run) = data_dir::announced(data_dir) else {
        return Ok(None);
    };
    let [main, ..] = attached(&run, password).serve;
    match stoa_pg::connect(&main).await {
        Ok(_) => Ok(Some(run)),
        Err(error @ ConnectError::Silent(_)) => Err(error).with_context(|| {
            format!(
                "a Stoa (process {}) runs in {}, but its PostgreSQL stands still",
                run.pid,
                data_dir.display()
            )
        }),
        Err(_) => Ok(None),
    }
}

async fn migrate(login: &Config, set: &MigrationSet) -> anyhow::Result<()> {
    let client = stoa_pg::connect(login)
        .await
        .with_context(|| format!("connecting to migrate {}", set.name))?;
    let options = RunOptions {
        statement_timeout: MIGRATION_WAIT,
        on_drift: OnDrift::RefuseLoss,
        ..RunOptions::as_role(bootstrap::OWNER)
    };
    // A statement may take its time here, so only a server that gives no sign of life is given up.
    let patience = Patience {
        interval: Duration::from_secs(2),
        silence: Duration::from_secs(8),
    };
    let work = async {
        let mut runner = Runner::new(client, options).await?;
        runner
            .up(&MigrationSet::embedded::<OpsMigrations>("ops")?)
            .await?;
        runner.up(set).await?;
        anyhow::Ok(())
    };
    let done = Pulse::new(login, patience).unless_silent(work).await;
    done.with_context(|| format!("the server of {} has stopped answering", set.name))?
}
