//! The three databases: external ones, or a private cluster's; migrated, and proved to be closed outside a scope.

mod glance;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
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
use tokio::time::Instant;
use tokio_postgres::Config;

use crate::{
    config::{Databases as External, Settings},
    data_dir::{self, Presence, Purpose, Run, Turn},
    schemas::Schemas,
    serve,
    standing::Needed,
};

pub(crate) use glance::Glance;

const NAMES: [&str; 3] = [Main::NAME, Tripwire::NAME, Traffic::NAME];
/// Sum of the three pools, and some for migrations and people.
const MOST_CONNECTIONS: u16 = 60;

/// How long others may keep the data directory before we give up.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long a stop waits for others who are just opening it.
const LEAVING: Duration = Duration::from_secs(5);
/// How often we look whether they have left.
const LOOK: Duration = Duration::from_millis(100);

/// How long one statement of a migration may take before the start gives up.
const MIGRATION_WAIT: Duration = Duration::from_mins(15);

/// The databases of this process, and the cluster when it is ours.
pub(crate) struct Databases {
    pub(crate) main: MainDb,
    pub(crate) tripwire: TripwireDb,
    pub(crate) traffic: TrafficDb,
    /// Encrypts secrets at rest: 32 bytes in base64.
    pub(crate) master_key: SecretString,
    /// What is measured of them.
    pub(crate) metrics: DbMetrics,
    /// What the schemas must be, of main, tripwire and traffic.
    pub(crate) needed: [Needed; 3],
    /// Whether they still are what the last migration left.
    pub(crate) schemas: Arc<Schemas>,
    owned: Option<Owned>,
    presence: Option<Presence>,
}

/// The cluster that this process runs.
struct Owned {
    cluster: Cluster,
    purpose: Purpose,
    data_dir: PathBuf,
    is_new: bool,
}

/// How each database is reached: to serve, and to migrate when we may.
struct Logins {
    serve: [Config; 3],
    migrate: [Option<Config>; 3],
}

impl Databases {
    /// Opens the configured databases, or the private cluster of `data_dir`; a command shares one that runs already.
    ///
    /// # Errors
    /// Says what could not be started, reached, migrated or proved; [`serve::Refused`] when another Stoa serves from it,
    /// [`data_dir::Busy`] when others do not let go of it, [`data_dir::SecretFault`] when its secrets are not in order.
    pub(crate) async fn open(
        settings: &Settings,
        data_dir: &Path,
        ambient: &Ambient,
        purpose: Purpose,
    ) -> anyhow::Result<Self> {
        if let (Some(external), Some(master_key)) = (&settings.databases, &settings.master_key) {
            return Self::ready(external_logins(external), master_key.clone()).await;
        }
        data_dir::make(data_dir)?;
        let begun = Instant::now();
        let mut told = false;
        loop {
            let turn = Turn::take(data_dir, PATIENCE).await?;
            let master_key = match &settings.master_key {
                Some(key) => key.clone(),
                None => data_dir::secret(data_dir, data_dir::MASTER_KEY, ambient)?,
            };
            let password = data_dir::secret(data_dir, "authenticator.secret", ambient)?;
            let Some(run) = attachable(data_dir, &password).await? else {
                return Self::own(settings, data_dir, master_key, password, purpose).await;
            };
            match (purpose, run.purpose) {
                (Purpose::Command, _) => {
                    let presence = Presence::join(data_dir)?;
                    drop(turn);
                    let mut opened = Self::ready(attached(&run, &password), master_key).await?;
                    opened.presence = Some(presence);
                    return Ok(opened);
                }
                (Purpose::Serve, Purpose::Serve) => {
                    return Err(serve::Refused::AlreadyServed(data_dir.to_owned()).into());
                }
                (Purpose::Serve, Purpose::Command) => {
                    drop(turn);
                    if !std::mem::replace(&mut told, true) {
                        tracing::info!(
                            process = run.pid,
                            "waiting for a command that uses the data directory"
                        );
                    }
                    wait_for(&run, data_dir, begun).await?;
                }
            }
        }
    }

    /// Starts the cluster of a directory whose turn the caller has.
    async fn own(
        settings: &Settings,
        data_dir: &Path,
        master_key: SecretString,
        password: SecretString,
        purpose: Purpose,
    ) -> anyhow::Result<Self> {
        let is_new = !data_dir::has_cluster(data_dir);
        let cluster = start(settings, data_dir).await?;
        let logins = own_logins(&cluster, password).await?;
        let mut opened = Self::ready(logins, master_key).await?;
        opened.owned = Some(Owned {
            cluster,
            purpose,
            data_dir: data_dir.to_owned(),
            is_new,
        });
        opened.say(None)?;
        Ok(opened)
    }

