//! Three databases on a server of the test's own, as an operator sets them up: for several processes over one database.

use std::{path::Path, process::Output};

use stoa_pg::cluster::{Cluster, ClusterOptions};

use super::program;

/// The server, and the settings that lead to its databases.
pub(crate) struct Databases {
    pub(crate) cluster: Cluster,
    made: Vec<(String, String)>,
}

impl Databases {
    pub(crate) async fn start(dir: &Path) -> Self {
        let options = ClusterOptions {
            data_dir: dir.join("server"),
            bin_dir: None,
            os_user: None,
            max_connections: 150,
            durable: false,
        };
        let cluster = Cluster::start(options).await.unwrap();
        let made = program(dir)
            .args(["db", "bootstrap", "--admin-url", &admin_url(&cluster)])
            .output()
            .unwrap();
        let text = String::from_utf8(made.stdout).unwrap();
        let lines = text.lines().filter(|line| line.starts_with("STOA_"));
        let pairs = lines.filter_map(|line| line.split_once('='));
        let made = pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Self { cluster, made }
    }

    /// What every process over them is told.
    pub(crate) fn settings(&self) -> Vec<(&str, String)> {
        let address = (
            "STOA_HTTP__PUBLIC_URL",
            "https://academy.example".to_owned(),
        );
        let made = self
            .made
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()));
        made.chain([address]).collect()
    }

    /// Runs a command over them to its end.
    pub(crate) fn command(&self, dir: &Path, arguments: &[&str]) -> Output {
        program(dir)
            .args(arguments)
            .envs(self.settings())
            .output()
            .unwrap()
    }

    pub(crate) async fn stop(self) {
        self.cluster.stop().await.unwrap();
    }
}

/// The superuser's URL over the server's socket.
fn admin_url(cluster: &Cluster) -> String {
    let admin = cluster.admin_config();
    let password = String::from_utf8(admin.get_password().unwrap().to_vec()).unwrap();
    let host = cluster
        .socket_dir()
        .display()
        .to_string()
        .replace('/', "%2F");
    format!(
        "postgres://{}:{password}@{host}/postgres",
        admin.get_user().unwrap()
    )
}
