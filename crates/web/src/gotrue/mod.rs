//! `/auth/v1`, in the shapes that Supabase's client libraries read.
//!
//! # Source
//! Identity contract, sections 2 to 4.

pub(crate) mod admin_factors;
mod body;
mod error;
pub(crate) mod factors;
pub(crate) mod recovery_codes;
mod service;
pub(crate) mod token;
pub(crate) mod user;

pub(crate) use error::{GoTrueProblem, error_response};
