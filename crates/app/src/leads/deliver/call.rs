//! The call itself, and what is left to do when a job has no attempt left.

use stoa_connect::{CallError, CreatedDeal, Evidence};
use stoa_db_tripwire::leads::{Settlement, attempts, deliveries};
use stoa_domain::{DeliveryEvent, DeliveryState, delivery};
use stoa_jobs::Claimed;
use stoa_pg::{DbError, Scope};

use super::{Deliver, Receipt, pack::Content, take::Parcel};
use crate::leads::job::DeliverJob;

impl Deliver {
    /// Sends the parcel, unless another worker may be at it by now.
    pub(super) async fn call(&self, job: &Claimed, parcel: &Parcel) -> Result<Receipt, CallError> {
        if job.lost.is_cancelled() {
            return Err(unsent("the lease was lost before the call"));
        }
        match &parcel.content {
            Content::Message(message) => {
                let Some(chat) = &self.sinks.telegram_leads else {
                    return Err(unsent("not configured"));
                };
                let sent = chat.api.send_message(message).await;
                if let Err(CallError::ChatGone {
                    moved_to: Some(id), ..
                }) = &sent
                {
                    chat.moved_to(*id);
                }
                sent.map(|sent| Receipt {
                    external_id: format!("{}/{}", sent.chat_id, sent.message_id),
                    note: sent.plain.then(|| "sent without formatting".to_owned()),
                })
            }
            Content::Deal(deal) => {
                let Some(crm) = &self.sinks.crm else {
                    return Err(unsent("not configured"));
                };
                crm.create_lead(deal).await.map(|deal| Receipt {
                    note: note(&deal),
                    external_id: deal.id.to_string(),
                })
            }
        }
    }

    /// No attempt of the job is left, and none of them could write down what came of the delivery.
    pub(super) async fn give_up(&self, job: &Claimed, reason: &str) {
        let Ok(order) = job.decode::<DeliverJob>() else {
            return;
        };
        if let Err(error) = self.give_up_in_one(&order, reason).await {
            tracing::error!(%error, delivery.id = %order.delivery_id, "a delivery cannot be given up");
        }
    }

    async fn give_up_in_one(&self, order: &DeliverJob, reason: &str) -> Result<(), DbError> {
        let now = self.ambient.now();
        let tx = self.tripwire.begin(&Scope::service("delivery")).await?;
        let found = deliveries::lock(&tx, order.delivery_id).await?;
        let given_up = found.and_then(|found| {
            Some((
                delivery::next(found.state, end_of(found.state)).ok()?,
                found,
            ))
        });
        let Some((state, found)) = given_up else {
            return tx.rollback().await;
        };
        let change = Settlement {
            class: Some("exhausted"),
            error: Some(reason),
            ..Settlement::plain(state)
        };
        deliveries::save(&tx, found.id, found.version, &change, now).await?;
        attempts::close_open(&tx, found.id, attempts::INTERRUPTED, now).await?;
        tx.commit().await?;
        self.alarm(&found, "a lead could not be delivered: no attempt is left");
        Ok(())
    }
}

/// What was being sent may have arrived; what never got so far is a fault of ours, and waits for the next start.
fn end_of(state: DeliveryState) -> DeliveryEvent {
    match state {
        DeliveryState::Sending => DeliveryEvent::Lost,
        DeliveryState::Pending => DeliveryEvent::Misconfigured,
        _ => DeliveryEvent::Exhausted,
    }
}

fn unsent(detail: &str) -> CallError {
    CallError::NotSent(Evidence {
        detail: detail.to_owned(),
        ..Evidence::default()
    })
}

fn note(deal: &CreatedDeal) -> Option<String> {
    let merged = deal.merged.then(|| "merged into an older deal".to_owned());
    let dropped =
        (!deal.dropped.is_empty()).then(|| format!("sent without {}", deal.dropped.join(", ")));
    let notes: Vec<_> = merged.into_iter().chain(dropped).collect();
    (!notes.is_empty()).then(|| notes.join("; "))
}
