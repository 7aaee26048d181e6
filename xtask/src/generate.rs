//! `gen`: the typed query crates, from the `.sql` files and a scratch server built from the migrations.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use stoa_testdb::server::{self, Address};
use tokio_postgres::Config;

use crate::nullable;

/// A crate whose `queries/` become the crate `sql/` beside them.
struct Target {
    crate_dir: &'static str,
    database: &'static str,
    package: &'static str,
}

const TARGETS: [Target; 3] = [
    Target {
        crate_dir: "crates/pg",
        database: "ops",
        package: "stoa-ops-sql",
    },
    Target {
        crate_dir: "crates/db-main",
        database: "main",
        package: "stoa-main-sql",
    },
    Target {
        crate_dir: "crates/db-tripwire",
        database: "tripwire",
        package: "stoa-tripwire-sql",
    },
];

pub(crate) fn run(check: bool) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let scratch = tempfile::Builder::new().prefix("stoa-gen").tempdir()?;
    let outcome = runtime.block_on(generate(scratch.path(), check));
    runtime.shutdown_background();
    outcome
}

async fn generate(scratch: &Path, check: bool) -> anyhow::Result<()> {
    let server = server::shared()
        .await
        .context("starting the scratch server")?;
    let mut stale = Vec::new();
    for target in &TARGETS {
        let written = write(&server, target, scratch)
            .await
            .with_context(|| target.crate_dir.to_owned())?;
        let committed = Path::new(target.crate_dir).join("sql");
        if !check {
            replace(&written, &committed)?;
        } else if !same_tree(&written, &committed)? {
            stale.push(committed.display().to_string());
        }
    }
    if !stale.is_empty() {
        bail!(
            "run `cargo xtask gen` and commit: {} would change",
            stale.join(", ")
        );
    }
    Ok(())
}

async fn write(server: &Address, target: &Target, scratch: &Path) -> anyhow::Result<PathBuf> {
    let queries = Path::new(target.crate_dir).join("queries");
    let database: Config = server
        .migrated(target.database, &format!("{}/migrations", target.crate_dir))
        .await?;
    let client = stoa_pg::connect(&database).await?;
    nullable::check(&client, &queries).await?;
    let destination = scratch.join(target.package);
    let mut config =
        cornucopia::config::Config::from_file(Path::new(target.crate_dir).join("cornucopia.toml"))?;
    config.queries = queries;
    config.destination.clone_from(&destination);
    tokio::task::spawn_blocking(move || cornucopia::gen_live(&client, config))
        .await?
        .map_err(|error| anyhow::anyhow!("{error:?}"))?;
    rustfmt(&destination)?;
    Ok(destination)
}

fn rustfmt(package: &Path) -> anyhow::Result<()> {
    let files: Vec<_> = tree(package)?
        .into_iter()
        .filter(|f| f.extension().is_some_and(|e| e == "rs"))
        .collect();
    let status = std::process::Command::new("rustfmt")
        .args(["--edition", "2024"])
        .args(&files)
        .status()?;
    anyhow::ensure!(status.success(), "rustfmt failed on {}", package.display());
    Ok(())
}

fn replace(from: &Path, to: &Path) -> anyhow::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    for file in tree(from)? {
        let target = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(target.parent().context("a file has a folder")?)?;
        fs::copy(&file, &target)?;
    }
    Ok(())
}

fn same_tree(left: &Path, right: &Path) -> anyhow::Result<bool> {
    let relative = |root: &Path| -> anyhow::Result<Vec<PathBuf>> {
        tree(root)?
            .iter()
            .map(|f| Ok(f.strip_prefix(root)?.to_owned()))
            .collect()
    };
    let files = relative(left)?;
    if files != relative(right)? {
        return Ok(false);
    }
    for file in files {
        if fs::read(left.join(&file))? != fs::read(right.join(&file))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn tree(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(&dir).with_context(|| dir.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
