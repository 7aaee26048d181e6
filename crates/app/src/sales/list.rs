use std::collections::HashMap;

use chrono::{DateTime, Datelike as _, Utc};
use serde::{Deserialize, Serialize};
use stoa_core::{BuyerId, Cursor, CursorError, Failure, FieldError, Kind, PageLimit, UserId};
use stoa_db_main::sales_desk;
use stoa_db_tripwire::sales::{self, Filter, Order, list};
use stoa_domain::{BuyerStatus, Day};
use stoa_identity::Actor;
use stoa_pg::{DbError, Scope};
use thiserror::Error;

use super::activity::within_patience;
use super::{Buyer, Page, RoleMissing, Sales, desk};

/// Which buyers to show, and how. The default is the first page of all, the latest sale first.
#[derive(Debug, Clone, Default)]
pub struct BuyersQuery {
    /// Only with this status.
    pub status: Option<BuyerStatus>,
    /// Only granted by this manager.
    pub manager: Option<UserId>,
    /// Only sold on this day or later.
    pub from: Option<Day>,
    /// Only sold on this day or earlier.
    pub to: Option<Day>,
    /// Only with this text within name, address or phone, in any case.
    pub search: Option<String>,
    /// In which order.
    pub sort: BuyerSort,
    /// How many rows: 1 to 200.
    pub limit: PageLimit,
    /// Where the page begins, as an earlier page of the same order gave it.
    pub cursor: Option<String>,
}

/// The order of the list; equal rows stand by their id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BuyerSort {
    /// The latest sale first.
    #[default]
    CreatedAt,
    /// By name, as Kazakh and Russian sort it.
    Name,
    /// Who was active last first; who never was, last.
    LastActiveAt,
}

/// Why there is no list.
#[derive(Debug, Error)]
pub enum ListBuyersError {
    /// The actor does not work at the desk.
    #[error(transparent)]
    Role(#[from] RoleMissing),
    /// The cursor is not ours, or of another order.
    #[error("the cursor does not belong to this list")]
    Cursor,
    /// The database failed.
    #[error("the buyers could not be read")]
    Db(
        #[from]
        #[source]
        DbError,
    ),
}

/// What a cursor holds: the order it belongs to, and the last row's key in it.
#[derive(Serialize, Deserialize)]
enum Key {
    CreatedAt(DateTime<Utc>, BuyerId),
    Name(String, BuyerId),
    LastActiveAt(DateTime<Utc>, BuyerId),
}

impl Sales {
    /// One page of the buyers that the actor may see, with the number of all of them.
    ///
    /// Rows that come in between two pages neither repeat nor hide another row.
    ///
    /// # Errors
    /// `auth.role_missing`, `page.cursor_invalid`, `database.unavailable`.
    #[tracing::instrument(name = "app.buyers.list", skip_all)]
    pub async fn list_buyers(
        &self,
        actor: &Actor,
        query: &BuyersQuery,
    ) -> Result<Page<Buyer>, ListBuyersError> {
        desk(actor)?;
        let order = order(query.sort, query.cursor.as_deref())?;
        self.refresh_activity(actor.community_id).await;
        let (scope, filter) = (actor.scope(), query.filter());
        let (mut rows, total) = tokio::try_join!(
            Box::pin(list::page(
                &self.accounts.tripwire,
                &scope,
                &filter,
                &order,
                query.limit
            )),
            list::count(&self.accounts.tripwire, &scope, &filter),
        )?;
        let wanted = usize::try_from(query.limit.rows()).unwrap_or_default();
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        let next = rows
            .last()
            .filter(|_| more)
            .map(|last| cursor(query.sort, last));
        let names = self.names(rows.iter().map(|row| row.manager_id)).await;
        Ok(Page {
            items: rows.into_iter().map(|row| Buyer::of(row, &names)).collect(),
            total,
            next,
        })
    }

    /// What these people are called; nothing when `main` does not answer, because a list without names is still one.
    pub(super) async fn names(
        &self,
        users: impl IntoIterator<Item = UserId>,
    ) -> HashMap<UserId, String> {
        let mut users: Vec<_> = users.into_iter().collect();
        users.sort_unstable();
        users.dedup();
        if users.is_empty() {
            return HashMap::new();
        }
        let scope = Scope::service("name the managers of a list");
        let named = within_patience(sales_desk::names(&self.main, &scope, &users)).await;
        named.unwrap_or_else(|error| {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "the desk shows managers without names");
            HashMap::new()
        })
    }
}

impl BuyersQuery {
    fn filter(&self) -> Filter {
        Filter {
            status: self.status,
            manager: self.manager,
            from: self.from.map(Day::start),
            until: self.to.map(|day| day.bounds().end),
            search: self
                .search
                .as_deref()
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned),
        }
    }
}

/// A key that the database can compare with: cursors are read from addresses, which anybody may write.
fn read_key(text: &str) -> Result<Key, CursorError> {
    let key = Cursor::read::<Key>(text)?;
    let fits = match &key {
        Key::CreatedAt(at, _) | Key::LastActiveAt(at, _) => (1970..3000).contains(&at.year()),
        Key::Name(name, _) => !name.contains('\0'),
    };
    if fits { Ok(key) } else { Err(CursorError) }
}

fn order(sort: BuyerSort, cursor: Option<&str>) -> Result<Order, ListBuyersError> {
    let key = cursor
        .map(read_key)
        .transpose()
        .map_err(|CursorError| ListBuyersError::Cursor)?;
    match (sort, key) {
        (BuyerSort::CreatedAt, None) => Ok(Order::Created(None)),
        (BuyerSort::CreatedAt, Some(Key::CreatedAt(at, id))) => Ok(Order::Created(Some((at, id)))),
        (BuyerSort::Name, None) => Ok(Order::Name(None)),
        (BuyerSort::Name, Some(Key::Name(name, id))) => Ok(Order::Name(Some((name, id)))),
        (BuyerSort::LastActiveAt, None) => Ok(Order::Activity(None)),
        (BuyerSort::LastActiveAt, Some(Key::LastActiveAt(at, id))) => {
            Ok(Order::Activity(Some((at, id))))
        }
        (_, Some(_)) => Err(ListBuyersError::Cursor),
    }
}

fn cursor(sort: BuyerSort, last: &sales::Buyer) -> Cursor {
    Cursor::of(&match sort {
        BuyerSort::CreatedAt => Key::CreatedAt(last.created_at, last.id),
        BuyerSort::Name => Key::Name(last.name.clone(), last.id),
        BuyerSort::LastActiveAt => {
            Key::LastActiveAt(last.last_active_at.unwrap_or(DateTime::UNIX_EPOCH), last.id)
        }
    })
}

impl Failure for ListBuyersError {
    fn kind(&self) -> Kind {
        match self {
            Self::Role(error) => error.kind(),
            Self::Cursor => Kind::Invalid,
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Role(error) => error.code(),
            Self::Cursor => "page.cursor_invalid",
            Self::Db(error) => error.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Role(error) => error.public(),
            Self::Cursor => {
                "The cursor does not belong to this list; begin with the first page.".to_owned()
            }
            Self::Db(error) => error.public(),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        match self {
            Self::Cursor => vec![FieldError::new("cursor", self.code(), self.public())],
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
