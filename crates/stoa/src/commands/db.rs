//! `stoa db bootstrap`.

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use secrecy::{ExposeSecret as _, SecretString};
use stoa_core::Ambient;
use stoa_pg::bootstrap::{self, Plan};
use tokio_postgres::{Config, config::Host};

use super::{note, say};
use crate::cli::DbCommand;

/// Runs the command.
///
/// # Errors
/// Says what the server refused.
pub(crate) async fn run(command: &DbCommand) -> anyhow::Result<()> {
    let DbCommand::Bootstrap {
        rotate_passwords,
        admin_url,
        prefix,
        print,
    } = command;
    let admin: Config = admin_url
        .parse()
        .map_err(|_| anyhow::anyhow!("--admin-url is not a PostgreSQL URL"))?;
    let plan = Plan {
        databases: ["main", "tripwire", "traffic"]
            .map(|name| format!("{prefix}_{name}"))
            .to_vec(),
        authenticator_password: password(),
        migrator_password: Some(password()),
        rotate_passwords: *rotate_passwords,
    };
    if *print {
        say(bootstrap::script(&plan));
        let logins = [bootstrap::AUTHENTICATOR, bootstrap::MIGRATOR];
        for line in settings(&admin, &plan, &logins, true) {
            say(format!("-- {line}"));
        }
        return Ok(());
    }
    let outcome = bootstrap::bootstrap(&admin, &plan).await?;
    for role in &outcome.powerful_scopes {
        note(format!(
            "the role {role} was there and has rights that no policy holds, so `stoa serve` will refuse these databases: \
             `alter role {role} nosuperuser nobypassrls nocreaterole nocreatedb noreplication`, or use another server"
        ));
    }
    let is_new = !outcome.databases.is_empty();
    for line in settings(&admin, &plan, &outcome.logins, is_new) {
        say(line);
    }
    Ok(())
}

/// The lines that belong into the environment: shown once, kept nowhere. A login that was there keeps its password, and
/// new databases still need addresses of their own.
fn settings(admin: &Config, plan: &Plan, logins: &[&str], is_new: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if !logins.is_empty() || is_new {
        lines.push("# Put these into Stoa's environment; they are shown only now.".to_owned());
    }
    let server = server(admin);
    let migrator = plan.migrator_password.as_ref();
    let passwords = [
        (
            bootstrap::AUTHENTICATOR,
            "DATABASE_URL",
            Some(&plan.authenticator_password),
        ),
        (bootstrap::MIGRATOR, "OWNER_URL", migrator),
    ];
    for (login, variable, password) in passwords {
        let known = password.filter(|_| logins.contains(&login));
        if known.is_none() {
            lines.push(format!(
                "# {login} was there and keeps its password: it goes in place of PASSWORD (--rotate-passwords makes a new one, \
                 for every installation on this server)"
            ));
        }
        let password = known.map_or("PASSWORD", |password| password.expose_secret());
        // Of what was there before, nothing needs to change.
        let mark = if known.is_some() || is_new { "" } else { "# " };
        for (name, database) in ["MAIN", "TRIPWIRE", "TRAFFIC"].iter().zip(&plan.databases) {
            lines.push(format!(
                "{mark}STOA_{name}_{variable}=postgres://{login}:{password}@{server}/{database}"
            ));
        }
    }
    if is_new {
        let key = BASE64_STANDARD.encode(Ambient::system().bytes::<32>());
        lines.push(format!("STOA_MASTER_KEY={key}"));
    }
    lines
}

fn server(admin: &Config) -> String {
    let host = match admin.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        Some(Host::Unix(path)) => path.display().to_string().replace('/', "%2F"),
        None => "localhost".to_owned(),
    };
    format!(
        "{host}:{}",
        admin.get_ports().first().copied().unwrap_or(5432)
    )
}

fn password() -> SecretString {
    SecretString::from(BASE64_URL_SAFE_NO_PAD.encode(Ambient::system().bytes::<24>()))
}
