//! The desk of sales on real databases: who sees whom, how a sale becomes an account, and what the figures say.
#![expect(clippy::unwrap_used, reason = "tests")]

mod accounts;
mod desk;
mod figures;
mod interrupted;
mod lists;
mod secrets;
mod sight;
mod ways;
