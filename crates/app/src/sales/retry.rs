use stoa_core::BuyerId;
use stoa_domain::SystemMode;
use stoa_identity::{Actor, ClientInfo};
use stoa_jobs::restart;

use super::account::{Step, StepError, server, take_within};
use super::provision::{Wanted, job};
use super::{BuyerError, CreatedBuyer, Sales, desk};

impl Sales {
    /// Begins the making of an account again after it was given up, and waits at most 10 s for it. What is under way or
    /// done stays as it is. Gives how far the account has come, with a new invitation when the buyer may have one.
    ///
    /// # Errors
    /// `auth.role_missing`, `buyer.not_found`, `database.unavailable`.
    #[tracing::instrument(name = "app.buyer.retry", skip_all, fields(buyer.id = %id))]
    pub async fn retry_provisioning(
        &self,
        actor: &Actor,
        client: &ClientInfo,
        id: BuyerId,
    ) -> Result<CreatedBuyer, BuyerError> {
        desk(actor)?;
        let buyer = self.visible_buyer(actor, id).await?;
        let mode = self.mode().await;
        self.begin_again(id, mode).await?;
        let wanted = Wanted {
            id,
            email: &buyer.email,
            request_id: client.request_id(),
        };
        self.provision(&wanted, mode).await;
        Ok(self.answer(actor, client, id, false).await?)
    }

    /// The buyer's state and the job's, in one transaction.
    async fn begin_again(&self, id: BuyerId, mode: SystemMode) -> Result<(), StepError> {
        let (accounts, now) = (&self.accounts, self.accounts.ambient.now());
        let tx = accounts.tripwire.begin(&server()).await?;
        let begun = async {
            let provisioning = take_within(&tx, id, &Step::retried(), now).await?;
            if !provisioning.state.has_course() {
                restart(&tx, &job(id, now).with_run_at(Self::turn(mode, now))).await?;
            }
            Ok(())
        };
        match begun.await {
            Ok(()) => Ok(tx.commit().await?),
            Err(error) => {
                tx.rollback().await?;
                Err(error)
            }
        }
    }
}
