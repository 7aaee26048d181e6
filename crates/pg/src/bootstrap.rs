//! Roles and databases of a server, made by its administrator: by us for the private cluster, by a person elsewhere.

use std::fmt::Write as _;

use secrecy::{ExposeSecret as _, SecretString};
use thiserror::Error;
use tokio_postgres::Config;

use crate::connect::{ConnectError, connect};

const ROLES: &str = include_str!("../bootstrap/roles.sql");
const DATABASE: &str = include_str!("../bootstrap/database.sql");
const FIND_LOGIN: &str = include_str!("../bootstrap/find_login.sql");
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

/// Makes the roles and databases that are missing; leaves alone what is there. `admin` is a superuser's login.
///
/// Returns whether the passwords of the plan are in force: not when the logins were there and are not to be rotated.
///
/// # Errors
/// [`BootstrapError`] names what could not be made.
pub async fn bootstrap(admin: &Config, plan: &Plan) -> Result<bool, BootstrapError> {
    let client = connect(admin).await?;
    let refused = |what: &str| {
        let what = what.to_owned();
        move |error| BootstrapError::Refused(what, error)
    };
    let known = client
        .query_opt(FIND_LOGIN, &[&AUTHENTICATOR])
        .await
        .map_err(refused("the roles"))?
        .is_some();
    let in_force = !known || plan.rotate_passwords;
    let roles = if in_force {
        roles_sql(plan)
    } else {
        ROLES.to_owned()
    };
    client
        .batch_execute(&roles)
        .await
        .map_err(refused("the roles"))?;
    for name in &plan.databases {
        if client
            .query_opt(FIND_DATABASE, &[name])
            .await
            .map_err(refused(name))?
            .is_none()
        {
            client
                .batch_execute(&create_sql(name))
                .await
                .map_err(refused(name))?;
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
    Ok(in_force)
}

/// The same as a script for `psql`, for servers whose administrator runs it himself.
#[must_use]
pub fn script(plan: &Plan) -> String {
    let mut script = roles_sql(plan);
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

fn roles_sql(plan: &Plan) -> String {
    let mut sql = ROLES.to_owned();
    let mut set_password = |login: &str, password: &SecretString| {
        let _ = writeln!(
            sql,
            "alter role {login} password {};",
            literal(password.expose_secret())
        );
    };
    set_password(AUTHENTICATOR, &plan.authenticator_password);
    if let Some(password) = &plan.migrator_password {
        set_password(MIGRATOR, password);
    }
    sql
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
