#![doc = include_str!("../README.md")]

mod journal;
mod runner;
mod set;

pub use runner::{MigrateError, Runner};
pub use set::{Migration, MigrationSet, SetError};
