use chrono::{DateTime, Utc};
use stoa_core::{Failure, FieldError, Kind, UserId};
use stoa_db_main::health;
use stoa_domain::{Role, SystemMode};
use stoa_identity::{Actor, ClientInfo};
use stoa_pg::DbError;
use thiserror::Error;

use super::{Modes, switch::KEY};
use crate::health::HealthEvent;

/// Characters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 3..=300;

/// The mode as the database has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModeState {
    /// How work is done.
    pub mode: SystemMode,
    /// Who set it, when a person did.
    pub updated_by: Option<UserId>,
    /// When; never, when nobody has.
    pub updated_at: Option<DateTime<Utc>>,
}

/// Why the mode is not changed or shown.
#[derive(Debug, Error)]
pub enum ModeError {
    /// Administrators only.
    #[error("administrators only")]
    Role,
    /// What was said with it is not enough: everything that is wrong, at once.
    #[error("the words with the change are refused: {0:?}")]
    Words(Vec<WordsFault>),
    /// The database failed.
    #[error("the mode could not be read or written")]
    Db(
        #[from]
        #[source]
        DbError,
    ),
}

/// What is wrong with the words that come with a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordsFault {
    /// No reason was given, or a very long one.
    Reason,
    /// The confirmation is not the name of the mode.
    Confirmation,
}

impl WordsFault {
    const fn code(self) -> &'static str {
        match self {
            Self::Reason => "mode.reason_invalid",
            Self::Confirmation => "mode.confirmation_differs",
        }
    }

    fn field(self) -> FieldError {
        let (field, text) = match self {
            Self::Reason => ("reason", "Say why, in 3 to 300 characters."),
            Self::Confirmation => ("confirmation", "Type the name of the mode to confirm."),
        };
        FieldError::new(field, self.code(), text)
    }
}

impl Modes {
    /// The mode as the database has it now.
    ///
    /// # Errors
    /// `auth.role_missing`, `database.unavailable`.
    pub async fn state(&self, actor: &Actor) -> Result<ModeState, ModeError> {
        admin(actor)?;
        let row = health::find_config(&self.0.db, KEY).await?;
        let mode = row.as_ref().and_then(|row| row.value.parse().ok());
        Ok(ModeState {
            mode: mode.unwrap_or(SystemMode::AsyncQueue),
            updated_by: row.as_ref().and_then(|row| row.updated_by),
            updated_at: row.map(|row| row.updated_at),
        })
    }

    /// Changes the mode for every process; `confirmation` is the mode's name, typed by the person. Administrators are
    /// told. False when it stood so already.
    ///
    /// # Errors
    /// `auth.role_missing`, `mode.reason_invalid` and `mode.confirmation_differs` (422), `database.unavailable`.
    #[tracing::instrument(name = "app.mode.set", skip_all, fields(%mode))]
    pub async fn set(
        &self,
        actor: &Actor,
        client: &ClientInfo,
        mode: SystemMode,
        (reason, confirmation): (&str, &str),
    ) -> Result<bool, ModeError> {
        admin(actor)?;
        let reason = reason.trim();
        let is_no_reason = !REASON.contains(&reason.chars().count()) || reason.contains('\0');
        let is_unconfirmed = confirmation.trim() != mode.as_str();
        let faults = [
            is_no_reason.then_some(WordsFault::Reason),
            is_unconfirmed.then_some(WordsFault::Confirmation),
        ];
        let faults: Vec<_> = faults.into_iter().flatten().collect();
        if !faults.is_empty() {
            return Err(ModeError::Words(faults));
        }
        let inner = &self.0;
        let tx = inner.db.begin(&health::scope()).await?;
        let (by, now) = (Some(actor.user_id), inner.ambient.now());
        let changed = health::save_config(&tx, (KEY, mode.as_str()), by, now).await?;
        tx.commit().await?;
        self.forget();
        if changed {
            let event = HealthEvent::switch(format!("System mode changed to: {mode}"))
                // Each change is told, however soon after the last.
                .same_as(format!("system_mode:{mode}:{}", now.timestamp_millis()))
                .with("reason", reason)
                .with("changed_by", actor.user_id.to_string())
                .with_request_id(client.request_id().map(ToString::to_string));
            inner.health.emit(event);
        }
        Ok(changed)
    }
}

fn admin(actor: &Actor) -> Result<(), ModeError> {
    if actor.has(Role::Admin) {
        Ok(())
    } else {
        Err(ModeError::Role)
    }
}

impl Failure for ModeError {
    fn kind(&self) -> Kind {
        match self {
            Self::Role => Kind::Forbidden,
            Self::Words(_) => Kind::Invalid,
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Role => "auth.role_missing",
            Self::Words(faults) => faults
                .first()
                .map_or("mode.words_invalid", |fault| fault.code()),
            Self::Db(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Role => "Administrators only.".to_owned(),
            Self::Words(_) => "Say why, and type the name of the mode to confirm.".to_owned(),
            Self::Db(error) => error.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Words(faults) => faults.iter().map(|fault| fault.field()).collect(),
            Self::Role | Self::Db(_) => Vec::new(),
        }
    }
}
