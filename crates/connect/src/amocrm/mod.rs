//! amoCRM (Kommo) API v4, as far as leads need it.
//!
//! # Source
//! the leads contract, 1; <https://www.amocrm.ru/developers/content/crm_platform/leads-api>.

mod created;
mod deal;
mod fields;
mod http;
mod listed;
mod lists;
mod pipeline;
mod refusal;
mod wire;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;

use crate::CallError;

pub use deal::{DealContact, NewDeal};
pub use http::HttpAmoCrm;
pub use listed::ListedDeal;
pub use pipeline::{Pipeline, Stage};

/// The name of the text field that carries our key.
pub const KEY_FIELD_NAME: &str = "Stoa lead id";

/// A CRM that takes deals.
pub trait AmoCrm: Send + Sync {
    /// Makes a deal with its contact in one call. Not idempotent: after [`CallError::Unknown`] the deal may be
    /// in the CRM, to be found by its key.
    ///
    /// Fields that a deal can do without (UTM, tags, price, responsible person) and that the CRM refuses are
    /// dropped, and the deal is sent once more.
    ///
    /// # Errors
    /// [`CallError`]; `Config` when pipeline, stage or key field are refused, `Refused` when the person's data are.
    fn create_lead<'a>(
        &'a self,
        deal: &'a NewDeal,
    ) -> BoxFuture<'a, Result<CreatedDeal, CallError>>;

    /// All pipelines with their stages, archived ones too.
    ///
    /// # Errors
    /// [`CallError`].
    fn pipelines(&self) -> BoxFuture<'_, Result<Vec<Pipeline>, CallError>>;

    /// The deals that were made since `since`, newest first, whoever made them.
    ///
    /// # Errors
    /// [`CallError`]; then nothing is known of any deal.
    fn deals_since(
        &self,
        since: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<Vec<ListedDeal>, CallError>>;

    /// The id of the text field that carries our key: the configured one, else [`KEY_FIELD_NAME`], made when
    /// the account has none. Asked once, then remembered.
    ///
    /// # Errors
    /// [`CallError`]; an unknown outcome is settled by asking again.
    fn find_or_create_key_field(&self) -> BoxFuture<'_, Result<i64, CallError>>;
}

/// A deal that the CRM has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedDeal {
    /// The deal's id.
    pub id: i64,
    /// Its contact's id.
    pub contact_id: Option<i64>,
    /// Whether the CRM's duplicate control put the request into an older deal.
    pub merged: bool,
    /// What the CRM refused and the deal went without: `price`, `tags`, `responsible_user_id`, `UTM_SOURCE`.
    pub dropped: Vec<String>,
}
