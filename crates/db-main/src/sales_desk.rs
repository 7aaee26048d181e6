//! What the desk of sales asks about people of the main database.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use stoa_core::{CommunityId, UserId};
use stoa_main_sql::queries::sales_desk as q;
use stoa_pg::{DbError, MainDb, Scope};
use uuid::Uuid;

/// The names of these people; who has no profile is left out.
///
/// # Errors
/// [`DbError`].
pub async fn names(
    db: &MainDb,
    scope: &Scope,
    users: &[UserId],
) -> Result<HashMap<UserId, String>, DbError> {
    let ids: Vec<Uuid> = users.iter().map(|user| user.0).collect();
    let reader = db.reader(scope).await?;
    let list = q::list_names().prepare(reader.client()).await?;
    let rows = reader.read(list.bind(reader.client(), &ids).all()).await?;
    Ok(rows
        .into_iter()
        .map(|row| (UserId(row.user_id), row.name))
        .collect())
}

/// Who takes the course and signed in or learned at `since` or later; everyone who takes it, without a time.
///
/// # Errors
/// [`DbError`].
pub async fn active_students(
    db: &MainDb,
    scope: &Scope,
    community: CommunityId,
    course_slug: &str,
    since: Option<DateTime<Utc>>,
) -> Result<Vec<UserId>, DbError> {
    let since = since.map(|at| at.fixed_offset());
    let reader = db.reader(scope).await?;
    let list = q::list_active_students().prepare(reader.client()).await?;
    let ids = reader
        .read(
            list.bind(reader.client(), &community.0, &course_slug, &since)
                .all(),
        )
        .await?;
    Ok(ids.into_iter().map(UserId).collect())
}
