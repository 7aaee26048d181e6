//! Letters that were asked for, and what became of them: the ledger of everything identity writes to people.

use std::str::FromStr as _;

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::UserId;
use stoa_domain::{Email, Locale};
use stoa_main_sql::client::Params as _;
use stoa_main_sql::queries::letters as q;
use stoa_pg::{DbError, MainDb, MainTx};
use uuid::Uuid;

mod state;

pub use state::LetterState;

use super::{corrupt, scope, utc};

const TABLE: &str = "auth.letters";

/// A letter to be asked for.
#[derive(Debug)]
pub struct NewLetterRow<'a> {
    /// The id.
    pub id: Uuid,
    /// To whom.
    pub user_id: UserId,
    /// Which letter: 2 to 40 lower-case letters and `_`.
    pub kind: &'static str,
    /// Where it goes.
    pub email: &'a Email,
    /// In which language; none: the person's own.
    pub locale: Option<Locale>,
    /// Where its link leads in the end; at most 2048 characters.
    pub redirect_to: Option<&'a str>,
    /// The PKCE flow that asks for it.
    pub flow_id: Option<Uuid>,
    /// What else it says; an object without secrets.
    pub details: &'a Value,
}

/// A letter whose row is locked, and what decides whether it is still needed.
#[derive(Clone)]
pub struct LetterRow {
    /// The id.
    pub id: Uuid,
    /// To whom.
    pub user_id: UserId,
    /// Which letter.
    pub kind: String,
    /// Where it goes.
    pub email: Email,
    /// In which language.
    pub locale: Locale,
    /// Where its link leads in the end.
    pub redirect_to: Option<String>,
    /// The PKCE flow that asked for it.
    pub flow_id: Option<Uuid>,
    /// What else it says.
    pub details: Value,
    /// What became of it so far.
    pub state: LetterState,
    /// How often it was given to a mail server.
    pub sendings: i16,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// How the person is called.
    pub display_name: Option<String>,
    /// When the person's address was proved.
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// Whether the person's account is there.
    pub alive: bool,
    /// Whether the person can sign in with a password.
    pub has_password: bool,
}

/// Shows no personal data.
impl std::fmt::Debug for LetterRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LetterRow")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("state", &self.state)
            .field("sendings", &self.sendings)
            .finish_non_exhaustive()
    }
}

/// What became of a letter.
#[derive(Debug, Clone, Copy)]
pub struct LetterChange<'a> {
    /// Its new state.
    pub state: LetterState,
    /// The class and the text of the failure, when there was one; no secrets.
    pub failure: Option<(&'a str, &'a str)>,
}

/// How many letters are in a state that is not a good end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterCount {
    /// The state.
    pub state: LetterState,
    /// How many.
    pub letters: i64,
    /// The age of the oldest, in seconds.
    pub oldest_seconds: i64,
}

/// Keeps the wish for a letter.
///
/// # Errors
/// [`DbError`].
pub async fn insert(
    tx: &MainTx,
    letter: &NewLetterRow<'_>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let params = q::InsertLetterParams {
        id: letter.id,
        user_id: letter.user_id.0,
        kind: letter.kind,
        email: letter.email.as_str(),
        locale: letter.locale.map(Locale::as_str),
        redirect_to: letter.redirect_to,
        flow_id: letter.flow_id,
        details: letter.details,
        now: now.fixed_offset(),
    };
    DbError::expect_rows(1, q::insert_letter().params(tx.client(), &params).await?)
}

/// Locks a letter; `None` when the person's account is gone for good.
///
/// # Errors
/// [`DbError`].
pub async fn lock(tx: &MainTx, id: Uuid) -> Result<Option<LetterRow>, DbError> {
    let row = q::lock_letter().bind(tx.client(), &id).opt().await?;
    row.map(read).transpose()
}

/// Notes that a locked letter is about to be given to a mail server.
///
/// # Errors
/// [`DbError::RowCount`] when it is at its end.
pub async fn save_sending(tx: &MainTx, id: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    let saved = q::save_letter_sending()
        .bind(tx.client(), &now.fixed_offset(), &id)
        .await?;
    DbError::expect_rows(1, saved)
}

