//! What the database tells us without being asked: one connection per database, outside the pools.

mod hints;
mod listener;

pub use hints::{Heard, Hints};
pub use listener::{ListenOptions, Listener};
