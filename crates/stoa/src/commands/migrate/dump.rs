//! A database's schema as SQL.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::bail;
use tokio_postgres::{Config, config::Host};

/// The schema as `pg_dump` prints it.
///
/// # Errors
/// What it said, or that it is not installed.
pub(super) fn dump(login: &Config) -> anyhow::Result<String> {
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
