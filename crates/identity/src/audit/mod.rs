//! The audit: every change of an identity, every failed sign-in, every token that came back. Rows are only ever added.
//!
//! A change and its event are one transaction: the change is not there without the event. A failure has no transaction
//! of its own that lasts, so its event is written by another before the answer is given: whoever has the answer has been
//! noted. When that cannot be done within half a second the answer is given all the same; what was lost is counted, and
//! its event is a line of the log.

mod action;
mod event;
mod origin;
mod write;

pub use action::{AuditAction, UnknownAction};
pub use event::AuditEvent;
pub use origin::{ActorKind, Origin};
pub(crate) use write::{AuditStats, insert};
