//! A server to try things on: one of ours, made for it and gone afterwards, or one that somebody lends.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use stoa_core::Ambient;
use stoa_pg::{
    ConnectError,
    cluster::{Cluster, ClusterError, ClusterOptions},
};
use tempfile::TempDir;
use thiserror::Error;
use tokio_postgres::{Client, Config, error::SqlState};

const MOST_CONNECTIONS: u16 = 20;

/// Where migrations are tried before anybody is told anything about them.
#[derive(Debug)]
pub struct Scratch {
    admin: Config,
    own: Option<(Cluster, TempDir)>,
    databases: Vec<String>,
    roles: Vec<String>,
}

/// Roles of ours that every server has by itself are left alone.
const OWN_ROLES: &str = include_str!("../statements/made_roles.sql");

/// Why nothing could be tried.
#[derive(Debug, Error)]
pub enum ScratchError {
    /// No server of our own could be started.
    #[error("no scratch server could be started: {0}; lend one with --scratch-url")]
    Cluster(#[from] ClusterError),
    /// Its directory could not be made.
    #[error("no directory for a scratch server")]
    Directory(#[from] std::io::Error),
    /// The lent server does not answer.
    #[error("the scratch server does not answer")]
    Connect(#[from] ConnectError),
    /// It refuses what is needed to try something.
    #[error("the scratch server refuses: {0}")]
    Refused(#[from] tokio_postgres::Error),
}

/// How often a database is tried to be made for a role that others may take away.
const ATTEMPTS: u32 = 5;

impl Scratch {
    /// A server of our own from the installed binaries, in a temporary directory.
    ///
    /// # Errors
    /// [`ScratchError`]; most often, no binaries are installed.
    pub async fn private(bin_dir: Option<PathBuf>) -> Result<Self, ScratchError> {
        let place = TempDir::with_prefix("stoa-scratch")?;
        // As root, the server runs as another user, who must get in.
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755))?;
        let options = ClusterOptions {
            data_dir: place.path().join("data"),
            bin_dir,
            os_user: None,
            max_connections: MOST_CONNECTIONS,
            durable: false,
        };
        let cluster = Cluster::start(options).await?;
        let admin = cluster.admin_config();
        Ok(Self {
            admin,
            own: Some((cluster, place)),
            databases: Vec::new(),
            roles: Vec::new(),
        })
    }

    /// A server on which the login may make databases and roles; both are removed again by [`Scratch::end`].
    #[must_use]
    pub fn lent(admin: Config) -> Self {
        Self {
            admin,
            own: None,
            databases: Vec::new(),
            roles: Vec::new(),
        }
    }

    /// Whether the server is somebody's.
    pub(crate) fn is_lent(&self) -> bool {
        self.own.is_none()
    }

    /// The name of the login.
    pub(crate) fn login(&self) -> String {
        self.admin.get_user().unwrap_or("postgres").to_owned()
    }

    /// A connection to a fresh, empty database that belongs to a role of this name.
    ///
    /// # Errors
    /// [`ScratchError::Refused`], [`ScratchError::Connect`].
    pub async fn database(&mut self, owner: &str) -> Result<Client, ScratchError> {
        let admin = stoa_pg::connect(&self.admin).await?;
        if self.own.is_some() {
            self.forget(&admin).await?;
        }
        let tag = u64::from_le_bytes(Ambient::system().bytes());
        let name = format!("stoa_scratch_{tag:016x}");
        let create = format!(
            "create database {name} template template0 owner {}",
            quoted(owner)
        );
        for attempt in 1..=ATTEMPTS {
            self.role(&admin, owner).await?;
            match admin.batch_execute(&create).await {
                // Another run beside this one has just ended and taken its role away.
                Err(error)
                    if error.code() == Some(&SqlState::UNDEFINED_OBJECT) && attempt < ATTEMPTS => {}
                made => {
                    made?;
                    break;
                }
            }
        }
        self.databases.push(name.clone());
        let mut login = self.admin.clone();
        Ok(stoa_pg::connect(login.dbname(&name)).await?)
    }

    /// Takes what an earlier run left on a server of our own: a file that makes a role could not run twice beside it.
    async fn forget(&mut self, admin: &Client) -> Result<(), ScratchError> {
        for name in std::mem::take(&mut self.databases) {
            admin
                .batch_execute(&format!("drop database if exists {name} with (force)"))
                .await?;
        }
        for row in admin.query(OWN_ROLES, &[&self.roles]).await? {
            let role: String = row.get(0);
            admin
                .batch_execute(&format!("drop role if exists {}", quoted(&role)))
                .await?;
        }
        Ok(())
    }

    /// Makes a role unless it is there: migrations give rights to roles that only the real server has.
    ///
    /// # Errors
    /// [`ScratchError::Refused`].
    pub async fn missing_role(&mut self, name: &str) -> Result<(), ScratchError> {
        let admin = stoa_pg::connect(&self.admin).await?;
        self.role(&admin, name).await
    }

    async fn role(&mut self, admin: &Client, name: &str) -> Result<(), ScratchError> {
        let there = admin
            .query_opt(include_str!("../statements/find_role.sql"), &[&name])
            .await?;
        if there.is_none() {
            // Ours is thrown away: there the owner may do what extensions need.
            let rights = if self.own.is_some() {
                "superuser"
            } else {
                "nosuperuser"
            };
            let made = admin
                .batch_execute(&format!("create role {} nologin {rights}", quoted(name)))
                .await;
            match made {
                // Another run beside this one was quicker: it is its own.
                Err(error) if is_there(&error) => {}
                other => {
                    other?;
                    self.roles.push(name.to_owned());
                }
            }
        }
        Ok(())
    }

    /// Removes what was made. A server of our own goes as a whole.
    ///
    /// # Errors
    /// [`ScratchError`] names what could not be removed.
    pub async fn end(self) -> Result<(), ScratchError> {
        if let Some((cluster, place)) = self.own {
            cluster.stop().await?;
            place.close()?;
            return Ok(());
        }
        let admin = stoa_pg::connect(&self.admin).await?;
        for name in &self.databases {
            admin
                .batch_execute(&format!("drop database if exists {name} with (force)"))
                .await?;
        }
        for role in &self.roles {
            let dropped = admin
                .batch_execute(&format!("drop role if exists {}", quoted(role)))
                .await;
            match dropped {
                // Somebody else has begun to use it.
                Err(error) if error.code() == Some(&SqlState::DEPENDENT_OBJECTS_STILL_EXIST) => {}
                other => other?,
            }
        }
        Ok(())
    }
}

fn is_there(error: &tokio_postgres::Error) -> bool {
    let code = error.code();
    code == Some(&SqlState::DUPLICATE_OBJECT) || code == Some(&SqlState::UNIQUE_VIOLATION)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
