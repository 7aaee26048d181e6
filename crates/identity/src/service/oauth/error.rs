use chrono::{DateTime, Utc};
use stoa_core::{Failure, Kind};
use thiserror::Error;

use crate::fault::take_faults;
use crate::provider::ProviderError;
use crate::{Fault, GoTrueError};

/// Why a sign-in at a provider led to nothing.
#[derive(Debug, Error)]
pub enum OAuthError {
    /// No provider is called so.
    #[error("no provider is called so")]
    ProviderUnknown,
    /// The provider does not answer.
    #[error("the provider does not answer")]
    ProviderUnavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Nothing was begun with this state, or it was used before.
    #[error("no sign-in is under way with this state")]
    BadState,
    /// It took too long.
    #[error("the sign-in took more than ten minutes")]
    Expired,
    /// It was begun in another browser.
    #[error("the sign-in was begun in another browser")]
    OtherBrowser,
    /// The person or the provider said no.
    #[error("the provider refuses: {0}")]
    Refused(String),
    /// The provider's word is not what it must be.
    #[error("the provider's word is not right")]
    IdToken(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The provider has not proved the address, or tells none.
    #[error("the provider does not say that the e-mail address is verified")]
    EmailUnverified,
    /// The account with this address has not proved it.
    #[error("the account with this address has not confirmed it")]
    EmailUnconfirmedHere,
    /// The provider's account is linked to another of ours.
    #[error("the provider's account is linked to another user")]
    LinkedElsewhere,
    /// The address that the provider proves is another account's.
    #[error("an account with this e-mail address exists")]
    EmailTaken,
    /// Nobody new is let in this way.
    #[error("nobody new is let in by this provider")]
    SignUpClosed,
    /// The person is shut out.
    #[error("the user is banned until {until}")]
    Banned {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The user was deleted.
    #[error("the user is gone")]
    UserGone,
    /// The person has a second factor, and this sign-in did not use it.
    #[error("the sign-in was not proved by the second factor")]
    InsufficientAal,
    /// There is no such way to sign in.
    #[error("there is no such identity")]
    IdentityNotFound,
    /// Without it nobody could sign in any more.
    #[error("User must have at least 1 identity after unlinking")]
    LastIdentity,
    /// The address stays while the account does.
    #[error("the e-mail identity cannot be unlinked")]
    EmailIdentity,
    /// Our own fault.
    #[error(transparent)]
    Fault(Fault),
}
take_faults!(OAuthError);

impl OAuthError {
    /// What the audit says of it: nothing of a provider that is down or is not ours, or of our own faults.
    pub(in crate::service) fn audited(&self) -> Option<&'static str> {
        match self {
            Self::ProviderUnknown | Self::ProviderUnavailable(_) | Self::Fault(_) => None,
            told => Some(told.code()),
        }
    }
}

impl From<ProviderError> for OAuthError {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::Unavailable(_) => Self::ProviderUnavailable(Box::new(error)),
            ProviderError::CodeRefused(reason) => Self::Refused(reason),
            ProviderError::IdToken(_) => Self::IdToken(Box::new(error)),
        }
    }
}

