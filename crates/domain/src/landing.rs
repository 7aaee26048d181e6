//! A visitor's request on a landing page: as received ([`LandingForm`]), and as checked ([`Submission`]).
//!
//! # Source
//! the leads contract, 3; the field names are those of the form on the page.

mod check;
mod consent;
mod extra;
mod form;
mod submission;
mod tracking;

pub use consent::{Consent, ConsentForm};
pub use extra::Extra;
pub use form::LandingForm;
pub use submission::{RawContact, Submission};
pub use tracking::Tracking;
