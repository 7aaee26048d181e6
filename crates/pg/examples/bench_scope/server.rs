//! The server's own limit: pgbench sends the four commands of a guarded read as one pipeline with one Sync, and the plain
//! statement by itself; prepared, and over the same socket. The same row each time, so that no client makes texts.

use std::path::Path;

use stoa_pg::{bootstrap, cluster::Cluster};

use crate::{
    CONNECTIONS, Failed, ROUND, rounds,
    ways::{PASSWORD, PLAIN_READER, READ, claims, person},
};

pub(crate) async fn measure(
    pgbench: &Path,
    cluster: &Cluster,
    rounds: usize,
) -> Result<(), Failed> {
    let read = READ.trim().replace("$1", &format!("'{}'", person(617)));
    let claims = claims(person(617));
    let scope = format!(
        "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{claims}', true);\n"
    );
    let scripts = [
        (PLAIN_READER, format!("{read};\n")),
        (
            bootstrap::AUTHENTICATOR,
            format!("\\startpipeline\nBEGIN READ ONLY;\n{scope}{read};\nCOMMIT;\n\\endpipeline\n"),
        ),
        // Behind one Sync two statements are one transaction without BEGIN and COMMIT; no driver of ours sends that.
        (
            bootstrap::AUTHENTICATOR,
            format!("\\startpipeline\n{scope}{read};\n\\endpipeline\n"),
        ),
    ];
    let names = ["plain", "guarded", "implicit"];
    rounds::measure("server_", &names, rounds, async |at| {
        let (user, script) = &scripts[at];
        rate(pgbench, cluster, user, script)
    })
    .await
}

/// Runs of a script per second, by as many connections as the pools have.
fn rate(pgbench: &Path, cluster: &Cluster, user: &str, script: &str) -> Result<f64, Failed> {
    let file = cluster.socket_dir().join("script.sql");
    std::fs::write(&file, script)?;
    let output = std::process::Command::new(pgbench)
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
        .arg(format!("--client={CONNECTIONS}"))
        .arg(format!("--time={}", ROUND.as_secs()))
        .arg("--file")
        .arg(&file)
        .arg("--host")
        .arg(cluster.socket_dir())
        .args(["--username", user, "main"])
        .env("PGPASSWORD", PASSWORD)
        .output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let rate = told.lines().find_map(|line| line.strip_prefix("tps = "));
    let rate = rate.and_then(|rest| rest.split(' ').next()?.parse().ok());
    rate.ok_or_else(|| String::from_utf8_lossy(&output.stderr).into_owned().into())
}
