//! Whom of `main` the tables of sales name.

use stoa_core::UserId;
use stoa_pg::{DbError, Scope, TripwireDb};
use stoa_tripwire_sql::client::Params as _;
use stoa_tripwire_sql::queries::people as q;
use uuid::Uuid;

/// Somebody of `main` who is named here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What they are here: `buyers`.
    pub what: String,
    /// Who.
    pub id: UserId,
}

/// A page of them, after the last one of the page before; at most `rows`.
///
/// # Errors
/// [`DbError`].
pub async fn list(
    db: &TripwireDb,
    after: Option<&Named>,
    rows: i64,
) -> Result<Vec<Named>, DbError> {
    let reader = db.reader(&Scope::service("identity check")).await?;
    let list = q::list_people().prepare(reader.client()).await?;
    let params = q::ListPeopleParams {
        what: after.map_or("", |named| named.what.as_str()),
        id: after.map_or_else(Uuid::nil, |named| named.id.0),
        rows,
    };
    let found = reader.read(list.params(reader.client(), &params).all());
    let named = |row: q::ListPeople| Named {
        what: row.what,
        id: UserId(row.id),
    };
    Ok(found.await?.into_iter().map(named).collect())
}
