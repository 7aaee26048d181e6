use stoa_core::{CommunityId, Failure, FieldError, Kind, UserId};
use stoa_db_main::learning::{
    Locale,
    profiles::{self, Community, NewProfile, ProfileEdit, StoredProfile},
};
use stoa_domain::{PersonName, RoleSet};
use stoa_identity::{Actor, ClientInfo, rename_own};
use stoa_pg::DbError;
use thiserror::Error;

use super::{Learning, home, permissions, service};

/// Who somebody is to the academy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The person.
    pub id: UserId,
    /// The address, for those who have one.
    pub email: Option<String>,
    /// The name to show.
    pub name: String,
    /// A phone in E.164.
    pub phone: Option<String>,
    /// The language to speak: the chosen one, else the community's.
    pub locale: Locale,
    /// The language that was chosen, once one was.
    pub chosen_locale: Option<Locale>,
    /// The time zone, as the tz database names it.
    pub zone: String,
    /// What the person may do in the community.
    pub roles: RoleSet,
    /// The community in which the person acts.
    pub community_id: CommunityId,
    /// All communities the person belongs to, by slug.
    pub communities: Vec<Community>,
    /// What the roles allow, as sorted words.
    pub permissions: Vec<&'static str>,
    /// The page where the person begins.
    pub home: &'static str,
    /// Grows with every change; give it back with a change.
    pub version: i32,
}

/// What to change; an absent field stays as it is.
#[derive(Debug, Clone, Default)]
pub struct ProfileChange {
    /// A name, as [`PersonName`] reads it.
    pub name: Option<String>,
    /// A language.
    pub locale: Option<Locale>,
    /// The version that was read; when given, a change made meanwhile is not overwritten.
    pub version: Option<i32>,
}

/// Why there is no profile.
#[derive(Debug, Error)]
#[error("the profile cannot be read")]
pub struct ProfileError(#[from] DbError);

/// Why a profile stays as it was.
#[derive(Debug, Error)]
pub enum UpdateProfileError {
    /// The name is none.
    #[error("the name cannot be taken: {0}")]
    Name(#[source] stoa_domain::NameError),
    /// It was changed meanwhile.
    #[error("the profile has changed since it was read")]
    Stale,
    /// The database failed.
    #[error("the profile cannot be written")]
    Storage(#[from] DbError),
}

impl From<ProfileError> for UpdateProfileError {
    fn from(ProfileError(error): ProfileError) -> Self {
        Self::Storage(error)
    }
}

impl Failure for ProfileError {
    fn kind(&self) -> Kind {
        self.0.kind()
    }

    fn code(&self) -> &'static str {
        self.0.code()
    }

    fn public(&self) -> String {
        self.0.public()
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        self.0.retry_after_seconds()
    }
}

impl Failure for UpdateProfileError {
    fn kind(&self) -> Kind {
        match self {
            Self::Name(_) => Kind::Invalid,
            Self::Stale => Kind::Conflict,
            Self::Storage(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Name(_) => "profile.name_invalid",
            Self::Stale => "profile.stale",
            Self::Storage(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Name(error) => format!("This cannot be a name: {error}."),
            Self::Stale => {
                "The profile was changed meanwhile; look at it again before you save.".to_owned()
            }
            Self::Storage(error) => error.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Name(_) => vec![FieldError::new("name", self.code(), self.public())],
            Self::Stale | Self::Storage(_) => Vec::new(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Name(_) | Self::Stale => None,
            Self::Storage(error) => error.retry_after_seconds(),
        }
    }
}

impl Learning {
    /// The actor's profile. Somebody who has none gets one here, so that a person who can sign in always has a page.
    ///
    /// # Errors
    /// `database.unavailable` (503).
    pub async fn profile(&self, actor: &Actor) -> Result<Profile, ProfileError> {
        let found = profiles::find(&self.main, &actor.scope(), actor.user_id).await?;
        let stored = match found {
            Some(stored) => stored,
            None => self.first_profile(actor).await?,
        };
        Ok(Profile::of(actor, stored))
    }

    /// Changes the actor's name or language; a new name is noted in the audit, with what asked for it.
    ///
    /// # Errors
    /// `profile.name_invalid` (422), `profile.stale` (409), `database.unavailable` (503).
    pub async fn update_profile(
        &self,
        actor: &Actor,
        client: &ClientInfo,
        change: ProfileChange,
    ) -> Result<Profile, UpdateProfileError> {
        let name = change
            .name
            .as_deref()
            .map(PersonName::parse)
            .transpose()
            .map_err(UpdateProfileError::Name)?;
        // Makes sure that there is something to change.
        self.profile(actor).await?;
        let edit = ProfileEdit {
            name: name.as_ref().map(PersonName::as_str),
            locale: change.locale,
            version: change.version,
        };
        // A person has one name. Only the server writes where identity keeps it, so both are written by the server, for
        // the person whom the live session names, and together.
        let now = self.ambient.now();
        let tx = self.main.begin(&service()).await?;
        if !profiles::save(&tx, actor.user_id, edit, now).await? {
            tx.rollback().await?;
            return Err(UpdateProfileError::Stale);
        }
        if let Some(name) = &name {
            rename_own(&tx, &self.ambient, (actor, client), name).await?;
        }
        tx.commit().await?;
        Ok(self.profile(actor).await?)
    }

    /// Makes a member of the community and a profile of a user who has none; `true` when the profile is new. An
    /// existing profile is not touched.
    ///
    /// # Errors
    /// [`DbError`], also when there is no such user or community.
    pub async fn ensure_profile(
        &self,
        user: UserId,
        community: CommunityId,
        profile: NewProfile<'_>,
    ) -> Result<bool, DbError> {
        let tx = self.main.begin(&service()).await?;
        let made = profiles::ensure(&tx, community, user, profile, self.ambient.now()).await?;
        tx.commit().await?;
        Ok(made)
    }

    async fn first_profile(&self, actor: &Actor) -> Result<StoredProfile, DbError> {
        let locale = actor
            .locale
            .as_deref()
            .and_then(|locale| locale.parse().ok());
        self.ensure_profile(
            actor.user_id,
            actor.community_id,
            NewProfile { name: None, locale },
        )
        .await?;
        let stored = profiles::find(&self.main, &actor.scope(), actor.user_id).await?;
        stored.ok_or(DbError::RowCount { want: 1, got: 0 })
    }
}

impl Profile {
    fn of(actor: &Actor, stored: StoredProfile) -> Self {
        Self {
            id: stored.user_id,
            email: actor.email.clone(),
            name: stored.name,
            phone: stored.phone,
            locale: stored.locale,
            chosen_locale: stored.chosen,
            zone: stored.zone,
            roles: actor.roles,
            community_id: actor.community_id,
            communities: stored.communities,
            permissions: permissions(actor.roles),
            home: home(actor.roles),
            version: stored.version,
        }
    }
}
