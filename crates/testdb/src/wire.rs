//! The wire between a test and the scratch server, to be cut and mended.

use std::{
    io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;
use tokio::{
    net::{UnixListener, UnixStream},
    task::{JoinHandle, JoinSet},
};
use tokio_postgres::{Config, config::Host};

/// The file that PostgreSQL clients look for in a socket directory.
const FILE: &str = ".s.PGSQL.5432";

/// A way to the server that leads through this process. What goes over it breaks when it is cut, and nobody gets
/// through until it is mended. It ends when dropped.
#[derive(Debug)]
pub struct Wire {
    folder: TempDir,
    server: PathBuf,
    carrying: Option<JoinHandle<()>>,
}

impl Wire {
    /// A wire beside the way of `login`, and the login that goes over it.
    ///
    /// # Panics
    /// When the login's server is not reached by a socket directory, or there is no room for another.
    #[must_use]
    #[expect(
        clippy::panic,
        clippy::expect_used,
        reason = "a test without its wire has failed"
    )]
    pub fn to(login: &Config) -> (Self, Config) {
        let Some(Host::Unix(directory)) = login.get_hosts().first() else {
            panic!("the scratch server is reached by a socket directory");
        };
        let mut wire = Self {
            folder: tempfile::tempdir().expect("a directory"),
            server: directory.join(FILE),
            carrying: None,
        };
        wire.mend();
        let mut over = Config::new();
        over.host_path(wire.folder.path())
            .user(login.get_user().unwrap_or_default())
            .password(login.get_password().unwrap_or_default())
            .dbname(login.get_dbname().unwrap_or_default());
        (wire, over)
    }

    /// Breaks every connection; new ones are refused.
    pub fn cut(&mut self) {
        if let Some(carrying) = self.carrying.take() {
            carrying.abort();
            let _ = std::fs::remove_file(self.file());
        }
    }

    /// Lets through again.
    ///
    /// # Panics
    /// When the socket cannot be made.
    #[expect(clippy::expect_used, reason = "a test without its wire has failed")]
    pub fn mend(&mut self) {
        self.cut();
        let listener = UnixListener::bind(self.file()).expect("a socket");
        self.carrying = Some(tokio::spawn(carry(listener, self.server.clone())));
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join(FILE)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.cut();
    }
}

/// Carries connections until it is dropped, and them with it.
async fn carry(listener: UnixListener, server: PathBuf) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        let server = server.clone();
        connections.spawn(async move { connect(client, &server).await });
        while connections.try_join_next().is_some() {}
    }
}

async fn connect(mut client: UnixStream, server: &Path) -> io::Result<()> {
    let mut server = UnixStream::connect(server).await?;
    tokio::io::copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}
