use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use stoa_core::LeadId;

use super::{http::HttpAmoCrm, lists::MAX_PAGES};
use crate::call::CallError;

/// Rows of a page: as many as the CRM gives.
const ROWS: &str = "250";

/// A deal as the CRM's list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedDeal {
    /// The deal's id.
    pub id: i64,
    /// Our key, when it is one of ours.
    pub key: Option<LeadId>,
    /// When it was made, by the CRM's clock.
    pub made_at: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Deals {
    leads: Vec<DealRow>,
}

#[derive(Deserialize)]
struct DealRow {
    id: i64,
    created_at: i64,
    custom_fields_values: Option<Vec<FieldRow>>,
}

#[derive(Deserialize)]
struct FieldRow {
    field_id: i64,
    #[serde(default)]
    values: Vec<ValueRow>,
}

#[derive(Deserialize)]
struct ValueRow {
    #[serde(default)]
    value: Value,
}

impl DealRow {
    fn listed(self, key_field: i64) -> ListedDeal {
        let fields = self.custom_fields_values.unwrap_or_default();
        let field = fields.into_iter().find(|field| field.field_id == key_field);
        let value = field.and_then(|field| field.values.into_iter().next());
        ListedDeal {
            id: self.id,
            key: value.and_then(|value| value.value.as_str()?.parse().ok()),
            made_at: DateTime::from_timestamp(self.created_at, 0)
                .unwrap_or(DateTime::<Utc>::MAX_UTC),
        }
    }
}

impl HttpAmoCrm {
    /// The plain list, newest first, page by page until the deals are older than `since`.
    ///
    /// Filters and search are not asked for: an account may lack the one, and the other lags behind.
    ///
    /// # Source
    /// the leads contract, 0 (5, 6) and 4.3.
    pub(super) async fn list_deals_since(
        &self,
        since: DateTime<Utc>,
    ) -> Result<Vec<ListedDeal>, CallError> {
        let key_field = self.key_field().await?;
        let (mut deals, mut seen) = (Vec::<ListedDeal>::new(), HashSet::new());
        for number in 1..=MAX_PAGES {
            let mut url = self.address(&["leads"])?;
            url.query_pairs_mut()
                .append_pair("order[created_at]", "desc")
                .append_pair("limit", ROWS)
                .append_pair("page", &number.to_string());
            let Some(page) = self.page::<Deals>(url).await? else {
                return Ok(deals);
            };
            let is_last = !page.has_next();
            // Deals that were made meanwhile push others to the next page, where they come again.
            let rows = page.embedded.leads.into_iter();
            for row in rows.filter(|row| seen.insert(row.id)) {
                let deal = row.listed(key_field);
                if deals.last().is_some_and(|last| last.made_at < deal.made_at) {
                    return Err(self
                        .exchange()
                        .unsendable("the list of deals is not newest first"));
                }
                if deal.made_at < since {
                    return Ok(deals);
                }
                deals.push(deal);
            }
            if is_last {
                return Ok(deals);
            }
        }
        let detail = format!("more than {MAX_PAGES} pages of deals since {since}");
        Err(self.exchange().unsendable(&detail))
    }
}
