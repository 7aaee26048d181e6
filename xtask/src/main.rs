//! Repository chores: `cargo xtask gen`, `cargo xtask layers`, `cargo xtask check`.

mod check;
mod generate;
mod layers;
mod nullable;
mod test_run;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Chores of this repository")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Checks every query against a real server built from the migrations, and writes the typed crates.
    Gen {
        /// Change nothing; fail when the committed code is not what would be written.
        #[arg(long)]
        check: bool,
    },
    /// Fails when a crate depends on one it may not know.
    Layers,
    /// Runs every test (or those the arguments name), with nextest when it is installed.
    Test {
        /// Passed on to the test runner.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Holds the scratch server of a test run until no test has used it for a while; tests start it by themselves.
    TestServer {
        /// How long without a client.
        #[arg(long, default_value_t = 60)]
        idle_seconds: u64,
    },
    /// Everything that must be green before a commit: format, lints, docs, layers, generated code.
    Check,
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().chore {
        Chore::Gen { check } => generate::run(check),
        Chore::Test { arguments } => test_run::run(&arguments),
        Chore::TestServer { idle_seconds } => test_run::serve(idle_seconds),
        Chore::Layers => layers::run(),
        Chore::Check => check::run(),
    }
}
