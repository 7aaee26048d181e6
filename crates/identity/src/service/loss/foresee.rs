//! What a start would end, told before anything is started.

use stoa_core::Ambient;
use stoa_db_main::identity::scope;
use stoa_pg::{DbError, MainDb, MainTx};

use super::look::Look;
use super::{LossCause, SessionLoss, SessionLossError, foreign, own_name};
use crate::service::{Identity, IdentityOptions};
use crate::{Fault, MasterKey};

impl Identity {
    /// Everything for which [`Identity::open`] and [`Identity::claim_issuer`] would refuse to start with these options.
    /// Nothing is changed.
    ///
    /// # Errors
    /// [`Fault`], also for a database that was never migrated.
    pub async fn foresee_losses(
        db: &MainDb,
        ambient: &Ambient,
        master: &MasterKey,
        options: &IdentityOptions,
    ) -> Result<Vec<SessionLossError>, Fault> {
        if options.session_loss == SessionLoss::Accepted {
            return Ok(Vec::new());
        }
        let former = own_name::former_loopback(db, &options.issuer).await?;
        let tx = db.begin(&scope()).await?;
        let losses = foresee(&tx, ambient, master, (options, former)).await;
        tx.rollback().await?;
        Ok(losses?)
    }
}

async fn foresee(
    tx: &MainTx,
    ambient: &Ambient,
    master: &MasterKey,
    (options, former): (&IdentityOptions, Vec<String>),
) -> Result<Vec<SessionLossError>, DbError> {
    let now = ambient.now();
    let look = Look {
        tx,
        ambient,
        master,
        community_id: options.community_id,
        now,
    };
    let own = &options.issuer;
    let names = [vec![own.clone()], options.also_accepted.clone(), former].concat();
    let found = [
        look.loss().await?,
        own_name::former_name(tx, (master, now), own, &names).await?,
        foreign::loss(tx, master, &options.accepted_issuers, now).await?,
    ];
    // With another master key the API keys change too, whoever is signed in.
    let refused = |loss: &SessionLossError| {
        loss.sessions > 0 || loss.factors > 0 || loss.cause == LossCause::OtherMasterKey
    };
    Ok(found.into_iter().flatten().filter(refused).collect())
}
