//! The desk's figures, over the buyers that the scope may see.

use chrono::{DateTime, Utc};
use stoa_core::UserId;
use stoa_domain::Day;
use stoa_pg::{DbError, Scope, TripwireDb};
use stoa_tripwire_sql::{
    client::Params as _,
    queries::buyer_stats::{self as q, CountByStatusParams, ListDaysParams, ListManagersParams},
};

/// Which sales are counted; an absent part lets everything through.
#[derive(Debug, Clone, Copy)]
pub struct Period<'a> {
    /// Only this manager's.
    pub manager: Option<UserId>,
    /// Only at this instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Only before this instant.
    pub until: Option<DateTime<Utc>>,
    /// The currency whose revenue is summed: `KZT`.
    pub currency: &'a str,
}

/// What all sales of a period come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// All buyers.
    pub total_users: i64,
    /// With access.
    pub active_users: i64,
    /// Whose access ran out or never began.
    pub inactive: i64,
    /// Who finished the course.
    pub completed: i64,
    /// Shut out by a person.
    pub blocked: i64,
    /// For whom an invitation was made.
    pub invited: i64,
    /// Who came.
    pub opened: i64,
    /// What was paid, in hundredths of the period's currency.
    pub revenue_minor: i64,
}

/// What one day's sales come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayFigures {
    /// The day, in Almaty.
    pub day: Day,
    /// New buyers.
    pub users: i64,
    /// What was paid, in hundredths of the period's currency.
    pub revenue_minor: i64,
}

/// What one manager's sales come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManagerFigures {
    /// Who sold.
    pub manager: UserId,
    /// New buyers.
    pub users: i64,
    /// What was paid, in hundredths of the period's currency.
    pub revenue_minor: i64,
}

/// The totals.
///
/// # Errors
/// [`DbError`].
pub async fn figures(
    db: &TripwireDb,
    scope: &Scope,
    period: &Period<'_>,
) -> Result<Figures, DbError> {
    let reader = db.reader(scope).await?;
    let count = q::count_by_status().prepare(reader.client()).await?;
    let params = CountByStatusParams {
        currency: period.currency,
        manager_id: period.manager.map(|id| id.0),
        from_at: period.from.map(|at| at.fixed_offset()),
        to_at: period.until.map(|at| at.fixed_offset()),
    };
    let row = reader
        .read(count.params(reader.client(), &params).one())
        .await?;
    Ok(Figures {
        total_users: row.total_users,
        active_users: row.active_users,
        inactive: row.inactive,
        completed: row.completed,
        blocked: row.blocked,
        invited: row.invited,
        opened: row.opened,
        revenue_minor: row.revenue_minor,
    })
}

/// The days that had a sale, the latest first, at most `limit`.
///
/// # Errors
/// [`DbError`].
pub async fn days(
    db: &TripwireDb,
    scope: &Scope,
    period: &Period<'_>,
    limit: i64,
) -> Result<Vec<DayFigures>, DbError> {
    let reader = db.reader(scope).await?;
    let list = q::list_days().prepare(reader.client()).await?;
    let params = ListDaysParams {
        currency: period.currency,
        manager_id: period.manager.map(|id| id.0),
        from_at: period.from.map(|at| at.fixed_offset()),
        to_at: period.until.map(|at| at.fixed_offset()),
        days: limit,
    };
    let rows = reader
        .read(list.params(reader.client(), &params).all())
        .await?;
    let figures = rows.into_iter().map(|row| DayFigures {
        day: Day::new(row.day),
        users: row.users,
        revenue_minor: row.revenue_minor,
    });
    Ok(figures.collect())
}

/// The managers who sold, the one with most buyers first, at most `limit`.
///
/// # Errors
/// [`DbError`].
pub async fn managers(
    db: &TripwireDb,
    scope: &Scope,
    period: &Period<'_>,
    limit: i64,
) -> Result<Vec<ManagerFigures>, DbError> {
    let reader = db.reader(scope).await?;
    let list = q::list_managers().prepare(reader.client()).await?;
    let params = ListManagersParams {
        currency: period.currency,
        manager_id: period.manager.map(|id| id.0),
        from_at: period.from.map(|at| at.fixed_offset()),
        to_at: period.until.map(|at| at.fixed_offset()),
        managers: limit,
    };
    let rows = reader
        .read(list.params(reader.client(), &params).all())
        .await?;
    let figures = rows.into_iter().map(|row| ManagerFigures {
        manager: UserId(row.manager_id),
        users: row.users,
        revenue_minor: row.revenue_minor,
    });
    Ok(figures.collect())
}
