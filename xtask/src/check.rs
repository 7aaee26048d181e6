//! `check`: everything that must be green before a commit.

use std::process::Command;

use anyhow::{Context as _, bail};

use crate::{generate, layers};

const STEPS: &[(&str, &[&str])] = &[
    ("format", &["fmt", "--all", "--check"]),
    (
        "lints",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ],
    ),
    (
        "docs",
        &[
            "doc",
            "--workspace",
            "--no-deps",
            "--document-private-items",
            "--quiet",
        ],
    ),
    ("dependencies", &["deny", "--log-level", "error", "check"]),
];

pub(crate) fn run() -> anyhow::Result<()> {
    layers::run()?;
    println("layers");
    for (name, arguments) in STEPS {
        let status = Command::new("cargo")
            .args(*arguments)
            .env("RUSTDOCFLAGS", "-D warnings")
            .status();
        if !status
            .with_context(|| format!("cargo {}", arguments.join(" ")))?
            .success()
        {
            bail!("{name}: cargo {} failed", arguments.join(" "));
        }
        println(name);
    }
    generate::run(true)?;
    println("generated code");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a command speaks on stdout")]
fn println(step: &str) {
    println!("ok: {step}");
}
