//! `stoa db bootstrap`.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use stoa_core::Ambient;
use stoa_pg::bootstrap::{self, Plan};
use tokio_postgres::{Config, config::Host};

use super::say;
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
    } else if !bootstrap::bootstrap(&admin, &plan).await? {
        say(
            "roles and databases are there; the logins keep their passwords (--rotate-passwords makes new ones)",
        );
        return Ok(());
    }
    settings(&admin, &plan);
    Ok(())
}

/// The lines that belong into the environment: shown once, kept nowhere.
fn settings(admin: &Config, plan: &Plan) {
    say("\n# Put these into Stoa's environment; they are shown only now.");
    let server = server(admin);
    let migrator = plan
        .migrator_password
        .as_ref()
        .map(ExposeSecret::expose_secret)
        .unwrap_or_default();
    for (name, database) in ["MAIN", "TRIPWIRE", "TRAFFIC"]
        .into_iter()
        .zip(&plan.databases)
    {
        let authenticator = plan.authenticator_password.expose_secret();
        say(format!(
            "STOA_{name}_DATABASE_URL=postgres://{}:{authenticator}@{server}/{database}",
            bootstrap::AUTHENTICATOR
        ));
        say(format!(
            "STOA_{name}_OWNER_URL=postgres://{}:{migrator}@{server}/{database}",
            bootstrap::MIGRATOR
        ));
    }
    let key: [u8; 32] = Ambient::system().bytes();
    say(format!(
        "STOA_MASTER_KEY={}",
        base64::prelude::BASE64_STANDARD.encode(key)
    ));
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
