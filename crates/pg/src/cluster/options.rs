use std::path::PathBuf;

/// What a private cluster needs to know.
#[derive(Debug, Clone)]
pub struct ClusterOptions {
    /// Where everything lives; made when missing. One running Stoa per directory.
    pub data_dir: PathBuf,
    /// The directory of `postgres` and `initdb`; searched for when not given.
    pub bin_dir: Option<PathBuf>,
    /// The local user that runs the server when Stoa is root; `postgres`, else `nobody`, when not given.
    pub os_user: Option<String>,
    /// The most connections at once.
    pub max_connections: u16,
    /// False trades safety for speed: a power cut may destroy the cluster. For tests only.
    pub durable: bool,
}

/// How a private server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClusterState {
    /// It answers.
    Running,
    /// It ended unexpectedly and is being started again.
    Restarting {
        /// How many times it has ended within the last two minutes.
        attempt: usize,
    },
    /// It ended so often that it is left alone; Stoa must be restarted once the cause is gone.
    Failed {
        /// How it ended the last time, with the end of its log.
        reason: String,
    },
    /// It was stopped on request.
    Stopped,
}
