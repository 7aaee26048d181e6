use stoa_core::{Failure, FieldError, Kind, UserId};
use stoa_db_tripwire::sales::team;
use stoa_domain::Role;
use stoa_identity::Actor;
use stoa_pg::DbError;
use thiserror::Error;

use super::{RoleMissing, Sales, only};

/// Why nobody joined a team.
#[derive(Debug, Error)]
pub enum TeamError {
    /// The actor is no admin.
    #[error(transparent)]
    Role(#[from] RoleMissing),
    /// Nobody is a member of the own team.
    #[error("a lead cannot be a member of the own team")]
    OwnTeam,
    /// The database failed.
    #[error("the team could not be written")]
    Db(
        #[from]
        #[source]
        DbError,
    ),
}

impl Sales {
    /// Lets a lead see a manager's buyers. Only an admin may: a lead could take in anybody's. Repeating it does nothing.
    ///
    /// # Errors
    /// `auth.role_missing`, `team.own_member`, `database.unavailable`.
    #[tracing::instrument(name = "app.team.add_member", skip_all, fields(lead.id = %lead, member.id = %member))]
    pub async fn add_team_member(
        &self,
        actor: &Actor,
        lead: UserId,
        member: UserId,
    ) -> Result<(), TeamError> {
        only(actor, &[Role::Admin])?;
        if lead == member {
            return Err(TeamError::OwnTeam);
        }
        let tx = self.accounts.tripwire.begin(&actor.scope()).await?;
        team::insert_member(
            &tx,
            actor.community_id,
            (lead, member),
            self.accounts.ambient.now(),
        )
        .await?;
        Ok(tx.commit().await?)
    }
}

impl Failure for TeamError {
    fn kind(&self) -> Kind {
        match self {
            Self::Role(error) => error.kind(),
            Self::OwnTeam => Kind::Invalid,
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Role(error) => error.code(),
            Self::OwnTeam => "team.own_member",
            Self::Db(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Role(error) => error.public(),
            Self::OwnTeam => "A lead cannot be a member of the own team.".to_owned(),
            Self::Db(error) => error.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::OwnTeam => vec![FieldError::new("member", self.code(), self.public())],
            Self::Role(_) | Self::Db(_) => Vec::new(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        if let Self::Db(error) = self {
            error.retry_after_seconds()
        } else {
            None
        }
    }
}
