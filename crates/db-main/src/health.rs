//! What parts of the system say of themselves, and the switches of the whole.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use stoa_core::UserId;
use stoa_domain::HealthLevel;
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::health as q;
use stoa_pg::{DbError, MainDb, MainTx, Scope};
use uuid::Uuid;

/// The channel on which changes of switches are told.
pub const CONFIG_HINTS: &str = "stoa_config";

/// The scope in which these tables are read and written.
#[must_use]
pub fn scope() -> Scope {
    Scope::service("health")
}

fn utc(at: DateTime<FixedOffset>) -> DateTime<Utc> {
    at.with_timezone(&Utc)
}

/// Something to be noted; written twice, it is there once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// An event.
    New {
        /// The id.
        id: Uuid,
        /// How much it means.
        level: HealthLevel,
        /// 1 to 1000 characters.
        message: String,
        /// An object of further facts.
        metadata: Value,
        /// In which request.
        request_id: Option<String>,
        /// When.
        at: DateTime<Utc>,
    },
    /// The same came again.
    Again {
        /// The first of them.
        id: Uuid,
        /// How often since.
        repeats: i32,
        /// The facts of all of them.
        metadata: Value,
        /// When last.
        at: DateTime<Utc>,
    },
    /// They wait here to be told: no other process need take them over.
    Held {
        /// Which.
        ids: Vec<Uuid>,
        /// When this was so.
        at: DateTime<Utc>,
    },
    /// Somebody was told.
    Told {
        /// Of which.
        id: Uuid,
        /// `telegram` or `mail`.
        by: String,
        /// When.
        at: DateTime<Utc>,
    },
}

impl Note {
    /// The note as the log may have it: no message and no facts, which may hold an address.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::New { id, level, .. } => format!("{level} {id}"),
            Self::Again { id, repeats, .. } => format!("{id} again, {repeats} times"),
            Self::Held { ids, .. } => format!("{} wait to be told", ids.len()),
            Self::Told { id, by, .. } => format!("{id} was told by {by}"),
        }
    }
}

/// Notes what there is, all or nothing.
///
/// # Errors
/// [`DbError`].
pub async fn note(db: &MainDb, notes: &[Note]) -> Result<(), DbError> {
    let tx = db.begin(&scope()).await?;
    for one in notes {
        write(&tx, one).await?;
    }
    tx.commit().await
}

async fn write(tx: &MainTx, note: &Note) -> Result<(), DbError> {
    let client = tx.client();
    match note {
        Note::New {
            id,
            level,
            message,
            metadata,
            request_id,
            at,
        } => {
            let told = level.is_told();
            let params = q::InsertHealthParams {
                id: *id,
                event_type: level.as_str(),
                message: message.as_str(),
                metadata,
                at: at.fixed_offset(),
                request_id: request_id.as_deref(),
                notify: if told { "pending" } else { "none" },
                taken_at: told.then(|| at.fixed_offset()),
            };
            q::insert_health().params(client, &params).await?;
        }
        Note::Again {
            id,
            repeats,
            metadata,
            at,
        } => {
            q::repeat_health()
                .bind(client, repeats, &at.fixed_offset(), metadata, id)
                .await?;
        }
        Note::Held { ids, at } => {
            q::hold_untold()
                .bind(client, &at.fixed_offset(), ids)
                .await?;
        }
        Note::Told { id, by, at } => {
            q::save_notified()
                .bind(client, by, &at.fixed_offset(), id)
                .await?;
        }
    }
    Ok(())
}

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct HealthRow {
    /// The id.
    pub id: Uuid,
    /// How much it means.
    pub level: HealthLevel,
    /// In words.
    pub message: String,
    /// Further facts.
    pub metadata: Value,
    /// How often the same came again.
    pub repeats: i32,
    /// When last.
    pub last_at: DateTime<Utc>,
    /// In which request.
    pub request_id: Option<String>,
    /// How somebody was told, and when; none while nobody was.
    pub told: Option<(String, DateTime<Utc>)>,
    /// When first.
    pub created_at: DateTime<Utc>,
}

