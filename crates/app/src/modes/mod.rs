//! How accepted work is done: by workers from the queue, or at once by the process that accepts it; and what happens when
//! the way to the workers, or the workers, are not there. Both ways write the same row.
//!
//! # Source
//! the jobs contract, 5; incident document 2; DESIGN 7.23.

mod change;
mod dispatch;
mod switch;

pub use change::{ModeError, ModeState, WordsFault};
pub use dispatch::{Dispatch, Trouble, Way};
pub use switch::{ModeFigures, Modes};
