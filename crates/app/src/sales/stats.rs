use chrono::{DateTime, Utc};
use stoa_core::{Failure, FieldError, Kind, UserId};
use stoa_db_tripwire::sales::{self, Period, stats};
use stoa_domain::{Day, Role};
use stoa_identity::Actor;
use stoa_pg::DbError;
use thiserror::Error;

use super::{CURRENCY, RoleMissing, Sales, desk};

/// Most days of the series: the latest ones of the period.
const MOST_DAYS: i64 = 366;

/// Most rows of the leaderboard.
const MOST_MANAGERS: i64 = 50;

/// Which sales to count; an absent part lets everything through.
#[derive(Debug, Clone, Copy, Default)]
pub struct StatsQuery {
    /// Only on this day or later.
    pub from: Option<Day>,
    /// Only on this day or earlier.
    pub to: Option<Day>,
    /// Only this manager's.
    pub manager: Option<UserId>,
}

/// The desk's figures, over the buyers that the actor may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TripwireStats {
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
    /// What was paid, in hundredths of the currency.
    pub revenue_minor: i64,
    /// Three letters: `KZT`.
    pub currency: &'static str,
    /// Each day in Almaty from the first sale of the period to its last day or today, at most the latest 366.
    pub series: Vec<DayFigures>,
    /// The managers with most buyers first; empty for a manager, who sees no others.
    pub leaderboard: Vec<ManagerFigures>,
    /// When this was true.
    pub as_of: DateTime<Utc>,
}

/// One day of the series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayFigures {
    /// The day, in Almaty.
    pub day: Day,
    /// New buyers.
    pub users: i64,
    /// What was paid, in hundredths of the currency.
    pub revenue_minor: i64,
}

/// One manager of the leaderboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagerFigures {
    /// Who sold.
    pub manager_id: UserId,
    /// What the manager is called, when there is a profile and `main` answers.
    pub name: Option<String>,
    /// New buyers.
    pub users: i64,
    /// What was paid, in hundredths of the currency.
    pub revenue_minor: i64,
}

/// Why there are no figures.
#[derive(Debug, Error)]
pub enum StatsError {
    /// The actor does not work at the desk.
    #[error(transparent)]
    Role(#[from] RoleMissing),
    /// The period ends before it begins.
    #[error("the period ends before it begins")]
    Period,
    /// The database failed.
    #[error("the figures could not be read")]
    Db(
        #[from]
        #[source]
        DbError,
    ),
}

impl Sales {
    /// The desk's figures.
    ///
    /// # Errors
    /// `auth.role_missing`, `stats.period_invalid`, `database.unavailable`.
    #[tracing::instrument(name = "app.stats.read", skip_all)]
    pub async fn stats(
        &self,
        actor: &Actor,
        query: &StatsQuery,
    ) -> Result<TripwireStats, StatsError> {
        desk(actor)?;
        if query.from.zip(query.to).is_some_and(|(from, to)| to < from) {
            return Err(StatsError::Period);
        }
        self.refresh_activity(actor.community_id).await;
        let as_of = self.accounts.ambient.now();
        let today = Day::of(as_of);
        let (scope, period) = (actor.scope(), query.period());
        let (figures, days, leaderboard) = tokio::try_join!(
            stats::figures(&self.accounts.tripwire, &scope, &period),
            stats::days(&self.accounts.tripwire, &scope, &period, MOST_DAYS),
            Box::pin(self.leaderboard(actor, &period)),
        )?;
        Ok(TripwireStats {
            total_users: figures.total_users,
            active_users: figures.active_users,
            inactive: figures.inactive,
            completed: figures.completed,
            blocked: figures.blocked,
            invited: figures.invited,
            opened: figures.opened,
            revenue_minor: figures.revenue_minor,
            currency: CURRENCY,
            series: without_gaps(&days, query.to.map_or(today, |to| to.min(today))),
            leaderboard,
            as_of,
        })
    }

    async fn leaderboard(
        &self,
        actor: &Actor,
        period: &Period<'_>,
    ) -> Result<Vec<ManagerFigures>, DbError> {
        if !actor.roles.any_of(&[Role::SalesLead, Role::Admin]) {
            return Ok(Vec::new());
        }
        let managers = stats::managers(
            &self.accounts.tripwire,
            &actor.scope(),
            period,
            MOST_MANAGERS,
        )
        .await?;
        let names = self.names(managers.iter().map(|row| row.manager)).await;
        let figures = managers.into_iter().map(|row| ManagerFigures {
            manager_id: row.manager,
            name: names.get(&row.manager).cloned(),
            users: row.users,
            revenue_minor: row.revenue_minor,
        });
        Ok(figures.collect())
    }
}

impl StatsQuery {
    fn period(&self) -> Period<'static> {
        Period {
            manager: self.manager,
            from: self.from.map(Day::start),
            until: self.to.map(|day| day.bounds().end),
            currency: CURRENCY,
        }
    }
}

/// The days in their order up to `last`, with those that had no sale; `sold` has the latest first.
fn without_gaps(sold: &[sales::DayFigures], last: Day) -> Vec<DayFigures> {
    let (Some(first), Some(latest)) = (sold.last(), sold.first()) else {
        return Vec::new();
    };
    let last = last.max(latest.day);
    let first = first.day.max(last.plus(1 - MOST_DAYS));
    let mut sold = sold
        .iter()
        .rev()
        .skip_while(|figures| figures.day < first)
        .peekable();
    let days = (0..MOST_DAYS)
        .map(|n| first.plus(n))
        .take_while(|day| *day <= last);
    days.map(|day| {
        let figures = sold.next_if(|figures| figures.day == day);
        DayFigures {
            day,
            users: figures.map_or(0, |figures| figures.users),
            revenue_minor: figures.map_or(0, |figures| figures.revenue_minor),
        }
    })
    .collect()
}

impl Failure for StatsError {
    fn kind(&self) -> Kind {
        match self {
            Self::Role(error) => error.kind(),
            Self::Period => Kind::Invalid,
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Role(error) => error.code(),
            Self::Period => "stats.period_invalid",
            Self::Db(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Role(error) => error.public(),
            Self::Period => "The period ends before it begins.".to_owned(),
            Self::Db(error) => error.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Period => vec![FieldError::new("to", self.code(), self.public())],
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::new(text.parse().unwrap())
    }

    fn sold(text: &str, users: i64) -> sales::DayFigures {
        sales::DayFigures {
            day: day(text),
            users,
            revenue_minor: users * 500_000,
        }
    }

    #[test]
    fn days_without_a_sale_are_there_with_nothing() {
        let series = without_gaps(
            &[sold("2026-11-20", 2), sold("2026-11-18", 1)],
            day("2026-11-21"),
        );
        let users: Vec<_> = series
            .iter()
            .map(|row| (row.day.to_string(), row.users))
            .collect();
        let want = [
            ("2026-11-18", 1),
            ("2026-11-19", 0),
            ("2026-11-20", 2),
            ("2026-11-21", 0),
        ];
        assert_eq!(users, want.map(|(day, users)| (day.to_owned(), users)));
        assert!(without_gaps(&[], day("2026-11-21")).is_empty());
    }

    #[test]
    fn the_series_is_never_longer_than_a_year() {
        let series = without_gaps(
            &[sold("2026-11-20", 2), sold("2020-01-01", 1)],
            day("2026-11-21"),
        );
        assert_eq!(series.len(), 366);
        assert_eq!(series.last().map(|row| row.day), Some(day("2026-11-21")));
    }
}
