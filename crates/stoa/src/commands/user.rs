//! `stoa user create|list|set-role|invite|reset-link|import|check`.

mod check;
mod create;
mod import;

use anyhow::{Context as _, bail};
use secrecy::ExposeSecret as _;
use serde_json::json;
use stoa_core::PageLimit;
use stoa_domain::{Email, Role, RoleSet};
use stoa_identity::{InviteError, Origin, User, UserFilter};

pub(crate) use create::Account;
pub(crate) use import::Import;

use super::{open, say};
use crate::{
    cli::{Cli, Format, UserCommand},
    config, data_dir,
    parts::Parts,
};

/// Runs the command.
///
/// # Errors
/// Says what is wrong with the input, or what could not be opened.
pub(crate) async fn run(cli: &Cli, command: &UserCommand) -> anyhow::Result<()> {
    let origin = origin(cli)?;
    // Before anything is opened: whoever types a password takes his time, and keeps nobody waiting.
    let wanted = match command {
        UserCommand::Create(account) => Some(account.read()?),
        _ => None,
    };
    let (parts, databases) = open(cli).await?;
    let outcome = match wanted {
        Some(wanted) => wanted.make(&parts, &origin).await,
        None => answer(&parts, command, &origin).await,
    };
    databases.close().await?;
    outcome
}

async fn answer(parts: &Parts, command: &UserCommand, origin: &str) -> anyhow::Result<()> {
    match command {
        // Read before the databases were opened, and made by `run`.
        UserCommand::Create(_) => Ok(()),
        UserCommand::List { format } => list(parts, *format).await,
        UserCommand::SetRole { email, roles } => {
            let user = find(parts, email).await?;
            let (wanted, by) = (read_roles(roles)?, Origin::operator("stoa user set-role"));
            parts.identity.set_roles(user.id, wanted, &by).await?;
            say(format!(
                "{email}: {}",
                if roles.is_empty() {
                    "no role".to_owned()
                } else {
                    roles.join(", ")
                }
            ));
            if wanted.iter().all(|role| role == Role::Student) {
                return Ok(());
            }
            // A promotion has closed the way in by which sales may have invited: here is the new one.
            match parts.identity.invite(user.id, &by).await {
                Err(InviteError::AlreadyActive) => Ok(()),
                Err(error) => Err(error.into()),
                Ok(link) => {
                    say(format!("{origin}/invite/{}", link.token.expose_secret()));
                    Ok(())
                }
            }
        }
        UserCommand::Import(import) => import::run(parts, import).await,
        UserCommand::Check { format } => check::run(parts, *format).await,
        UserCommand::Invite { email } => invite(parts, &find(parts, email).await?, origin).await,
        UserCommand::ResetLink { email } => {
            reset_link(parts, &find(parts, email).await?, origin).await
        }
    }
}

async fn list(parts: &Parts, format: Format) -> anyhow::Result<()> {
    let mut filter = UserFilter::default();
    let limit = PageLimit::new(PageLimit::MAX).unwrap_or_default();
    loop {
        let users = parts.identity.list_users(&filter, limit).await?;
        for user in &users {
            let (email, roles) = (
                user.email.as_deref().unwrap_or_default(),
                user.roles.names(),
            );
            match format {
                Format::Text => say(format!("{}  {email:<32} {}", user.id, roles.join(","))),
                Format::Json => say(
                    json!({ "id": user.id, "email": email, "roles": roles, "created_at": user.created_at }),
                ),
            }
        }
        match users.last() {
            Some(last) if users.len() == usize::from(PageLimit::MAX) => {
                filter.after = Some(last.id);
            }
            _ => return Ok(()),
        }
    }
}

async fn invite(parts: &Parts, user: &User, origin: &str) -> anyhow::Result<()> {
    let invite = parts
        .identity
        .invite(user.id, &Origin::operator("stoa user invite"))
        .await?;
    say(format!("{origin}/invite/{}", invite.token.expose_secret()));
    Ok(())
}

async fn reset_link(parts: &Parts, user: &User, origin: &str) -> anyhow::Result<()> {
    let by = Origin::operator("stoa user reset-link");
    parts.identity.served_at(origin);
    let made = parts.identity.reset_link(user.id, &by).await?;
    let link = made.minted.link.as_ref();
    say(link.context("no link was made")?.expose_secret());
    Ok(())
}

async fn find(parts: &Parts, email: &str) -> anyhow::Result<User> {
    let email = Email::parse(email).context("the address")?;
    let found = parts.identity.find_by_email(&email).await?;
    found.with_context(|| format!("nobody has the address {email}"))
}

fn read_roles(words: &[String]) -> anyhow::Result<RoleSet> {
    let (mut roles, mut unknown) = (RoleSet::EMPTY, Vec::new());
    for word in words {
        match word.parse::<Role>() {
            Ok(role) => _ = roles.insert(role),
            Err(_) => unknown.push(word.as_str()),
        }
    }
    if unknown.is_empty() {
        return Ok(roles);
    }
    let all: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
    bail!(
        "no role is called {}; there are {}",
        unknown.join(", "),
        all.join(", ")
    )
}

/// The address that links begin with: the configured one, else where the running Stoa serves.
fn origin(cli: &Cli) -> anyhow::Result<String> {
    let settings = config::load(cli)?;
    let data_dir = data_dir::choose(settings.data_dir.as_deref(), settings.pg_user.as_deref())?;
    let served = || data_dir::announced(&data_dir).and_then(|run| run.origin);
    let known = settings.public_url.clone().or_else(served);
    Ok(known.unwrap_or_else(|| settings.origin()))
}
