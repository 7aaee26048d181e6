//! `test` and `test-server`.

use std::{process::Command, time::Duration};

use anyhow::ensure;

/// Runs the tests; they share the scratch server that the first of them starts.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<()> {
    let nextest = Command::new("cargo")
        .args(["nextest", "--version"])
        .output()
        .is_ok_and(|o| o.status.success());
    let runner: &[&str] = if nextest {
        &["nextest", "run", "--no-fail-fast"]
    } else {
        &["test", "--no-fail-fast"]
    };
    let selection: &[String] = if arguments.is_empty() {
        &["--workspace".to_owned()]
    } else {
        arguments
    };
    let status = Command::new("cargo")
        .args(runner)
        .args(selection)
        .status()?;
    ensure!(status.success(), "tests failed");
    Ok(())
}

/// Holds the scratch server in this process.
pub(crate) fn serve(idle_seconds: u64) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(stoa_testdb::server::run(Duration::from_secs(idle_seconds)))
}
