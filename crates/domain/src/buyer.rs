//! Buyers of the express course: what a manager enters, and the steps that make an account of it.
//!
//! # Source
//! DESIGN 7.24 and the domain contract, "Express course".

use stoa_core::FieldError;
use thiserror::Error;

use crate::word::words;
use crate::{Email, EmailError, NameError, PersonName, Phone, PhoneError};

words! {
    /// What a manager sees of a buyer.
    BuyerStatus: "buyer status" {
        /// Has access.
        Active = "active",
        /// Access ran out or never began.
        Inactive = "inactive",
        /// Finished the course.
        Completed = "completed",
        /// Shut out by a person.
        Blocked = "blocked",
    }
}

words! {
    /// How far the making of a buyer's account has come.
    ProvisioningState: "provisioning state" {
        /// Entered by the manager, nothing made yet.
        Requested = "requested",
        /// The person has an account in the main database.
        UserReady = "user_ready",
        /// The account has the course.
        Enrolled = "enrolled",
        /// The invitation is on its way. The last step.
        Invited = "invited",
        /// Given up; a person may start it again.
        Failed = "failed",
    }
}

/// How far the making of an account has come, and what was found on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provisioning {
    /// The last step done.
    pub state: ProvisioningState,
    /// Whether the address had an account before: known once the first step is done. It stays as first
    /// found, because a repeated step meets the account that we made.
    pub account_existed: Option<bool>,
}

/// What happens to the making of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvisioningEvent {
    /// The account was found or made.
    UserReady {
        /// It was there before.
        account_existed: bool,
    },
    /// The account has the course.
    Enrolled,
    /// The invitation is queued.
    Invited,
    /// No attempt is left.
    Failed,
    /// A person starts it again.
    Retried,
}

/// A step out of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{event:?} cannot follow {state}")]
pub struct IllegalStep {
    /// The last step done.
    pub state: ProvisioningState,
    /// What was said to have happened.
    pub event: ProvisioningEvent,
}

impl ProvisioningState {
    /// Whether the account is made and has the course.
    #[must_use]
    pub const fn has_course(self) -> bool {
        matches!(self, Self::Enrolled | Self::Invited)
    }
}

impl Provisioning {
    /// Nothing made yet.
    pub const REQUESTED: Self = Self {
        state: ProvisioningState::Requested,
        account_existed: None,
    };

    /// The state after `event`. A step that was done before changes nothing, so that every step can repeat.
    ///
    /// # Errors
    /// [`IllegalStep`] for a step that skips another, for any step of a failed one, and for the failure of a
    /// finished one.
    pub fn advance(self, event: ProvisioningEvent) -> Result<Self, IllegalStep> {
        use ProvisioningEvent as E;
        use ProvisioningState as S;
        let (before, after) = match (self.state, event) {
            (S::Failed, E::Retried) => {
                return Ok(Self {
                    state: S::Requested,
                    ..self
                });
            }
            (S::Failed, E::Failed) | (_, E::Retried) => return Ok(self),
            (S::Requested | S::UserReady | S::Enrolled, E::Failed) => {
                return Ok(Self {
                    state: S::Failed,
                    ..self
                });
            }
            (S::Failed, _) | (S::Invited, E::Failed) => {
                return Err(IllegalStep {
                    state: self.state,
                    event,
                });
            }
            (_, E::UserReady { .. }) => (S::Requested, S::UserReady),
            (_, E::Enrolled) => (S::UserReady, S::Enrolled),
            (_, E::Invited) => (S::Enrolled, S::Invited),
        };
        if self.state >= after {
            return Ok(self);
        }
        let found = match event {
            E::UserReady { account_existed } => self.account_existed.or(Some(account_existed)),
            _ => self.account_existed,
        };
        let next = Self {
            state: after,
            account_existed: found,
        };
        (self.state == before).then_some(next).ok_or(IllegalStep {
            state: self.state,
            event,
        })
    }
}

