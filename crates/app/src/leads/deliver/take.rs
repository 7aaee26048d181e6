//! Before the call: everything that can be known is known, and `sending` is on disk.

use std::time::Duration;

use stoa_connect::{DealContact, LeadNotice, NewDeal, OutgoingMessage};
use stoa_db_tripwire::leads::{
    self, Begun, Delivery, Letter, Settlement, attempts, deliveries, mapping, requests,
};
use stoa_domain::{DeliveryEvent, DeliveryState, Sink, delivery, mapping as rules};
use stoa_jobs::Outcome;
use stoa_pg::{DbError, Scope, TripwireTx};

use super::{Deliver, critical};
use crate::leads::{Sinks, job::DeliverJob};

/// What the job finds.
pub(super) enum Taken {
    /// It may be sent, and that is committed.
    Parcel(Box<Parcel>),
    /// There is nothing to send, now or ever.
    Settled(Outcome),
}

/// A delivery that is being sent.
pub(super) struct Parcel {
    pub(super) delivery: Delivery,
    pub(super) begun: Begun,
    pub(super) content: Content,
}

/// What leaves.
pub(super) enum Content {
    Message(OutgoingMessage),
    Deal(Box<NewDeal>),
}

/// Why a delivery waits although its turn has come.
struct Obstacle {
    class: &'static str,
    error: String,
}

impl Deliver {
    /// Locks the delivery, and commits `sending` together with the attempt's row, if it may be sent.
    pub(super) async fn take(&self, job: &DeliverJob) -> Result<Taken, DbError> {
        if let Some(left) = self.pauses.remaining(job.sink, self.ambient.now()) {
            return Ok(Taken::Settled(wait(left)));
        }
        let tx = self.tripwire.begin(&Scope::service("delivery")).await?;
        let (durable, found) =
            futures::join!(leads::be_durable(&tx), deliveries::lock(&tx, job.delivery_id));
        durable?;
        let Some(found) = found? else {
            tx.rollback().await?;
            let reason = "there is no such delivery".to_owned();
            return Ok(Taken::Settled(Outcome::Fail { reason }));
        };
        match found.state {
            DeliveryState::Pending | DeliveryState::Retry => self.open(tx, found).await,
            DeliveryState::Sending => self.interrupted(tx, &found).await,
            DeliveryState::Done | DeliveryState::Unknown | DeliveryState::Blocked | DeliveryState::Dead => {
                tx.rollback().await?;
                Ok(Taken::Settled(Outcome::Done))
            }
        }
    }

    async fn open(&self, tx: TripwireTx, delivery: Delivery) -> Result<Taken, DbError> {
        let (content, mapping_version) = match self.pack(&tx, &delivery).await? {
            Ok(packed) => packed,
            Err(obstacle) => return self.block(tx, &delivery, &obstacle).await,
        };
        let now = self.ambient.now();
        let begun = attempts::begin(&tx, delivery.id, delivery.version, mapping_version, now).await?;
        let Some(begun) = begun else {
            tx.rollback().await?;
            return Ok(Taken::Settled(wait(Duration::ZERO)));
        };
        tx.commit().await?;
        Ok(Taken::Parcel(Box::new(Parcel { delivery, begun, content })))
    }

    /// What will leave, and the version of the mapping that chose its way; or why it cannot.
    async fn pack(
        &self,
        tx: &TripwireTx,
        delivery: &Delivery,
    ) -> Result<Result<(Content, Option<i32>), Obstacle>, DbError> {
        let Some(letter) = requests::find_letter(tx, delivery.lead_id).await? else {
            return Ok(Err(Obstacle { class: "no_lead", error: "its lead is gone".to_owned() }));
        };
        match (&self.sinks, delivery.sink) {
            (Sinks { telegram_leads: Some(chat), .. }, Sink::TelegramLeads) => {
                let maybe_sent_before = attempts::may_have_arrived(tx, delivery.id).await?;
                let message = notice(letter, maybe_sent_before).message(chat.chat_id());
                Ok(Ok((Content::Message(message), None)))
            }
            (Sinks { crm: Some(_), .. }, Sink::Crm) => {
                let rows = mapping::list(tx, delivery.community_id).await?;
                Ok(deal(letter, &rows).map(|(deal, version)| (Content::Deal(Box::new(deal)), Some(version))))
            }
            _ => Ok(Err(Obstacle { class: "not_configured", error: "not configured".to_owned() })),
        }
    }

