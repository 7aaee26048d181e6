//! `/auth/v1/admin`: what servers and administrators do with other people's accounts.
//!
//! # Source
//! Identity contract, sections 3.10 and 3.12.

pub(crate) mod audit;
mod caller;
mod form;
mod paging;
pub(crate) mod users;

pub(crate) use caller::AdminCaller;