impl TryFrom<q::HealthRow> for HealthRow {
    type Error = DbError;

    fn try_from(row: q::HealthRow) -> Result<Self, DbError> {
        let level = row.event_type.parse().map_err(|_| DbError::Corrupt {
            table: "system_health_logs",
            column: "event_type",
            row: row.id.to_string(),
        })?;
        Ok(Self {
            id: row.id,
            level,
            message: row.message,
            metadata: row.metadata,
            repeats: row.repeats,
            last_at: utc(row.last_at),
            request_id: row.request_id,
            told: row.notified_by.zip(row.notified_at.map(utc)),
            created_at: utc(row.created_at),
        })
    }
}

/// Events, newest first, those before `before`.
///
/// # Errors
/// [`DbError`].
pub async fn list(
    db: &MainDb,
    level: Option<HealthLevel>,
    before: Option<(DateTime<Utc>, Uuid)>,
    rows: i64,
) -> Result<Vec<HealthRow>, DbError> {
    let reader = db.reader(&scope()).await?;
    let list = q::list_health().prepare(reader.client()).await?;
    let params = q::ListHealthParams {
        event_type: level.map(HealthLevel::as_str),
        before_at: before.map(|(at, _)| at.fixed_offset()),
        before_id: before.map(|(_, id)| id),
        rows,
    };
    let found = reader
        .read(list.params(reader.client(), &params).all())
        .await?;
    found.into_iter().map(HealthRow::try_from).collect()
}

/// How many events still wait to be told to somebody.
///
/// # Errors
/// [`DbError`].
pub async fn count_untold(db: &MainDb) -> Result<i64, DbError> {
    let reader = db.reader(&scope()).await?;
    let count = q::count_untold().prepare(reader.client()).await?;
    reader.read(count.bind(reader.client()).one()).await
}

/// Takes over what another process was to tell and has not told for `patience`; older than a day is left.
///
/// # Errors
/// [`DbError`].
pub async fn take_untold(
    db: &MainDb,
    patience: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Vec<HealthRow>, DbError> {
    let (before, since) = (now - patience, now - TimeDelta::days(1));
    let tx = db.begin(&scope()).await?;
    let rows = q::take_untold()
        .bind(
            tx.client(),
            &now.fixed_offset(),
            &before.fixed_offset(),
            &since.fixed_offset(),
        )
        .all()
        .await?;
    tx.commit().await?;
    rows.into_iter().map(HealthRow::try_from).collect()
}

/// Removes events from before `before`, at most `rows`, and says how many.
///
/// # Errors
/// [`DbError`].
pub async fn delete_old(db: &MainDb, before: DateTime<Utc>, rows: i64) -> Result<u64, DbError> {
    let tx = db.begin(&scope()).await?;
    let deleted = q::delete_health()
        .bind(tx.client(), &before.fixed_offset(), &rows)
        .await?;
    tx.commit().await?;
    Ok(deleted)
}

/// A switch as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigRow {
    /// What it is set to.
    pub value: String,
    /// By whom, when by a person.
    pub updated_by: Option<UserId>,
    /// When.
    pub updated_at: DateTime<Utc>,
}

/// The switch of this name; none when nobody has set it.
///
/// # Errors
/// [`DbError`].
pub async fn find_config(db: &MainDb, key: &str) -> Result<Option<ConfigRow>, DbError> {
    let reader = db.reader(&scope()).await?;
    let find = q::find_config().prepare(reader.client()).await?;
    let row = reader.read(find.bind(reader.client(), &key).opt()).await?;
    Ok(row.map(|row| ConfigRow {
        value: row.value,
        updated_by: row.updated_by.map(UserId),
        updated_at: utc(row.updated_at),
    }))
}

/// Sets a switch; false when it stood so already.
///
/// # Errors
/// [`DbError`].
pub async fn save_config(
    tx: &MainTx,
    (key, value): (&str, &str),
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let saved = q::save_config()
        .bind(
            tx.client(),
            &key,
            &value,
            &by.map(|user| user.0),
            &now.fixed_offset(),
        )
        .await?;
    Ok(saved == 1)
}