impl Failure for OAuthError {
    fn kind(&self) -> Kind {
        match self {
            Self::ProviderUnknown | Self::IdentityNotFound => Kind::NotFound,
            Self::ProviderUnavailable(_) => Kind::Unavailable,
            Self::BadState | Self::Expired => Kind::Gone,
            Self::Banned { .. } | Self::OtherBrowser | Self::UserGone | Self::InsufficientAal => {
                Kind::Forbidden
            }
            Self::LinkedElsewhere | Self::EmailTaken | Self::LastIdentity | Self::EmailIdentity => {
                Kind::Conflict
            }
            Self::Fault(fault) => fault.kind(),
            _ => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::ProviderUnknown => "auth.provider_unknown",
            Self::ProviderUnavailable(_) => "auth.provider_unavailable",
            Self::BadState => "auth.oauth_state_unknown",
            Self::Expired => "auth.oauth_expired",
            Self::OtherBrowser => "auth.oauth_other_browser",
            Self::Refused(_) => "auth.provider_refused",
            Self::IdToken(_) => "auth.id_token_invalid",
            Self::EmailUnverified => "auth.provider_email_unverified",
            Self::EmailUnconfirmedHere => "auth.email_unconfirmed",
            Self::LinkedElsewhere => "auth.identity_taken",
            Self::EmailTaken => "auth.email_taken",
            Self::SignUpClosed => "auth.sign_up_closed",
            Self::Banned { .. } => "auth.user_banned",
            Self::UserGone => "auth.user_gone",
            Self::InsufficientAal => "auth.insufficient_aal",
            Self::IdentityNotFound => "auth.identity_not_found",
            Self::LastIdentity => "auth.identity_last",
            Self::EmailIdentity => "auth.identity_of_email",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn public(&self) -> String {
        match self {
            Self::ProviderUnavailable(_) => {
                "The provider does not answer; please try again in a minute.".to_owned()
            }
            Self::IdToken(_) => "The provider's answer could not be verified.".to_owned(),
            Self::EmailUnverified => {
                "The provider has not verified your e-mail address; verify it there first.".to_owned()
            }
            Self::EmailUnconfirmedHere => {
                "An account with this e-mail address exists and has not confirmed it; confirm it first."
                    .to_owned()
            }
            Self::Refused(reason) => {
                let reason = crate::token::shown(reason);
                format!("The provider did not sign you in ({reason}).")
            }
            Self::Banned { .. } => "User is banned".to_owned(),
            Self::InsufficientAal => {
                "AAL2 session is required to change the ways to sign in when MFA is enabled.".to_owned()
            }
            Self::Fault(fault) => fault.public(),
            fact => fact.to_string(),
        }
    }

    fn retry_after_seconds(&self) -> Option<u64> {
        match self {
            Self::ProviderUnavailable(_) => Some(5),
            Self::Fault(fault) => fault.retry_after_seconds(),
            _ => None,
        }
    }
}

impl From<&OAuthError> for GoTrueError {
    fn from(error: &OAuthError) -> Self {
        let (status, code) = match error {
            OAuthError::ProviderUnknown => (400, "validation_failed"),
            OAuthError::ProviderUnavailable(_) => (503, "unexpected_failure"),
            OAuthError::BadState | OAuthError::OtherBrowser => (400, "bad_oauth_state"),
            OAuthError::Expired => (422, "flow_state_expired"),
            OAuthError::Refused(_) | OAuthError::IdToken(_) => (400, "bad_oauth_callback"),
            OAuthError::EmailUnverified => (422, "provider_email_needs_verification"),
            OAuthError::EmailUnconfirmedHere => (422, "email_not_confirmed"),
            OAuthError::LinkedElsewhere => (422, "identity_already_exists"),
            OAuthError::EmailTaken => (422, "email_exists"),
            OAuthError::SignUpClosed => (422, "signup_disabled"),
            OAuthError::Banned { .. } => (403, "user_banned"),
            OAuthError::UserGone => (403, "user_not_found"),
            OAuthError::InsufficientAal => (403, "insufficient_aal"),
            OAuthError::IdentityNotFound => (404, "identity_not_found"),
            OAuthError::LastIdentity => (422, "single_identity_not_deletable"),
            OAuthError::EmailIdentity => (422, "email_conflict_identity_not_deletable"),
            OAuthError::Fault(fault) => return fault.into(),
        };
        let text = match error {
            OAuthError::ProviderUnknown => {
                "Unsupported provider: provider is not enabled".to_owned()
            }
            other => other.public(),
        };
        Self {
            retry_after_seconds: error.retry_after_seconds(),
            ..Self::new(status, code, text)
        }
    }
}
