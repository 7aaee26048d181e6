use stoa_core::{CommunityId, FieldError, UserId};
use stoa_db_tripwire::{leads::intake::FOUNDERS, sales::team};
use stoa_domain::{Email, Role};
use stoa_identity::{Actor, User};
use stoa_pg::{DbError, Scope};

use super::{Sales, TeamError, only};

/// Who may lead a team.
const LEADS: &[Role] = &[Role::SalesLead];
/// Who may be in one.
const MEMBERS: &[Role] = &[Role::SalesManager, Role::SalesLead];

/// That a manager belongs to a lead's team, with what is known of both.
#[derive(Debug, Clone)]
pub struct TeamRow {
    /// The lead.
    pub lead: TeamPerson,
    /// The manager.
    pub member: TeamPerson,
}

/// Somebody of a team.
#[derive(Clone, PartialEq, Eq)]
pub struct TeamPerson {
    /// Who.
    pub id: UserId,
    /// The address; `None` for an account that is gone.
    pub email: Option<String>,
    /// The name, when one is known.
    pub name: Option<String>,
}

/// Shows no personal data.
impl std::fmt::Debug for TeamPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("TeamPerson").field(&self.id).finish()
    }
}

impl Sales {
    /// The teams that a reader may see: an admin all, a lead the own one; without a reader, for an operator at the
    /// machine, all.
    ///
    /// # Errors
    /// `auth.role_missing`, `database.unavailable`.
    pub async fn teams(&self, reader: Option<&Actor>) -> Result<Vec<TeamRow>, TeamError> {
        let (scope, community) = within(reader, &[Role::Admin, Role::SalesLead])?;
        let found = team::list_members(&self.accounts.tripwire, &scope, community).await?;
        let mut rows = Vec::with_capacity(found.len());
        for membership in found {
            rows.push(TeamRow {
                lead: self.team_person(membership.lead).await?,
                member: self.team_person(membership.member).await?,
            });
        }
        Ok(rows)
    }

    /// Lets a lead see a manager's buyers; both are named by address or id. False when it was so before. Only an admin
    /// may, or an operator at the machine: a lead could take in anybody's.
    ///
    /// # Errors
    /// `auth.role_missing`, `team.people_invalid` (with every wrong one), `team.own_member`, `database.unavailable`.
    pub async fn add_team_member(
        &self,
        by: Option<&Actor>,
        lead: &str,
        member: &str,
    ) -> Result<bool, TeamError> {
        let (scope, community) = within(by, &[Role::Admin])?;
        let (lead, member) = self
            .both(community, (lead, LEADS), (member, MEMBERS))
            .await?;
        let (tx, now) = (
            self.accounts.tripwire.begin(&scope).await?,
            self.accounts.ambient.now(),
        );
        let added = team::insert_member(&tx, community, (lead, member), now).await?;
        tx.commit().await?;
        tracing::info!(lead.id = %lead, member.id = %member, "a manager belongs to a team");
        Ok(added)
    }

    /// Takes a manager out of a lead's team; false when they were not in it. The same people may as add.
    ///
    /// # Errors
    /// `auth.role_missing`, `team.people_invalid` (with every unknown one), `database.unavailable`.
    pub async fn remove_team_member(
        &self,
        by: Option<&Actor>,
        lead: &str,
        member: &str,
    ) -> Result<bool, TeamError> {
        let (scope, community) = within(by, &[Role::Admin])?;
        // Whoever has lost the role must be removable all the same.
        let (lead, member) = self.both(community, (lead, &[]), (member, &[])).await?;
        let tx = self.accounts.tripwire.begin(&scope).await?;
        let removed = team::delete_member(&tx, community, (lead, member)).await?;
        tx.commit().await?;
        tracing::info!(lead.id = %lead, member.id = %member, "a manager left a team");
        Ok(removed)
    }

    async fn both(
        &self,
        community: CommunityId,
        lead: (&str, &[Role]),
        member: (&str, &[Role]),
    ) -> Result<(UserId, UserId), TeamError> {
        let lead = self.named("lead", community, lead).await?;
        let member = self.named("member", community, member).await?;
        match (lead, member) {
            (Ok(lead), Ok(member)) if lead == member => Err(TeamError::OwnTeam),
            (Ok(lead), Ok(member)) => Ok((lead, member)),
            (lead, member) => Err(TeamError::People(
                lead.err().into_iter().chain(member.err()).collect(),
            )),
        }
    }

    /// The person behind an address or an id, who must have one of the roles when any is named.
    async fn named(
        &self,
        field: &'static str,
        community: CommunityId,
        (text, roles): (&str, &[Role]),
    ) -> Result<Result<UserId, FieldError>, TeamError> {
        let identity = &self.accounts.identity;
        let text = text.trim();
        let found = match (text.parse::<UserId>(), Email::parse(text)) {
            // Somebody whose account is gone can still be taken out of a team.
            (Ok(id), _) if roles.is_empty() => return Ok(Ok(id)),
            (Ok(id), _) => identity.find_user(id).await?,
            (_, Ok(email)) => identity.find_by_email(&email).await?,
            _ => None,
        };
        let Some(user) = found.filter(|user| user.community_id == community) else {
            let message = format!("Nobody has the address {text:?}.");
            return Ok(Err(FieldError::new(field, "team.person_unknown", message)));
        };
        if !roles.is_empty() && !user.roles.any_of(roles) {
            let roles: Vec<_> = roles.iter().map(|role| role.as_str()).collect();
            let message = format!("{text} needs the role {}.", roles.join(" or "));
            return Ok(Err(FieldError::new(field, "team.role_missing", message)));
        }
        Ok(Ok(user.id))
    }

    async fn team_person(&self, id: UserId) -> Result<TeamPerson, TeamError> {
        let user: Option<User> = self.accounts.identity.find_user(id).await?;
        let (email, name) = user.map_or((None, None), |user| (user.email, user.display_name));
        Ok(TeamPerson { id, email, name })
    }
}

/// In whose right, and in which academy.
fn within(
    actor: Option<&Actor>,
    needed: &'static [Role],
) -> Result<(Scope, CommunityId), TeamError> {
    let Some(actor) = actor else {
        return Ok((Scope::service("sales teams"), FOUNDERS));
    };
    only(actor, needed)?;
    Ok((actor.scope(), actor.community_id))
}

impl From<DbError> for TeamError {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}
