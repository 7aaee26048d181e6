use chrono::{DateTime, Utc};
use futures::{
    FutureExt as _,
    future::{BoxFuture, ready},
};

use super::{Outbox, OutboxItem};
use crate::{AmoCrm, CallError, CreatedDeal, Evidence, ListedDeal, NewDeal, Pipeline};

/// The key field of a CRM that has no fields.
const KEY_FIELD: i64 = 1;

/// A CRM that keeps deals instead of making them.
#[derive(Debug, Clone)]
pub struct RecordingAmoCrm {
    outbox: Outbox,
    pipelines: Vec<Pipeline>,
}

impl RecordingAmoCrm {
    /// Deals go to `outbox`. A stage outside `pipelines` is refused as the CRM does; with no pipelines at all,
    /// every stage will do.
    #[must_use]
    pub fn new(outbox: Outbox, pipelines: Vec<Pipeline>) -> Self {
        Self { outbox, pipelines }
    }

    fn record(&self, deal: &NewDeal) -> Result<CreatedDeal, CallError> {
        let has_stage = |pipeline: &Pipeline| pipeline.takes(deal.pipeline_id, deal.status_id);
        if !self.pipelines.is_empty() && !self.pipelines.iter().any(has_stage) {
            let (pipeline, stage) = (deal.pipeline_id, deal.status_id);
            let detail = format!("pipeline {pipeline} has no stage {stage} for new deals");
            return Err(CallError::Config(Evidence {
                detail,
                ..Evidence::default()
            }));
        }
        let created = |id| CreatedDeal {
            id,
            contact_id: Some(id),
            merged: false,
            dropped: Vec::new(),
        };
        Ok(created(self.outbox.keep(|id| {
            OutboxItem::Deal(Box::new(deal.clone()), created(id))
        })))
    }
}

impl AmoCrm for RecordingAmoCrm {
    fn create_lead<'a>(
        &'a self,
        deal: &'a NewDeal,
    ) -> BoxFuture<'a, Result<CreatedDeal, CallError>> {
        ready(self.record(deal)).boxed()
    }

    fn pipelines(&self) -> BoxFuture<'_, Result<Vec<Pipeline>, CallError>> {
        ready(Ok(self.pipelines.clone())).boxed()
    }

    fn deals_since(
        &self,
        since: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<Vec<ListedDeal>, CallError>> {
        let entries = self.outbox.entries().into_iter();
        let listed = entries.filter_map(|entry| match entry.item {
            OutboxItem::Deal(deal, created) => Some(ListedDeal {
                id: created.id,
                key: Some(deal.key),
                made_at: entry.at,
            }),
            _ => None,
        });
        let listed = listed.filter(|deal| deal.made_at >= since).collect();
        ready(Ok(listed)).boxed()
    }

    fn find_or_create_key_field(&self) -> BoxFuture<'_, Result<i64, CallError>> {
        ready(Ok(KEY_FIELD)).boxed()
    }
}
