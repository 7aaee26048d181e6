use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use stoa_core::{Failure, Kind, UserId};
use stoa_db_main::identity::scope;
use stoa_db_main::identity::users::{self, EmailProof, Sent};
use stoa_domain::Email;
use stoa_pg::{DbError, MainTx};
use thiserror::Error;

use super::newcomer::Newcomer;
use super::{Identity, Inner, Letter, LinkWish, finish};
use crate::fault::take_faults;
use crate::{ClientInfo, Fault, MetadataError, metadata};

/// What a letter with link and code is asked for.
#[derive(Debug)]
pub struct OtpRequest {
    /// Where it goes.
    pub email: Email,
    /// Make an account when nobody has the address, with this data; without it, nothing happens then.
    pub create: Option<Map<String, Value>>,
}

/// Why no letter could be asked for. That nobody has the address is no reason, and is not said.
#[derive(Debug, Error)]
pub enum OtpError {
    /// The data for a new account cannot be kept.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(OtpError);

impl Identity {
    /// Asks for a letter whose link, or code, signs in. Whether anybody has the address is not said.
    ///
    /// Where strangers may not make accounts, an unknown address gets nothing, just as without `create`.
    ///
    /// # Errors
    /// [`OtpError`].
    #[tracing::instrument(name = "identity.letter.otp", skip_all)]
    pub async fn send_otp(
        &self,
        request: OtpRequest,
        wish: &LinkWish,
        client: &ClientInfo,
    ) -> Result<(), OtpError> {
        let (inner, now) = (&self.inner, self.inner.ambient.now());
        let create = request.create.map(metadata::checked).transpose()?;
        let create = create.filter(|_| inner.options.rules.sign_up);
        let tx = inner.db.begin(&scope()).await?;
        let asked = (&request.email, create.as_ref());
        let work = inner.otp_within(&tx, asked, wish, client, now).await;
        finish(tx, work).await?;
        inner.wake_postman();
        Ok(())
    }
}

impl Inner {
    async fn otp_within(
        &self,
        tx: &MainTx,
        (email, create): (&Email, Option<&Value>),
        wish: &LinkWish,
        client: &ClientInfo,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let mut found = users::find_by_email_in(tx, email.as_str())
            .await?
            .map(|user| user.id);
        if let (None, Some(data)) = (found, create) {
            let new = Newcomer {
                id: UserId::new(&self.ambient),
                email: Some(email),
                proof: EmailProof::Waiting,
                phc: None,
                data,
                locale: wish.locale,
            };
            // Taken by somebody else at this moment: they get a letter of their own.
            found = self.take_in(tx, &new, client, now).await?;
        }
        let found = match found {
            // Deleted between two statements: nobody has the address.
            Some(id) if !self.note_letter(tx, id, Sent::Recovery, now).await? => None,
            found => found,
        };
        let flow_id = self.begin_flow(tx, found, "magiclink", wish, now).await?;
        let Some(id) = found else { return Ok(()) };
        // Never the letter of a sign-up: whoever chose a password for this address before need not be its owner, and
        // this letter's link makes such a password worthless.
        let letter = (Letter::MagicLink, id, email);
        self.ask_for(tx, letter, (wish, flow_id), client).await
    }
}

impl Failure for OtpError {
    fn kind(&self) -> Kind {
        match self {
            Self::Metadata(_) => Kind::Invalid,
            Self::Fault(fault) => fault.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Metadata(_) => "auth.metadata_invalid",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::Metadata(error) => error.to_string(),
            Self::Fault(fault) => fault.public(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::Metadata(_) => None,
            Self::Fault(fault) => fault.retry_after_seconds(),
        }
    }
}
