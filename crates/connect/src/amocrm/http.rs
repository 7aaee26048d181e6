use std::{fmt, time::Duration};

use chrono::{DateTime, Utc};
use futures::{FutureExt as _, future::BoxFuture};
use reqwest::{Client, RequestBuilder};
use stoa_core::{ExposeSecret as _, SecretString};
use tokio::{sync::Mutex, time::timeout};
use url::Url;

use super::{
    AmoCrm, CreatedDeal, ListedDeal, NewDeal, Pipeline,
    created::our_deal,
    refusal::failure,
    wire::{Deal, Extras},
};
use crate::call::{CallError, CallMetrics, Evidence, Exchange};

/// How long a call waits for another one that looks for the key field: when the CRM hangs, callers must not
/// queue up for a time-out each.
const KEY_FIELD_WAIT: Duration = Duration::from_secs(10);

/// amoCRM over HTTP, with a long-lived token.
pub struct HttpAmoCrm {
    base_url: Url,
    exchange: Exchange,
    client: Client,
    configured_key_field: Option<i64>,
    /// The key field as it was found; locked while one caller asks, so that it is made once.
    found_key_field: Mutex<Option<i64>>,
}

impl HttpAmoCrm {
    /// The account at `base_url` (`https://academy.amocrm.ru`, the whole host), through a client of
    /// [`crate::http_client`]; without `key_field_id` the field is found or made at first use.
    #[must_use]
    pub fn new(
        base_url: Url,
        token: SecretString,
        client: Client,
        key_field_id: Option<i64>,
    ) -> Self {
        Self {
            base_url,
            exchange: Exchange::new(token),
            client,
            configured_key_field: key_field_id,
            found_key_field: Mutex::new(None),
        }
    }

    /// The same, its calls counted in `metrics`.
    #[must_use]
    pub fn measured(self, metrics: &CallMetrics) -> Self {
        Self {
            exchange: self.exchange.measured(metrics.clone()),
            ..self
        }
    }

    pub(super) fn exchange(&self) -> &Exchange {
        &self.exchange
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(self.exchange.secret().expose_secret())
    }

    /// `/api/v4/...` below the base address.
    pub(super) fn address(&self, path: &[&str]) -> Result<Url, CallError> {
        let mut url = self.base_url.clone();
        match url.path_segments_mut() {
            Ok(mut segments) => segments.pop_if_empty().extend(["api", "v4"]).extend(path),
            Err(()) => return Err(self.exchange.unsendable("the address takes no path")),
        };
        Ok(url)
    }

    pub(super) async fn key_field(&self) -> Result<i64, CallError> {
        if let Some(id) = self.configured_key_field {
            return Ok(id);
        }
        let Ok(mut found) = timeout(KEY_FIELD_WAIT, self.found_key_field.lock()).await else {
            let detail = "another call is still looking for the key field".to_owned();
            return Err(CallError::NotSent(Evidence {
                detail,
                ..Evidence::default()
            }));
        };
        if let Some(id) = *found {
            return Ok(id);
        }
        let id = self.find_or_make_key_field().await?;
        *found = Some(id);
        Ok(id)
    }

    async fn create(&self, deal: &NewDeal) -> Result<CreatedDeal, CallError> {
        let key_field = self.key_field().await.map_err(CallError::before_the_call)?;
        let mut extras = Extras::of(deal);
        let first = self.post(deal, key_field, &extras).await;
        let dropped = match &first {
            Err(CallError::Refused { fields, .. }) => extras.drop_refused(fields),
            _ => Vec::new(),
        };
        let outcome = if dropped.is_empty() {
            first
        } else {
            tracing::warn!(lead.id = %deal.key, ?dropped, "the CRM refuses fields: sent without them");
            let second = self.post(deal, key_field, &extras).await;
            second.map(|created| CreatedDeal { dropped, ..created })
        };
        if matches!(outcome, Err(CallError::Config(_))) {
            // The field may have been removed: look for it anew.
            *self.found_key_field.lock().await = None;
        }
        outcome
    }

    async fn post(
        &self,
        deal: &NewDeal,
        key_field: i64,
        extras: &Extras,
    ) -> Result<CreatedDeal, CallError> {
        let body = [Deal::new(deal, key_field, extras)];
        let request = self
            .client
            .post(self.address(&["leads", "complex"])?)
            .json(&body);
        let answer = self.exchange.send(self.authorized(request)).await?;
        let created = if answer.is_success() {
            our_deal(&answer, &deal.key.to_string())
        } else {
            None
        };
        created.ok_or_else(|| failure(&answer, &self.exchange))
    }
}

impl AmoCrm for HttpAmoCrm {
    fn create_lead<'a>(
        &'a self,
        deal: &'a NewDeal,
    ) -> BoxFuture<'a, Result<CreatedDeal, CallError>> {
        self.create(deal).boxed()
    }

    fn pipelines(&self) -> BoxFuture<'_, Result<Vec<Pipeline>, CallError>> {
        self.list_pipelines().boxed()
    }

    fn deals_since(
        &self,
        since: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<Vec<ListedDeal>, CallError>> {
        self.list_deals_since(since).boxed()
    }

    fn find_or_create_key_field(&self) -> BoxFuture<'_, Result<i64, CallError>> {
        self.key_field().boxed()
    }
}

/// Shows the host alone.
impl fmt::Debug for HttpAmoCrm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.base_url.host_str();
        f.debug_struct("HttpAmoCrm")
            .field("host", &host)
            .finish_non_exhaustive()
    }
}
