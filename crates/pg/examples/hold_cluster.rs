//! Holds a private cluster until it is killed, for the tests of what a killed Stoa leaves behind:
//! `hold_cluster DATA_DIR` prints the server's process number once the server answers.

use std::io::Write as _;

use stoa_pg::cluster::{Cluster, ClusterOptions};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data_dir = std::env::args_os()
        .nth(1)
        .ok_or("usage: hold_cluster DATA_DIR")?
        .into();
    let options = ClusterOptions {
        data_dir,
        bin_dir: None,
        os_user: None,
        max_connections: 10,
        durable: false,
    };
    let cluster = Cluster::start(options).await?;
    let pid = cluster.server_pid().ok_or("the server has just ended")?;
    writeln!(std::io::stdout(), "{pid}")?;
    std::future::pending::<()>().await;
    Ok(())
}
