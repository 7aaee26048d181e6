use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use stoa_core::UserId;
use stoa_db_main::identity::scope;
use stoa_db_main::identity::users::{self, EmailProof};
use stoa_pg::{DbError, MainTx};

use super::SignUpError;
use crate::service::newcomer::Newcomer;
use crate::service::start::Started;
use crate::service::{Identity, Inner, finish};
use crate::{ClientInfo, Session, User, metadata};

impl Identity {
    /// Signs in somebody who has no address yet. Who adds one later keeps the account and everything in it; who signs out
    /// before that cannot come back.
    ///
    /// # Errors
    /// `auth.anonymous_disabled` (403), `auth.metadata_invalid` (422).
    #[tracing::instrument(name = "identity.user.sign_in_anonymously", skip_all)]
    pub async fn sign_in_anonymously(
        &self,
        data: Map<String, Value>,
        client: &ClientInfo,
    ) -> Result<Session, SignUpError> {
        let inner = &self.inner;
        let rules = &inner.options.rules;
        if !rules.anonymous {
            return Err(SignUpError::AnonymousDisabled);
        }
        if !rules.sign_up {
            return Err(SignUpError::Disabled);
        }
        let (data, now) = (metadata::checked(data)?, inner.ambient.now());
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.begin_anonymously(&tx, &data, client, now).await;
        let (started, user) = finish(tx, work).await?;
        Ok(inner.hand_out(started, user, now)?)
    }
}

impl Inner {
    async fn begin_anonymously(
        &self,
        tx: &MainTx,
        data: &Value,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(Started, User), SignUpError> {
        let new = Newcomer {
            id: UserId::new(&self.ambient),
            email: None,
            proof: EmailProof::Waiting,
            phc: None,
            data,
            locale: None,
        };
        let gone = || DbError::RowCount { want: 1, got: 0 };
        let id = self.take_in(tx, &new, client, now).await?;
        let id = id.ok_or_else(gone)?;
        users::save_sign_in(tx, id, now).await?;
        let started = self.start_session(tx, id, "anonymous", client, now).await;
        let user = users::find_in(tx, id).await?;
        Ok((started?.ok_or_else(gone)?, user.ok_or_else(gone)?))
    }
}
