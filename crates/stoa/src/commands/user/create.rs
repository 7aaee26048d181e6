use std::io::BufRead as _;

use anyhow::bail;
use clap::Args;
use secrecy::SecretString;
use stoa_domain::{Email, PersonName};
use stoa_identity::{NewPassword, NewUser, Origin};

use super::{invite, read_roles, say};
use crate::parts::Parts;

/// Whom `stoa user create` is to make, as typed.
#[derive(Debug, Args)]
pub(crate) struct Account {
    email: String,
    #[arg(long)]
    name: Option<String>,
    /// May be given more than once.
    #[arg(long = "role")]
    roles: Vec<String>,
    /// Read the password from the first line of standard input.
    #[arg(long)]
    password_stdin: bool,
}

/// The same, understood.
pub(super) struct Wanted {
    user: NewUser,
    name: Option<String>,
}

impl Account {
    /// Reads what was typed, and the password from standard input.
    ///
    /// # Errors
    /// Names everything that is wrong with it.
    pub(super) fn read(&self) -> anyhow::Result<Wanted> {
        let mut faults = Vec::new();
        let email = noted(&mut faults, "the address", Email::parse(&self.email));
        let name = self.name.as_deref().map(PersonName::parse).transpose();
        let name = noted(&mut faults, "the name", name);
        let roles = noted(&mut faults, "the roles", read_roles(&self.roles));
        let password = self
            .password_stdin
            .then(|| read_password(email.as_ref()))
            .transpose();
        let password = noted(&mut faults, "the password", password);
        let (Some(email), Some(name), Some(roles), Some(password)) = (email, name, roles, password)
        else {
            bail!("nobody is made:\n  {}", faults.join("\n  "));
        };
        Ok(Wanted {
            user: NewUser {
                email_confirmed: true,
                name,
                password,
                roles,
                ..NewUser::new(email)
            },
            name: self.name.clone(),
        })
    }
}

impl Wanted {
    /// Makes the person and says the id; without a password, the link of an invitation too.
    ///
    /// # Errors
    /// When the address is taken, or the databases do not answer.
    pub(super) async fn make(self, parts: &Parts, origin: &str) -> anyhow::Result<()> {
        let invited = self.user.password.is_none();
        let by = Origin::operator("stoa user create");
        let user = parts.identity.create_user(self.user, &by).await?;
        let name = self.name.as_deref();
        let profile = stoa_app::learning::NewProfile { name, locale: None };
        parts
            .learning
            .ensure_profile(user.id, user.community_id, profile)
            .await?;
        say(user.id);
        if invited {
            invite(parts, &user, origin).await
        } else {
            Ok(())
        }
    }
}

/// The value, or what is wrong with it added to `faults`: everything is told at once.
fn noted<T, E: std::fmt::Display>(
    faults: &mut Vec<String>,
    what: &str,
    value: Result<T, E>,
) -> Option<T> {
    value
        .map_err(|error| faults.push(format!("{what}: {error}")))
        .ok()
}

/// The first line of standard input, so that no password stands in the list of processes or in a shell's history.
fn read_password(email: Option<&Email>) -> anyhow::Result<NewPassword> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let password = SecretString::from(line.trim_end_matches(['\r', '\n']));
    NewPassword::checked(password, email).map_err(|faults| {
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("not good enough: {}", faults.join("; "))
    })
}
