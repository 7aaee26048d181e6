//! `stoa migrate baseline`: the first version of a folder, made of a database that is there already.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

use anyhow::{Context as _, bail};
use clap::Args;
use stoa_guard::{Folder, FolderError};
use stoa_schema::AcceptedDrift;
use tokio_postgres::{Config, config::Host};

use super::{answer::Format, proof, scratch::ScratchArgs, target::Target};
use crate::commands::say;

#[derive(Debug, Args)]
pub(crate) struct WriteBaseline {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    scratch: ScratchArgs,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Nobody undoes the beginning.
const DOWN: &str =
    "-- stoa:irreversible the history begins here: what was before it nobody wrote down\n";

pub(super) async fn run(command: &WriteBaseline) -> anyhow::Result<ExitCode> {
    let dir = &command.target.dir;
    match Folder::load(dir) {
        Err(FolderError::Empty(_)) => {}
        Err(_) if !dir.exists() => {}
        Ok(_) => bail!(
            "{} has migrations already; the first one is the beginning",
            dir.display()
        ),
        Err(error) => return Err(error.into()),
    }
    let runner = command.target.runner(command.target.options()?).await?;
    let owner = runner.role().await?;
    drop(runner);
    let text = as_migration(&dump(&command.target.login()?)?, &owner);
    fs::create_dir_all(dir).with_context(|| format!("{} cannot be made", dir.display()))?;
    for (half, text) in [("up", text.as_str()), ("down", DOWN)] {
        let path = dir.join(format!("0001_baseline.{half}.sql"));
        let mut file = fs::File::create_new(&path)
            .with_context(|| format!("{} cannot be made", path.display()))?;
        file.write_all(text.as_bytes())?;
        if command.format == Format::Text {
            say(path.display());
        }
    }
    // It is recorded like any other version: when running it makes what is here.
    let set = command.target.set()?;
    let (mut runner, replay) = proof::both(&command.target, &command.scratch, &set).await?;
    let outcome = runner
        .stamp(&set, 1, &replay, &AcceptedDrift::default())
        .await;
    proof::stamped(command.format, outcome)
}

/// The schema as `pg_dump` prints it.
fn dump(login: &Config) -> anyhow::Result<String> {
    let mut last = None;
    for program in programs() {
        let mut command = Command::new(&program);
        command
            .args([
                "--schema-only",
                "--no-password",
                "--exclude-schema=stoa_guard",
            ])
            .stdin(Stdio::null());
        address(&mut command, login);
        match command.output() {
            Ok(output) if output.status.success() => {
                return Ok(String::from_utf8(output.stdout)?);
            }
            Ok(output) => last = Some(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
            Err(_) => {}
        }
    }
    match last {
        Some(said) => bail!("pg_dump: {said}"),
        None => bail!("pg_dump is needed for this, and is not installed"),
    }
}

/// The one on the path, and those of installed servers, the newest first.
fn programs() -> Vec<PathBuf> {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut programs: Vec<_> = installed
        .flatten()
        .map(|entry| entry.path().join("bin/pg_dump"))
        .filter(|path| path.is_file())
        .collect();
    programs.sort();
    programs.push(PathBuf::from("pg_dump"));
    programs.reverse();
    programs
}

/// The password goes by the environment: arguments are for everybody to read.
fn address(command: &mut Command, login: &Config) {
    if let Some(host) = login.get_hosts().first() {
        let host = match host {
            Host::Tcp(name) => Path::new(name),
            Host::Unix(path) => path,
        };
        command.arg("--host").arg(host);
    }
    if let Some(port) = login.get_ports().first() {
        command.args(["--port", &port.to_string()]);
    }
    if let Some(user) = login.get_user() {
        command.args(["--username", user]);
    }
    if let Some(password) = login.get_password() {
        command.env("PGPASSWORD", String::from_utf8_lossy(password).as_ref());
    }
    if let Some(name) = login.get_dbname() {
        command.args(["--dbname", name]);
    }
}

/// A dump as a file of the runner: settings for this transaction only, and no owner where whoever migrates owns.
fn as_migration(dump: &str, owner: &str) -> String {
    let own = [
        format!("OWNER TO {owner};"),
        format!("OWNER TO \"{}\";", owner.replace('"', "\"\"")),
    ];
    let mut text = String::from("-- What was there when the history began.\n");
    let mut last_is_blank = true;
    for line in stoa_guard::without_psql(dump).lines() {
        let is_note = line.starts_with("--");
        let is_own = line.starts_with("ALTER ") && own.iter().any(|end| line.ends_with(end));
        let is_blank = line.trim().is_empty();
        if is_note || is_own || is_blank && last_is_blank {
            continue;
        }
        last_is_blank = is_blank;
        if line.starts_with("SELECT pg_catalog.set_config('search_path'") {
            text.push_str("set local search_path = '';\n");
        } else if let Some(setting) = line.strip_prefix("SET ") {
            text.push_str("set local ");
            text.push_str(setting);
            text.push('\n');
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dump_becomes_a_file_of_the_runner() {
        let dump = "--\n-- PostgreSQL database dump\n--\n\nSET lock_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n\n\nCREATE TABLE public.t (\n    id integer\n);\n\nALTER TABLE public.t OWNER TO me;\nALTER TABLE public.t OWNER TO other;\n";
        assert_eq!(
            as_migration(dump, "me"),
            "-- What was there when the history began.\nset local lock_timeout = 0;\nset local search_path = '';\n\nCREATE TABLE public.t (\n    id integer\n);\n\nALTER TABLE public.t OWNER TO other;\n"
        );
    }
}
