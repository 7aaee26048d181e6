use chrono::{DateTime, TimeDelta, Utc};
use stoa_core::{Cursor, Failure, FieldError, Kind, PageLimit};
use stoa_db_main::health::{self, HealthRow};
use stoa_domain::{HealthLevel, Role};
use stoa_identity::Actor;
use stoa_pg::{DbError, MainDb};
use thiserror::Error;
use uuid::Uuid;

/// Which events are looked for.
#[derive(Debug, Clone, Default)]
pub struct HealthQuery {
    /// Only those of this level.
    pub level: Option<HealthLevel>,
    /// How many.
    pub limit: PageLimit,
    /// Where the page begins.
    pub cursor: Option<String>,
}

/// A page of events, newest first.
#[derive(Debug, Clone)]
pub struct HealthPage {
    /// The events.
    pub logs: Vec<HealthRow>,
    /// Where the next page begins; none on the last.
    pub next_cursor: Option<Cursor>,
}

/// Why there is no page.
#[derive(Debug, Error)]
pub enum HealthError {
    /// Administrators only.
    #[error("administrators only")]
    Role,
    /// The cursor is none of ours.
    #[error("the cursor cannot be read")]
    Cursor,
    /// The database failed.
    #[error("the health log could not be read")]
    Db(
        #[from]
        #[source]
        DbError,
    ),
}

/// The health log, for administrators.
///
/// # Errors
/// `auth.role_missing`, `page.cursor_invalid`, `database.unavailable`.
pub async fn list(
    db: &MainDb,
    actor: &Actor,
    query: &HealthQuery,
) -> Result<HealthPage, HealthError> {
    if !actor.has(Role::Admin) {
        return Err(HealthError::Role);
    }
    let before = query
        .cursor
        .as_deref()
        .map(Cursor::read::<(DateTime<Utc>, Uuid)>)
        .transpose()
        .map_err(|_| HealthError::Cursor)?;
    let mut logs = health::list(db, query.level, before, query.limit.probe()).await?;
    let most = usize::try_from(query.limit.rows()).unwrap_or(usize::MAX);
    let more = logs.len() > most;
    logs.truncate(most);
    let last = logs.last().filter(|_| more);
    Ok(HealthPage {
        next_cursor: last.map(|row| Cursor::of(&(row.created_at, row.id))),
        logs,
    })
}

/// How long the log is kept.
const KEPT: TimeDelta = TimeDelta::days(90);
/// Most rows that one call removes.
const AT_ONCE: i64 = 1000;

/// Removes what is older than 90 days, at most 1000 rows; says how many.
///
/// # Errors
/// [`DbError`].
pub async fn forget_old(db: &MainDb, now: DateTime<Utc>) -> Result<u64, DbError> {
    health::delete_old(db, now - KEPT, AT_ONCE).await
}

impl Failure for HealthError {
    fn kind(&self) -> Kind {
        match self {
            Self::Role => Kind::Forbidden,
            Self::Cursor => Kind::Invalid,
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Role => "auth.role_missing",
            Self::Cursor => "page.cursor_invalid",
            Self::Db(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Role => "Administrators only.".to_owned(),
            Self::Cursor => "The cursor cannot be read.".to_owned(),
            Self::Db(error) => error.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Cursor => vec![FieldError::new("cursor", self.code(), self.public())],
            _ => Vec::new(),
        }
    }
}