/// A manager's form for a new buyer, as received.
#[derive(Clone, Default)]
pub struct NewBuyerForm {
    /// `email`.
    pub email: Option<String>,
    /// `name`.
    pub name: Option<String>,
    /// `phone`.
    pub phone: Option<String>,
    /// `price_minor`: the digits of a whole number.
    pub price_minor: Option<String>,
}

/// A buyer to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBuyer {
    /// Where the invitation goes; one address is one buyer.
    pub email: Email,
    /// The buyer's name.
    pub name: PersonName,
    /// The buyer's phone, when given.
    pub phone: Option<Phone>,
    /// What was paid in hundredths of the currency (5,000 KZT = 500000), when not the usual price.
    pub price_minor: Option<i64>,
}

impl NewBuyerForm {
    /// The highest price: 100 million KZT in hundredths.
    pub const MAX_PRICE_MINOR: i64 = 10_000_000_000;

    /// Checks every field and names all wrong ones at once. An empty text is the same as none.
    ///
    /// # Errors
    /// `buyer.email_required`, `buyer.email_invalid`, `buyer.name_required`, `buyer.name_invalid`,
    /// `buyer.phone_invalid`, `buyer.price_invalid`, `buyer.field_too_long`.
    pub fn check(&self) -> Result<NewBuyer, Vec<FieldError>> {
        let mut faults = Vec::new();
        let email = caught(&mut faults, self.checked_email());
        let name = caught(&mut faults, self.checked_name());
        let phone = caught(&mut faults, self.checked_phone()).flatten();
        let price_minor = caught(&mut faults, self.checked_price()).flatten();
        match (email, name) {
            (Some(email), Some(name)) if faults.is_empty() => Ok(NewBuyer {
                email,
                name,
                phone,
                price_minor,
            }),
            _ => Err(faults),
        }
    }

    fn checked_email(&self) -> Result<Email, FieldError> {
        Email::parse(self.email.as_deref().unwrap_or_default()).map_err(|fault| {
            let code = match fault {
                EmailError::Empty => "buyer.email_required",
                EmailError::TooLong => "buyer.field_too_long",
                EmailError::At | EmailError::Local | EmailError::Domain => "buyer.email_invalid",
            };
            FieldError::new("email", code, fault.to_string())
        })
    }

    fn checked_name(&self) -> Result<PersonName, FieldError> {
        PersonName::parse(self.name.as_deref().unwrap_or_default()).map_err(|fault| {
            let code = match fault {
                NameError::Empty => "buyer.name_required",
                NameError::TooLong => "buyer.field_too_long",
                NameError::Control => "buyer.name_invalid",
            };
            FieldError::new("name", code, fault.to_string())
        })
    }

    fn checked_phone(&self) -> Result<Option<Phone>, FieldError> {
        match Phone::parse(self.phone.as_deref().unwrap_or_default()) {
            Ok(phone) => Ok(Some(phone)),
            Err(PhoneError::Empty) => Ok(None),
            Err(fault) => Err(FieldError::new(
                "phone",
                "buyer.phone_invalid",
                fault.to_string(),
            )),
        }
    }

    fn checked_price(&self) -> Result<Option<i64>, FieldError> {
        let text = self.price_minor.as_deref().unwrap_or_default().trim();
        let price = || {
            text.parse()
                .ok()
                .filter(|price| (0..=Self::MAX_PRICE_MINOR).contains(price))
        };
        let message = "Must be a whole number from 0 to 10000000000.";
        let fault = || FieldError::new("price_minor", "buyer.price_invalid", message);
        if text.is_empty() {
            Ok(None)
        } else {
            price().ok_or_else(fault).map(Some)
        }
    }
}

/// The value, or its error added to `faults`.
fn caught<T>(faults: &mut Vec<FieldError>, result: Result<T, FieldError>) -> Option<T> {
    result.map_err(|fault| faults.push(fault)).ok()
}

/// Shows no personal data.
impl std::fmt::Debug for NewBuyerForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewBuyerForm")
            .field("price_minor", &self.price_minor)
            .finish_non_exhaustive()
    }
}
