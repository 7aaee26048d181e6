//! Faithful fakes of outside services: real servers on a free port of 127.0.0.1, with state and with faults.
//!
//! They are written from the vendors' documentation and from what was observed (the leads contract, 1 and 2), not
//! from our adapters; the contract suite of `stoa-connect` holds both to the same promises.

pub mod amocrm;
pub mod oidc;
pub mod smtp;
pub mod telegram;

mod answering;
mod authenticator;
mod faults;
mod recorded;
mod server;

pub use amocrm::{FakeAmoCrm, FakeContact, FakeDeal};
pub use authenticator::AuthenticatorApp;
pub use faults::{Fault, Faults};
pub use recorded::RecordedRequest;
pub use smtp::{FakeLetter, FakeSmtp, SmtpFault};
pub use telegram::{FakeMessage, FakeTelegram};
