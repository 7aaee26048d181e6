use chrono::{DateTime, Utc};
use stoa_db_main::identity::one_time_tokens as tokens;
use stoa_domain::Email;
use stoa_pg::{DbError, MainTx};

use crate::service::keys::sha256;
use crate::service::{Identity, Inner};
use crate::{OpenToken, TokenPurpose, one_time_code};

impl Identity {
    /// Whose link this is, without using it up: for pages that ask before they act, since a mail scanner opens every
    /// link. `None`: unknown, used, replaced or expired; which of them is not said.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn look_at_link(
        &self,
        purposes: &[TokenPurpose],
        token: &str,
    ) -> Result<Option<OpenToken>, DbError> {
        let (hash, now) = (sha256(token.as_bytes()), self.inner.ambient.now());
        tokens::find_link(&self.inner.db, purposes, &hash, now).await
    }

    /// Uses up a link of one of `purposes`, and the code beside it, and locks the person's row: of several who open it
    /// together one gets it. `None`: unknown, used, replaced or expired.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn redeem_link(
        &self,
        tx: &MainTx,
        purposes: &[TokenPurpose],
        token: &str,
    ) -> Result<Option<OpenToken>, DbError> {
        let now = self.inner.ambient.now();
        self.inner.redeem_link(tx, purposes, token, now).await
    }

    /// Uses up a code that went to `email`, and the link beside it, and locks the person's row. `None`: no such code,
    /// wrong, or void after five wrong tries; the link stays good then.
    ///
    /// A wrong try is counted in `tx`: **commit it**, also when the answer is `None`.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn redeem_code(
        &self,
        tx: &MainTx,
        purposes: &[TokenPurpose],
        email: &Email,
        code: &str,
    ) -> Result<Option<OpenToken>, DbError> {
        let now = self.inner.ambient.now();
        self.inner
            .redeem_code(tx, purposes, (email, code), now)
            .await
    }
}

impl Inner {
    /// [`Identity::redeem_link`], for flows of this crate.
    pub(in crate::service) async fn redeem_link(
        &self,
        tx: &MainTx,
        purposes: &[TokenPurpose],
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<OpenToken>, DbError> {
        let hash = sha256(token.as_bytes());
        let Some(found) = tokens::lock_link(tx, purposes, &hash, now).await? else {
            return Ok(None);
        };
        Ok(tokens::use_up(tx, found.id, now).await?.then_some(found))
    }

    /// [`Identity::redeem_code`], for flows of this crate.
    pub(in crate::service) async fn redeem_code(
        &self,
        tx: &MainTx,
        purposes: &[TokenPurpose],
        (email, code): (&Email, &str),
        now: DateTime<Utc>,
    ) -> Result<Option<OpenToken>, DbError> {
        let open = tokens::lock_codes(tx, purposes, email, now).await?;
        // What cannot be a code counts as a try all the same: its length must not tell anything.
        let code = one_time_code::tidy(code).unwrap_or_default();
        let fits = |(token, mac): &(OpenToken, Vec<u8>)| self.codes.fits(token.id, &code, mac);
        if let Some((found, _)) = open.iter().find(|open| fits(open)) {
            let used = tokens::use_up(tx, found.id, now).await?;
            return Ok(used.then(|| found.clone()));
        }
        let tried: Vec<_> = open.iter().map(|(token, _)| token.id).collect();
        tokens::save_wrong_try(tx, &tried).await?;
        Ok(None)
    }
}