/// Notes what became of a letter that was sent `sendings` times; false when it was sent again since, or is at its end.
///
/// # Errors
/// [`DbError`].
pub async fn save_state(
    tx: &MainTx,
    id: Uuid,
    sendings: i16,
    change: LetterChange<'_>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sent_at = (change.state == LetterState::Sent).then(|| now.fixed_offset());
    let params = q::SaveLetterStateParams {
        state: change.state.as_str(),
        error_class: change.failure.map(|(class, _)| class),
        error: change.failure.map(|(_, text)| text),
        sent_at,
        now: now.fixed_offset(),
        id,
        sendings,
    };
    Ok(q::save_letter_state().params(tx.client(), &params).await? == 1)
}

/// The oldest letters that are held for want of a mail server, at most `rows`.
///
/// # Errors
/// [`DbError`].
pub async fn list_held(db: &MainDb, rows: i64) -> Result<Vec<Uuid>, DbError> {
    let reader = db.reader(&scope()).await?;
    let list = q::list_held_letters().prepare(reader.client()).await?;
    reader.read(list.bind(reader.client(), &rows).all()).await
}

/// Notes that a held letter may go; false when it is not held any more.
///
/// # Errors
/// [`DbError`].
pub async fn save_waiting(tx: &MainTx, id: Uuid, now: DateTime<Utc>) -> Result<bool, DbError> {
    let saved = q::save_letter_waiting()
        .bind(tx.client(), &now.fixed_offset(), &id)
        .await?;
    Ok(saved == 1)
}

/// How many letters are in each state that is not a good end.
///
/// # Errors
/// [`DbError`].
pub async fn counts(db: &MainDb, now: DateTime<Utc>) -> Result<Vec<LetterCount>, DbError> {
    let reader = db.reader(&scope()).await?;
    let count = q::count_letters().prepare(reader.client()).await?;
    let rows = reader
        .read(count.bind(reader.client(), &now.fixed_offset()).all())
        .await?;
    let rows = rows.into_iter().map(|row| {
        Ok(LetterCount {
            state: LetterState::from_str(&row.state)
                .map_err(|_| corrupt(TABLE, "state", Uuid::nil()))?,
            letters: row.letters,
            oldest_seconds: row.oldest_seconds,
        })
    });
    rows.collect()
}

/// Drops the letters of these kinds to a person that are not sent yet; says how many. A job that comes for one finds
/// nothing to do.
///
/// # Errors
/// [`DbError`].
pub async fn drop_of(
    tx: &MainTx,
    user_id: UserId,
    kinds: &[&str],
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    Ok(q::drop_letters_of()
        .bind(tx.client(), &now.fixed_offset(), &user_id.0, &kinds)
        .await?)
}

/// Removes every letter to a person, sent or not; a job that comes for one finds nothing to do.
///
/// # Errors
/// [`DbError`].
pub async fn delete_of(tx: &MainTx, user_id: UserId) -> Result<u64, DbError> {
    Ok(q::delete_letters_of().bind(tx.client(), &user_id.0).await?)
}

fn read(row: q::LetterRow) -> Result<LetterRow, DbError> {
    let bad = |column| corrupt(TABLE, column, row.id);
    let locale = row.locale.as_deref().map(str::parse).transpose();
    Ok(LetterRow {
        id: row.id,
        user_id: UserId(row.user_id),
        email: Email::parse(&row.email).map_err(|_| bad("email"))?,
        locale: locale.map_err(|_| bad("locale"))?.unwrap_or_default(),
        state: row.state.parse().map_err(|_| bad("state"))?,
        kind: row.kind,
        redirect_to: row.redirect_to,
        flow_id: row.flow_id,
        details: row.details,
        sendings: row.sendings,
        requested_at: utc(row.requested_at),
        display_name: row.display_name,
        email_confirmed_at: row.email_confirmed_at.map(utc),
        alive: row.alive,
        has_password: row.has_password,
    })
}