    async fn ready(logins: Logins, master_key: SecretString) -> anyhow::Result<Self> {
        let ops = MigrationSet::embedded::<OpsMigrations>("ops")?;
        let sets = [
            MigrationSet::embedded::<stoa_db_main::Migrations>(Main::NAME)?,
            MigrationSet::embedded::<stoa_db_tripwire::Migrations>(Tripwire::NAME)?,
            MigrationSet::empty(Traffic::NAME),
        ];
        for (login, set) in logins.migrate.iter().zip(&sets) {
            if let Some(login) = login {
                migrate(login, [&ops, set]).await?;
            }
        }
        let needed = sets.each_ref().map(|set| Needed::of([&ops, set]));
        let each = sets.map(|set| vec![ops.clone(), set]);
        let schemas = Arc::new(Schemas::new(NAMES, &logins.migrate, each));
        let [main, tripwire, traffic] = logins.serve;
        let metrics = DbMetrics::default();
        let mut pulses = Vec::new();
        let databases = Self {
            main: open(main, 20, &mut pulses)?.measured(metrics.clone()),
            tripwire: open(tripwire, 20, &mut pulses)?.measured(metrics.clone()),
            traffic: open(traffic, 6, &mut pulses)?.measured(metrics.clone()),
            metrics,
            needed,
            schemas,
            master_key,
            owned: None,
            presence: None,
        };
        databases.main.prove().await?;
        databases.tripwire.prove().await?;
        databases.traffic.prove().await?;
        databases.main.prove_walls().await?;
        databases.tripwire.prove_walls().await?;
        databases.traffic.prove_walls().await?;
        databases.complete().await?;
        Ok(databases)
    }

    /// Whoever may not migrate serves what is there only when it is enough.
    async fn complete(&self) -> anyhow::Result<()> {
        let [main, tripwire, traffic] = &self.needed;
        let lacking = [
            main.lacking(&self.main).await?,
            tripwire.lacking(&self.tripwire).await?,
            traffic.lacking(&self.traffic).await?,
        ];
        match lacking.into_iter().flatten().next() {
            Some(behind) => Err(behind.into()),
            None => Ok(()),
        }
    }

    /// Says where this process serves, for links that commands print.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub(crate) fn announce(&self, origin: &str) -> anyhow::Result<()> {
        self.say(Some(origin.to_owned()))
    }

    fn say(&self, origin: Option<String>) -> anyhow::Result<()> {
        let Some(owned) = &self.owned else {
            return Ok(());
        };
        let run = Run {
            pid: std::process::id(),
            purpose: owned.purpose,
            socket_dir: owned.cluster.socket_dir().to_owned(),
            origin,
        };
        data_dir::announce(&owned.data_dir, &run)
    }

    /// The cluster, when it is ours.
    pub(crate) fn cluster(&self) -> Option<&Cluster> {
        self.owned.as_ref().map(|owned| &owned.cluster)
    }

    /// The data directory, when opening it has made a new installation.
    pub(crate) fn new_in(&self) -> Option<&Path> {
        let owned = self.owned.as_ref().filter(|owned| owned.is_new);
        owned.map(|owned| owned.data_dir.as_path())
    }

    /// Closes the pools and stops the cluster when it is ours; a command waits for others who use it.
    ///
    /// # Errors
    /// When the cluster does not stop.
    pub(crate) async fn close(mut self) -> anyhow::Result<()> {
        self.main.close();
        self.tripwire.close();
        self.traffic.close();
        self.presence = None;
        match self.owned.take() {
            Some(owned) => owned.stop().await,
            None => Ok(()),
        }
    }
}

impl Owned {
    async fn stop(self) -> anyhow::Result<()> {
        let turn = loop {
            // Who opens it lets go at once; when somebody does not, we stop all the same.
            let turn = Turn::take(&self.data_dir, LEAVING).await.ok();
            if self.purpose == Purpose::Serve || Presence::nobody(&self.data_dir)? {
                break turn;
            }
            drop(turn);
            tokio::time::sleep(LOOK).await;
        };
        data_dir::withdraw(&self.data_dir);
        self.cluster.stop().await?;
        drop(turn);
        Ok(())
    }
}

/// Waits until the command that runs the cluster may have ended.
async fn wait_for(run: &Run, data_dir: &Path, begun: Instant) -> anyhow::Result<()> {
    if begun.elapsed() > PATIENCE {
        return Err(data_dir::Busy::Command {
            dir: data_dir.to_owned(),
            pid: run.pid,
            waited: PATIENCE,
        }
        .into());
    }
    tokio::time::sleep(LOOK).await;
    Ok(())
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
    let migrate = NAMES.map(|name| {
        let mut login = admin.clone();
        login.dbname(name);
        Some(login)
    });
    Ok(Logins {
        migrate,
        ..logins_at(cluster.socket_dir(), &authenticator_password)
    })
}

/// The logins to a cluster that somebody runs: to serve only, its owner has migrated it.
fn attached(run: &Run, password: &SecretString) -> Logins {
    logins_at(&run.socket_dir, password)
}

fn logins_at(socket_dir: &Path, password: &SecretString) -> Logins {
    let serve = NAMES.map(|name| {
        let mut login = Config::new();
        login
            .host_path(socket_dir)
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

async fn migrate(login: &Config, sets: [&MigrationSet; 2]) -> anyhow::Result<()> {
    let name = &sets[1].name;
    let client = stoa_pg::connect(login)
        .await
        .with_context(|| format!("connecting to migrate {name}"))?;
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
        for set in sets {
            runner.up(set).await?;
        }
        anyhow::Ok(())
    };
    let done = Pulse::new(login, patience).unless_silent(work).await;
    done.with_context(|| format!("the server of {name} has stopped answering"))?
}
