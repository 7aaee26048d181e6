//! Letters, through a mail server.
//!
//! # Source
//! RFC 5321 (SMTP), RFC 3834 (automatic letters).

mod failure;
mod message;
mod smtp;

use std::fmt;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use stoa_domain::Email;

use crate::CallError;

pub use smtp::{Security, SmtpLogin, SmtpMailer, SmtpOptions, SmtpServer};

/// Somebody who takes letters and brings them to people.
pub trait Mailer: Send + Sync {
    /// Gives one letter to the mail server. Not idempotent: after [`CallError::Unknown`] the letter may have arrived.
    ///
    /// # Errors
    /// [`CallError`]: `NotSent`, nobody took it; `Refused`, the server did not want it, for now or for ever; `Auth` and
    /// `Config`, the settings are wrong; `Unknown`, the answer to the whole letter did not come.
    fn send<'a>(
        &'a self,
        letter: &'a OutgoingLetter,
    ) -> BoxFuture<'a, Result<SentLetter, CallError>>;
}

/// Who writes.
#[derive(Clone, PartialEq, Eq)]
pub struct Sender {
    /// The name in front of the address.
    pub name: String,
    /// The address that the mail server accepts from us.
    pub email: Email,
    /// Where answers go, when not there.
    pub reply_to: Option<Email>,
}

/// A letter to one person, as text and as a page of the same content.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingLetter {
    /// Its name in the world, before the `@`: letters, digits, `-` and `.`. Mail programs show one letter of a name once.
    pub id: String,
    /// To whom.
    pub to: Email,
    /// One line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The page.
    pub html: String,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// A letter that a mail server has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentLetter {
    /// The server's word of acceptance, for its operator; at most 500 characters.
    pub receipt: String,
}

/// Shows no personal data, no link and no code.
impl fmt::Debug for OutgoingLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingLetter")
            .field("id", &self.id)
            .field("text_bytes", &self.text.len())
            .field("html_bytes", &self.html.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender")
            .field("name", &self.name)
            .field("email", &self.email.as_str())
            .finish_non_exhaustive()
    }
}
