//! `/auth/v1`, in the shapes that Supabase's client libraries read.
//!
//! # Source
//! Identity contract, sections 2 to 4.

pub(crate) mod admin;
mod duration;
mod error;
pub(crate) mod token;
pub(crate) mod user;

pub(crate) use error::{GoTrueProblem, error_response};
