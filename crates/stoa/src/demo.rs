//! `--demo`: people with known passwords and two courses; doing it again changes nothing.

use anyhow::Context as _;
use secrecy::SecretString;
use stoa_app::demo::{seed_demo_courses, seed_demo_enrolments};
use stoa_domain::{Email, PersonName, Role, RoleSet};
use stoa_identity::{CreateUserError, NewPassword, NewUser, Origin};

use crate::parts::Parts;

const PASSWORD: &str = "test123";
const MANAGER: &str = "manager@test.com";
const LEAD: &str = "lead@test.com";
const PEOPLE: [(&str, &str, &[Role]); 4] = [
    ("test@student.com", "Айгерім Сейітова", &[Role::Student]),
    (MANAGER, "Данияр Ахметов", &[Role::SalesManager]),
    (LEAD, "Сауле Ибраева", &[Role::SalesLead]),
    ("admin@test.com", "Админ Стоа", &[Role::Admin]),
];

/// Makes what is missing.
///
/// # Errors
/// Says what could not be made.
pub(crate) async fn seed(parts: &Parts) -> anyhow::Result<()> {
    seed_demo_courses(&parts.main, &parts.ambient)
        .await
        .context("the demo courses")?;
    let mut ids = Vec::new();
    for (email, name, roles) in PEOPLE {
        ids.push(
            person(parts, email, name, roles)
                .await
                .with_context(|| email.to_owned())?,
        );
    }
    seed_demo_enrolments(&parts.learning, &ids[..1])
        .await
        .context("the demo enrolments")?;
    // The lead has a team, or the difference between a lead and a manager could not be seen.
    let (lead, member) = (LEAD, MANAGER);
    parts
        .sales
        .add_team_member(None, lead, member)
        .await
        .context("the demo team")?;
    Ok(())
}

async fn person(
    parts: &Parts,
    email: &str,
    name: &str,
    roles: &[Role],
) -> anyhow::Result<stoa_core::UserId> {
    let email = Email::parse(email)?;
    if let Some(user) = parts.identity.find_by_email(&email).await? {
        return Ok(user.id);
    }
    let new = NewUser {
        email_confirmed: true,
        name: Some(PersonName::parse(name)?),
        password: Some(NewPassword::for_demo(SecretString::from(PASSWORD))),
        roles: roles.iter().copied().collect::<RoleSet>(),
        ..NewUser::new(email.clone())
    };
    let user = match parts
        .identity
        .create_user(new, &Origin::operator("stoa serve --demo"))
        .await
    {
        Ok(user) => user,
        Err(CreateUserError::EmailTaken) => parts
            .identity
            .find_by_email(&email)
            .await?
            .context("a person who is there is found")?,
        Err(error) => return Err(error.into()),
    };
    let profile = stoa_app::learning::NewProfile {
        name: Some(name),
        locale: None,
    };
    parts
        .learning
        .ensure_profile(user.id, user.community_id, profile)
        .await?;
    Ok(user.id)
}
