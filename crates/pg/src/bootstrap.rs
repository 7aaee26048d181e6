//! Roles and databases of a server, made by its administrator: by us for the private cluster, by a person elsewhere.

use std::fmt::Write as _;

use postgres_protocol::password::scram_sha_256;
use secrecy::{ExposeSecret as _, SecretString};
use thiserror::Error;
use tokio_postgres::Config;

use crate::connect::{ConnectError, connect};

const ROLES: &str = include_str!("../bootstrap/roles.sql");
const DATABASE: &str = include_str!("../bootstrap/database.sql");
const FIND_LOGIN: &str = include_str!("../bootstrap/find_login.sql");
const POWERFUL_SCOPES: &str = include_str!("../bootstrap/powerful_scopes.sql");
const FIND_DATABASE: &str = include_str!("../bootstrap/find_database.sql");

/// The login that serves.
pub const AUTHENTICATOR: &str = "authenticator";
/// The login that migrates external databases; it takes the role [`OWNER`].
pub const MIGRATOR: &str = "stoa_migrator";
/// The role that owns every object and never serves.
pub const OWNER: &str = "stoa_owner";

/// What is to be made.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Names of the databases.
    pub databases: Vec<String>,
    /// The password of [`AUTHENTICATOR`].
    pub authenticator_password: SecretString,
    /// The password of [`MIGRATOR`]; without one, nobody logs in as it.
    pub migrator_password: Option<SecretString>,
    /// Give logins that are there already these passwords too: processes that use the old ones are locked out.
    pub rotate_passwords: bool,
}

/// Why the roles or databases could not be made.
#[derive(Debug, Error)]
pub enum BootstrapError {
    /// The server cannot be reached.
    #[error("the server cannot be reached as its administrator")]
    Connect(#[from] ConnectError),
    /// The server refused a statement.
    #[error("the server refused to make {0}")]
    Refused(String, #[source] tokio_postgres::Error),
}

/// What was made, and what was found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The logins that have the plan's passwords now: the others were there, and keep theirs.
    pub logins: Vec<&'static str>,
    /// The databases that were made.
    pub databases: Vec<String>,
    /// Roles of scopes that policies would not hold, as a platform may have made them: Stoa refuses to serve with them.
    pub powerful_scopes: Vec<String>,
}

/// Makes the roles and databases that are missing; leaves alone what is there. `admin` is a superuser's login.
///
/// # Errors
/// [`BootstrapError`] names what could not be made.
pub async fn bootstrap(admin: &Config, plan: &Plan) -> Result<Outcome, BootstrapError> {
    let client = connect(admin).await?;
    let refused = |what: &str| {
        let what = what.to_owned();
        move |error| BootstrapError::Refused(what, error)
    };
    let mut outcome = Outcome::default();
    let mut roles = ROLES.to_owned();
    for (login, password) in plan.logins() {
        let found = client.query_opt(FIND_LOGIN, &[&login]).await;
        if plan.rotate_passwords || found.map_err(refused("the roles"))?.is_none() {
            roles.push_str(&password_sql(login, password));
            outcome.logins.push(login);
        }
    }
    client
        .batch_execute(&roles)
        .await
        .map_err(refused("the roles"))?;
    let powerful = client.query(POWERFUL_SCOPES, &[]).await;
    let powerful = powerful.map_err(refused("the roles"))?;
    outcome.powerful_scopes = powerful.iter().map(|row| row.get(0)).collect();
    for name in &plan.databases {
        let found = client.query_opt(FIND_DATABASE, &[name]).await;
        if found.map_err(refused(name))?.is_none() {
            let made = client.batch_execute(&create_sql(name)).await;
            made.map_err(refused(name))?;
            outcome.databases.push(name.clone());
        }
        client
            .batch_execute(&grants_sql(name))
            .await
            .map_err(refused(name))?;
        let inside = connect(admin.clone().dbname(name)).await?;
        inside
            .batch_execute(DATABASE)
            .await
            .map_err(refused(name))?;
    }
    Ok(outcome)
}

/// The same as a script for `psql`, for servers whose administrator runs it himself.
#[must_use]
pub fn script(plan: &Plan) -> String {
    let mut script = ROLES.to_owned();
    for (login, password) in plan.logins() {
        script.push_str(&password_sql(login, password));
    }
    for name in &plan.databases {
        let _ = write!(
            script,
            "\n{};\n{}\n\\connect {}\n{DATABASE}",
            create_sql(name),
            grants_sql(name),
            identifier(name)
        );
    }
    script
}

impl Plan {
    /// The logins that are to have passwords.
    fn logins(&self) -> impl Iterator<Item = (&'static str, &SecretString)> {
        let migrator = self.migrator_password.as_ref();
        std::iter::once((AUTHENTICATOR, &self.authenticator_password))
            .chain(migrator.map(|password| (MIGRATOR, password)))
    }
}

/// Sets a password by what the server keeps of it, so that a server that logs statements does not log the password.
fn password_sql(login: &str, password: &SecretString) -> String {
    let kept = scram_sha_256(password.expose_secret().as_bytes());
    format!("alter role {login} password {};\n", literal(&kept))
}

fn create_sql(name: &str) -> String {
    format!("create database {} owner {OWNER}", identifier(name))
}

fn grants_sql(name: &str) -> String {
    let name = identifier(name);
    format!(
        "alter database {name} owner to {OWNER};\n\
         revoke all on database {name} from public;\n\
         grant connect on database {name} to {AUTHENTICATOR}, {MIGRATOR};\n"
    )
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_passwords_cannot_break_out_of_their_quotes() {
        assert_eq!(identifier("a\"b"), "\"a\"\"b\"");
        assert_eq!(literal("a'b"), "'a''b'");
    }
}
