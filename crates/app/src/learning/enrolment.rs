use stoa_core::{CommunityId, EnrolmentId, Failure, Kind, UserId};
use stoa_db_main::learning::{
    courses,
    enrolments::{self, CourseProgress, NewEnrolment},
    profiles::{self, NewProfile},
};
use stoa_pg::{DbError, MainTx};
use thiserror::Error;
use uuid::Uuid;

use super::{Learning, service};

/// Why somebody was not enrolled.
#[derive(Debug, Error)]
pub enum EnrolError {
    /// The community has no course of that name.
    #[error("the community has no course {0:?}")]
    NoSuchCourse(String),
    /// The database failed.
    #[error("the enrolment cannot be written")]
    Storage(#[from] DbError),
}

impl Failure for EnrolError {
    fn kind(&self) -> Kind {
        match self {
            Self::NoSuchCourse(_) => Kind::NotFound,
            Self::Storage(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchCourse(_) => "course.not_found",
            Self::Storage(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::NoSuchCourse(slug) => format!("There is no course {slug:?}."),
            Self::Storage(error) => error.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::NoSuchCourse(_) => None,
            Self::Storage(error) => error.retry_after_seconds(),
        }
    }
}

impl Learning {
    /// Opens a course to a user from now on, without an end, and makes a member with a profile of who is none.
    /// Repeating it does nothing; `true` when the user had no access, or one that was to end.
    ///
    /// `source` is one word, `source_ref` the row of the source: `tripwire` and the buyer's id.
    ///
    /// # Errors
    /// `course.not_found` (404), `database.unavailable` (503).
    pub async fn ensure_enrolment(
        &self,
        user: UserId,
        community: CommunityId,
        course_slug: &str,
        source: &str,
        source_ref: Uuid,
    ) -> Result<bool, EnrolError> {
        let tx = self.main.begin(&service()).await?;
        let source = Source {
            word: source,
            reference: source_ref,
        };
        match self.enrol(&tx, user, community, course_slug, source).await {
            Ok(given) => {
                tx.commit().await?;
                Ok(given)
            }
            Err(error) => {
                // The first error is the one to tell, whether or not the connection survived it.
                let _ = tx.rollback().await;
                Err(error)
            }
        }
    }

    /// How far each of some users is in one course; who does not take it is left out.
    ///
    /// For the server's own use: the caller answers for whom it tells.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn course_progress(
        &self,
        community: CommunityId,
        course_slug: &str,
        users: &[UserId],
    ) -> Result<Vec<CourseProgress>, DbError> {
        enrolments::list_progress(&self.main, &service(), community, course_slug, users).await
    }

    async fn enrol(
        &self,
        tx: &MainTx,
        user: UserId,
        community: CommunityId,
        slug: &str,
        source: Source<'_>,
    ) -> Result<bool, EnrolError> {
        let now = self.ambient.now();
        let course = courses::find_id(tx, community, slug).await?;
        let course_id = course.ok_or_else(|| EnrolError::NoSuchCourse(slug.to_owned()))?;
        profiles::ensure(tx, community, user, NewProfile::default(), now).await?;
        let enrolment = NewEnrolment {
            id: EnrolmentId::new(&self.ambient),
            community_id: community,
            user_id: user,
            course_id,
            source: source.word,
            source_ref: Some(source.reference),
        };
        Ok(enrolments::ensure(tx, enrolment, now).await?)
    }
}

/// What gave somebody access to a course.
#[derive(Clone, Copy)]
struct Source<'a> {
    word: &'a str,
    reference: Uuid,
}
