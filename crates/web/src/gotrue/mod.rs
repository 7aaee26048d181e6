//! `/auth/v1`, in the shapes that Supabase's client libraries read.
//!
//! # Source
//! Identity contract, sections 2 to 4.

pub(crate) mod admin;
pub(crate) mod admin_factors;
mod body;
mod duration;
mod error;
mod even;
pub(crate) mod factors;
pub(crate) mod links;
pub(crate) mod oauth;
pub(crate) mod opened;
pub(crate) mod otp;
pub(crate) mod reauthenticate;
pub(crate) mod recover;
pub(crate) mod recovery_codes;
pub(crate) mod resend;
mod service;
pub(crate) mod signup;
pub(crate) mod token;
pub(crate) mod update_user;
pub(crate) mod user;
pub(crate) mod verify;

pub(crate) use error::{GoTrueProblem, error_response};
pub(crate) use even::Even;
pub(crate) use opened::is_form;
