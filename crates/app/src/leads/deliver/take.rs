//! Before the call: everything that can be known is known, and `sending` is on disk.

use std::time::Duration;

use stoa_db_tripwire::leads::{self, Begun, Delivery, Settlement, attempts, deliveries};
use stoa_domain::{DeliveryEvent, DeliveryState, delivery};
use stoa_jobs::Outcome;
use stoa_pg::{DbError, Scope, TripwireTx};

use super::{
    Deliver,
    pack::{Content, Obstacle},
    reconcile::FIRST_LOOK,
};
use crate::leads::job::DeliverJob;

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

impl Deliver {
    /// Locks the delivery, and commits `sending` together with the attempt's row, if it may be sent.
    pub(super) async fn take(&self, job: &DeliverJob) -> Result<Taken, DbError> {
        if let Some(left) = self.pauses.remaining(job.sink, self.ambient.now()) {
            return Ok(Taken::Settled(wait(left)));
        }
        let tx = self.tripwire.begin(&Scope::service("delivery")).await?;
        let (durable, found) = futures::join!(
            leads::be_durable(&tx),
            deliveries::lock(&tx, job.delivery_id)
        );
        durable?;
        let Some(found) = found? else {
            tx.rollback().await?;
            let reason = "there is no such delivery".to_owned();
            return Ok(Taken::Settled(Outcome::Fail { reason }));
        };
        match found.state {
            DeliveryState::Pending | DeliveryState::Retry => {
                match self.pauses.refusal(job.sink, self.ambient.now()) {
                    Some(refusal) => {
                        let obstacle = Obstacle::new(refusal.class, refusal.error);
                        self.block(tx, &found, &obstacle).await
                    }
                    None => self.open(tx, found).await,
                }
            }
            DeliveryState::Sending => self.interrupted(tx, &found).await,
            DeliveryState::Unknown => self.reconcile(tx, &found).await,
            DeliveryState::Done | DeliveryState::Blocked | DeliveryState::Dead => {
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
        let begun =
            attempts::begin(&tx, delivery.id, delivery.version, mapping_version, now).await?;
        let Some(begun) = begun else {
            tx.rollback().await?;
            return Ok(Taken::Settled(wait(Duration::ZERO)));
        };
        tx.commit().await?;
        Ok(Taken::Parcel(Box::new(Parcel {
            delivery,
            begun,
            content,
        })))
    }

    async fn block(
        &self,
        tx: TripwireTx,
        found: &Delivery,
        obstacle: &Obstacle,
    ) -> Result<Taken, DbError> {
        let Ok(state) = delivery::next(found.state, DeliveryEvent::Misconfigured) else {
            tx.rollback().await?;
            return Ok(Taken::Settled(Outcome::Done));
        };
        let error = Some(obstacle.error.as_str());
        let change = Settlement {
            class: Some(obstacle.class),
            error,
            ..Settlement::plain(state)
        };
        deliveries::save(&tx, found.id, found.version, &change, self.ambient.now()).await?;
        tx.commit().await?;
        tracing::warn!(delivery.id = %found.id, delivery.sink = %found.sink, reason = obstacle.error, "a delivery is blocked");
        if self.needs_word(found.sink, obstacle) {
            self.alarm(found, &format!("leads are blocked: {}", obstacle.error));
        }
        Ok(Taken::Settled(Outcome::Done))
    }

    /// Its worker died while it was being sent: it may have arrived, so nobody sends it again without having looked.
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
        if self.can_search(found.sink) {
            return Ok(Taken::Settled(wait(FIRST_LOOK)));
        }
        self.alarm(
            found,
            "a lead may have been delivered or not: the process ended while sending it",
        );
        Ok(Taken::Settled(Outcome::Done))
    }
}

fn wait(after: Duration) -> Outcome {
    Outcome::Defer {
        after,
        reason: "the sink is left alone for a while".to_owned(),
    }
}
