//! Temporary stub; being replaced.
#![expect(missing_docs, clippy::all, clippy::pedantic, reason = "stub")]
use std::path::{Path, PathBuf};
#[derive(Debug)]
pub struct ClusterOptions { pub data_dir: PathBuf, pub bin_dir: Option<PathBuf>, pub os_user: Option<String>, pub max_connections: u16, pub durable: bool }
#[derive(Debug)]
pub struct Cluster;
#[derive(Debug, thiserror::Error)]
#[error("stub")]
pub struct ClusterError;
impl Cluster {
    pub async fn start(_: ClusterOptions) -> Result<Self, ClusterError> { Err(ClusterError) }
    pub fn admin_config(&self) -> tokio_postgres::Config { tokio_postgres::Config::new() }
    pub fn socket_dir(&self) -> &Path { Path::new("/") }
    pub async fn stop(self) -> Result<(), ClusterError> { Ok(()) }
}
