//! What a scope costs: a policy-guarded read against the same read without policy.
//!
//! `bench_scope DATA_DIR ROUNDS PGBENCH WRK` starts a durable private cluster in an empty directory, reads all ways in
//! turn, and prints `name value` lines: medians over the rounds, and the median of the rounds' ratios to the plain read.
//! Three times: in this process, over HTTP (`http_*`), and without our driver, which is what the server itself gives
//! (`server_*`). Started by `bench/run`.

mod in_process;
mod over_http;
mod rounds;
mod server;
mod ways;

use std::{error::Error, path::PathBuf, time::Duration};

use stoa_pg::cluster::{Cluster, ClusterOptions};

const CONNECTIONS: usize = 8;
const ROUND: Duration = Duration::from_secs(1);

type Failed = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let args: Vec<_> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [data_dir, rounds, pgbench, wrk] = args.as_slice() else {
        return Err("usage: bench_scope DATA_DIR ROUNDS PGBENCH WRK".into());
    };
    let rounds = rounds.to_string_lossy().parse()?;
    let cluster = Cluster::start(ClusterOptions {
        data_dir: data_dir.clone(),
        bin_dir: None,
        os_user: None,
        max_connections: 40,
        durable: true,
    })
    .await?;
    let measured = async {
        let ways = ways::prepare(&cluster.admin_config()).await?;
        in_process::measure(&ways, rounds).await?;
        over_http::measure(&ways, wrk, rounds).await?;
        server::measure(pgbench, &cluster, rounds).await
    }
    .await;
    cluster.stop().await?;
    measured
}