    async fn block(&self, tx: TripwireTx, found: &Delivery, obstacle: &Obstacle) -> Result<Taken, DbError> {
        let Ok(state) = delivery::next(found.state, DeliveryEvent::Misconfigured) else {
            tx.rollback().await?;
            return Ok(Taken::Settled(Outcome::Done));
        };
        let error = Some(obstacle.error.as_str());
        let change = Settlement { class: Some(obstacle.class), error, ..Settlement::plain(state) };
        deliveries::save(&tx, found.id, found.version, &change, self.ambient.now()).await?;
        tx.commit().await?;
        tracing::warn!(delivery.id = %found.id, delivery.sink = %found.sink, reason = obstacle.error, "a delivery is blocked");
        Ok(Taken::Settled(Outcome::Done))
    }

    /// Its worker died while it was being sent: it may have arrived, so nobody sends it again by himself.
    async fn interrupted(&self, tx: TripwireTx, found: &Delivery) -> Result<Taken, DbError> {
        let now = self.ambient.now();
        let change = Settlement {
            class: Some(attempts::INTERRUPTED),
            error: Some("the process ended while it was being sent"),
            ..Settlement::plain(DeliveryState::Unknown)
        };
        deliveries::save(&tx, found.id, found.version, &change, now).await?;
        attempts::close_open(&tx, found.id, attempts::INTERRUPTED, now).await?;
        tx.commit().await?;
        critical(found, "a lead may have been delivered or not: the process ended while sending it");
        Ok(Taken::Settled(Outcome::Done))
    }
}

fn wait(after: Duration) -> Outcome {
    Outcome::Defer { after, reason: "the sink is left alone for a while".to_owned() }
}

fn notice(letter: Letter, maybe_sent_before: bool) -> LeadNotice {
    let lead = letter.lead;
    LeadNotice {
        code: lead.code,
        name: lead.name,
        phone: lead.phone,
        email: lead.email,
        source: letter.title,
        payment_method: lead.payment_method,
        comment: lead.comment,
        utm: lead.utm,
        repeat_of: letter.repeat_of_code,
        maybe_sent_before,
    }
}

fn deal(letter: Letter, rows: &[mapping::StoredMapping]) -> Result<(NewDeal, i32), Obstacle> {
    let lead = letter.lead;
    let plain: Vec<_> = rows.iter().map(|stored| stored.row.clone()).collect();
    let chosen = rules::resolve(&plain, &lead.source, lead.payment_method.as_ref());
    let Some((row, version)) =
        chosen.and_then(|row| Some((row, rows.iter().find(|stored| stored.row == *row)?.version)))
    else {
        let method = lead.payment_method.as_ref().map_or("none", |method| method.as_str());
        let error = format!("no mapping row for source {} and payment method {method}", lead.source);
        return Err(Obstacle { class: "mapping", error });
    };
    let mut tracking = lead.utm;
    tracking.extend(lead.click_ids);
    tracking.extend(lead.referrer.map(|referrer| ("referrer".to_owned(), referrer)));
    let deal = NewDeal {
        key: lead.id,
        code: lead.code,
        title: letter.title,
        price_minor: row.price_minor.or(letter.price_minor),
        pipeline_id: row.pipeline_id,
        status_id: row.status_id,
        responsible_user_id: row.responsible_user_id,
        tags: tags(&row.tags, lead.source),
        tracking,
        contact: DealContact { name: lead.name, phone: lead.phone, email: lead.email },
    };
    Ok((deal, version))
}

/// The row's tags, else the source's name alone.
fn tags(own: &[String], source: String) -> Vec<String> {
    if own.is_empty() { vec![source] } else { own.to_owned() }
}
