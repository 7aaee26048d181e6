#![doc = include_str!("../README.md")]

mod backoff;
mod dead;
mod depth;
mod enqueue;
mod handler;
mod job;
mod lease;
mod run;
mod run_now;
mod store;
mod tally;
mod verdict;
mod worker;

pub use backoff::Backoff;
pub use dead::{DeadJob, list_dead};
pub use depth::{QueueDepth, depth, lag_seconds};
pub use enqueue::{Enqueued, cancel, enqueue, revive};
pub use handler::{Handler, Outcome};
pub use job::{Claimed, NewJob};
pub use run_now::{Ran, run_now};
pub use tally::{Tally, TallyCount};
pub use worker::{Waker, Worker, WorkerOptions};
