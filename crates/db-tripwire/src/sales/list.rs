//! Pages of buyers, in orders that hold while rows come in.

use chrono::{DateTime, Utc};
use stoa_core::{BuyerId, PageLimit, UserId};
use stoa_domain::BuyerStatus;
use stoa_pg::{DbError, Scope, TripwireDb};
use stoa_tripwire_sql::{
    client::Params as _,
    queries::buyers::{
        self as q, CountBuyersParams, ListBuyersByActivityParams, ListBuyersByCreatedParams,
        ListBuyersByNameParams,
    },
};

use super::Buyer;

/// Which buyers; an absent part lets everything through.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only with this status.
    pub status: Option<BuyerStatus>,
    /// Only this manager's.
    pub manager: Option<UserId>,
    /// Only sold at this instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Only sold before this instant.
    pub until: Option<DateTime<Utc>>,
    /// Only with this text within name, address or phone.
    pub search: Option<String>,
}

/// The order of a list, and the row behind which a page begins; without one it is the first page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// The latest sale first.
    Created(Option<(DateTime<Utc>, BuyerId)>),
    /// By name, as Kazakh and Russian sort it.
    Name(Option<(String, BuyerId)>),
    /// Who was active last first; who never was, last.
    Activity(Option<(DateTime<Utc>, BuyerId)>),
}

/// Up to `limit` buyers that the scope may see, and one more when there is a next page.
///
/// # Errors
/// [`DbError`].
pub async fn page(
    db: &TripwireDb,
    scope: &Scope,
    filter: &Filter,
    order: &Order,
    limit: PageLimit,
) -> Result<Vec<Buyer>, DbError> {
    let reader = db.reader(scope).await?;
    let client = reader.client();
    let rows = match order {
        Order::Created(after) => {
            let list = q::list_buyers_by_created().prepare(client).await?;
            reader
                .read(
                    list.params(client, &by_created(filter, *after, limit))
                        .all(),
                )
                .await?
        }
        Order::Name(after) => {
            let list = q::list_buyers_by_name().prepare(client).await?;
            reader
                .read(
                    list.params(client, &by_name(filter, after.as_ref(), limit))
                        .all(),
                )
                .await?
        }
        Order::Activity(after) => {
            let list = q::list_buyers_by_activity().prepare(client).await?;
            reader
                .read(
                    list.params(client, &by_activity(filter, *after, limit))
                        .all(),
                )
                .await?
        }
    };
    rows.into_iter().map(Buyer::try_from).collect()
}

/// How many buyers the scope may see.
///
/// # Errors
/// [`DbError`].
pub async fn count(db: &TripwireDb, scope: &Scope, filter: &Filter) -> Result<u64, DbError> {
    let reader = db.reader(scope).await?;
    let count = q::count_buyers().prepare(reader.client()).await?;
    let params = CountBuyersParams {
        status: filter.status.map(BuyerStatus::as_str),
        manager_id: filter.manager.map(|id| id.0),
        from_at: filter.from.map(|at| at.fixed_offset()),
        to_at: filter.until.map(|at| at.fixed_offset()),
        pattern: filter.pattern(),
    };
    let total = reader
        .read(count.params(reader.client(), &params).one())
        .await?;
    Ok(u64::try_from(total).unwrap_or_default())
}

fn by_created(
    filter: &Filter,
    after: Option<(DateTime<Utc>, BuyerId)>,
    limit: PageLimit,
) -> ListBuyersByCreatedParams<&'static str, String> {
    ListBuyersByCreatedParams {
        after_at: after.map(|(at, _)| at.fixed_offset()),
        after_id: after.map(|(_, id)| id.0),
        status: filter.status.map(BuyerStatus::as_str),
        manager_id: filter.manager.map(|id| id.0),
        from_at: filter.from.map(|at| at.fixed_offset()),
        to_at: filter.until.map(|at| at.fixed_offset()),
        pattern: filter.pattern(),
        rows: limit.probe(),
    }
}

fn by_name<'a>(
    filter: &Filter,
    after: Option<&'a (String, BuyerId)>,
    limit: PageLimit,
) -> ListBuyersByNameParams<&'a str, &'static str, String> {
    ListBuyersByNameParams {
        after_name: after.map(|(name, _)| name.as_str()),
        after_id: after.map(|(_, id)| id.0),
        status: filter.status.map(BuyerStatus::as_str),
        manager_id: filter.manager.map(|id| id.0),
        from_at: filter.from.map(|at| at.fixed_offset()),
        to_at: filter.until.map(|at| at.fixed_offset()),
        pattern: filter.pattern(),
        rows: limit.probe(),
    }
}

fn by_activity(
    filter: &Filter,
    after: Option<(DateTime<Utc>, BuyerId)>,
    limit: PageLimit,
) -> ListBuyersByActivityParams<&'static str, String> {
    ListBuyersByActivityParams {
        after_at: after.map(|(at, _)| at.fixed_offset()),
        after_id: after.map(|(_, id)| id.0),
        status: filter.status.map(BuyerStatus::as_str),
        manager_id: filter.manager.map(|id| id.0),
        from_at: filter.from.map(|at| at.fixed_offset()),
        to_at: filter.until.map(|at| at.fixed_offset()),
        pattern: filter.pattern(),
        rows: limit.probe(),
    }
}

impl Filter {
    /// The searched text as a pattern, in which only our own ends are wild.
    fn pattern(&self) -> Option<String> {
        let text = self.search.as_deref()?;
        let literal = text
            .replace('\\', r"\\")
            .replace('%', r"\%")
            .replace('_', r"\_");
        Some(format!("%{literal}%"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_looks_for_the_very_text() {
        let pattern = |text: &str| {
            Filter {
                search: Some(text.to_owned()),
                ..Filter::default()
            }
            .pattern()
        };
        assert_eq!(pattern("айгерим").as_deref(), Some("%айгерим%"));
        assert_eq!(pattern(r"100%_\").as_deref(), Some(r"%100\%\_\\%"));
    }
}
