use chrono::{DateTime, Utc};
use stoa_core::UserId;
use stoa_db_main::identity::scope;
use stoa_db_main::learning::profiles::{self, NewProfile};
use stoa_domain::Locale;
use stoa_pg::{DbError, MainTx};

use super::{Identity, Inner, finish};
use crate::Fault;

impl Identity {
    /// Keeps the language of the page on which somebody got in for the first time; a chosen one stays.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn keep_language(&self, user_id: UserId, locale: Locale) -> Result<(), Fault> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.keep_language_within(&tx, user_id, locale, now).await;
        Ok(finish(tx, work).await?)
    }
}

impl Inner {
    /// The same inside a transaction. Whoever has no profile yet gets one: a buyer's is made by a job.
    pub(super) async fn keep_language_within(
        &self,
        tx: &MainTx,
        user_id: UserId,
        locale: Locale,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let profile = NewProfile {
            name: None,
            locale: Some(locale),
        };
        let community = self.options.community_id;
        if !profiles::ensure(tx, community, user_id, profile, now).await? {
            profiles::save_first_locale(tx, user_id, locale, now).await?;
        }
        Ok(())
    }
}
