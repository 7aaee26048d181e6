//! Where one proof of who somebody is does not suffice.

use stoa_db_main::identity::credentials;
use stoa_pg::{DbError, MainTx};

use super::Inner;
use crate::{Aal, Actor};

impl Inner {
    /// Whether the person has a second factor that this sign-in did not use: then no credential may be changed by it.
    pub(super) async fn lacks_second_proof(
        &self,
        tx: &MainTx,
        actor: &Actor,
    ) -> Result<bool, DbError> {
        Ok(actor.aal == Aal::Aal1 && credentials::has_second_factor(tx, actor.user_id).await?)
    }
}
