use stoa_core::LeadId;
use stoa_db_tripwire::leads::{HeldCount, Review, deliveries, requests};
use stoa_identity::Actor;
use stoa_pg::{DbError, Scope, TripwireTx};

use super::{DeskError, LeadDesk, operator};
use crate::leads::job::delivery_job;

/// What a reviewer decides about a held lead.
#[derive(Debug, Clone, Copy)]
enum Verdict {
    Release,
    Keep,
}

impl LeadDesk {
    /// Takes a lead out of quarantine and sends it on its way; without a reviewer, for an operator at the machine.
    ///
    /// Whoever may see the lead may release it: that is everybody of its community's sales.
    ///
    /// # Errors
    /// `lead.not_found`, `lead.not_quarantined` (409), `database.unavailable`.
    ///
    /// # Source
    /// the leads contract, 3.3: one click releases, so that a wrong verdict costs a delay and never a lead.
    pub async fn release_quarantine(
        &self,
        by: Option<&Actor>,
        lead: LeadId,
    ) -> Result<(), DeskError> {
        self.review(by, lead, Verdict::Release).await?;
        self.wake();
        tracing::info!(lead.id = %lead, "a lead is released from quarantine");
        Ok(())
    }

    /// Notes that a held lead was looked at and stays where it is. It is counted no more, and can still be released.
    ///
    /// # Errors
    /// `lead.not_found`, `lead.not_quarantined` (409), `database.unavailable`.
    pub async fn keep_quarantine(&self, by: Option<&Actor>, lead: LeadId) -> Result<(), DeskError> {
        self.review(by, lead, Verdict::Keep).await?;
        tracing::info!(lead.id = %lead, "a lead is kept in quarantine");
        Ok(())
    }

    /// How many held leads that the reader may see wait for somebody to look at them; without a reader, all.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn held(&self, reader: Option<&Actor>) -> Result<HeldCount, DbError> {
        let scope = reader.map_or_else(operator, Actor::scope);
        requests::count_held(&self.tripwire, &scope).await
    }

    /// The lead that an operator names by its id or by its short code, in any case.
    ///
    /// # Errors
    /// `lead.not_found`, `database.unavailable`.
    pub async fn named(&self, text: &str) -> Result<LeadId, DeskError> {
        if let Ok(id) = text.trim().parse() {
            return Ok(id);
        }
        let code = text.trim().to_ascii_uppercase();
        requests::find_id_by_code(&self.tripwire, &operator(), &code)
            .await?
            .ok_or(DeskError::NoLead)
    }

    /// The reviewer's own policies say which leads there are; writing is the server's.
    async fn review(
        &self,
        by: Option<&Actor>,
        lead: LeadId,
        verdict: Verdict,
    ) -> Result<(), DeskError> {
        let scope: Scope = by.map_or_else(operator, Actor::scope);
        let known = requests::find(&self.tripwire, &scope, lead).await?;
        known.ok_or(DeskError::NoLead)?;
        let review = Review {
            by: by.map(|actor| actor.user_id),
            now: self.ambient.now(),
        };
        let tx = self.tripwire.begin(&operator()).await?;
        match write(&tx, lead, verdict, review).await {
            Ok(true) => Ok(tx.commit().await?),
            Ok(false) => {
                tx.rollback().await?;
                Err(DeskError::NotQuarantined)
            }
            Err(error) => {
                tx.rollback().await?;
                Err(error.into())
            }
        }
    }
}

async fn write(
    tx: &TripwireTx,
    lead: LeadId,
    verdict: Verdict,
    review: Review,
) -> Result<bool, DbError> {
    match verdict {
        Verdict::Keep => requests::keep(tx, lead, review).await,
        Verdict::Release => {
            let released = requests::release(tx, lead, review).await?;
            if released {
                for (id, sink) in deliveries::free_quarantined(tx, lead, review.now).await? {
                    stoa_jobs::enqueue(tx, delivery_job(id, sink, None, review.now)).await?;
                }
            }
            Ok(released)
        }
    }
}
