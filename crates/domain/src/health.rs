//! What parts of the system say of themselves, and how work is to be done.

use crate::word::words;

words! {
    /// How much an event means.
    ///
    /// # Source
    /// incident document 2; DESIGN 7.11, 7.25.
    HealthLevel: "level of an event" {
        /// Good to know in the morning.
        Info = "INFO",
        /// We go on with less.
        Warning = "WARNING",
        /// Something failed and is tried again or shown.
        Error = "ERROR",
        /// The way of doing something has changed, by a person or by itself. Somebody is told.
        Switch = "SWITCH",
        /// Something needs a person now. Somebody is told.
        Critical = "CRITICAL",
    }
}

words! {
    /// How accepted work is done. Both write the same row.
    ///
    /// # Source
    /// incident document 2; DESIGN 7.23.
    SystemMode: "mode of the system" {
        /// Workers take it from the queue.
        AsyncQueue = "async_queue",
        /// The process that accepts it does it at once.
        SyncDirect = "sync_direct",
    }
}

impl HealthLevel {
    /// Whether the administrators' chat hears of it.
    #[must_use]
    pub const fn is_told(self) -> bool {
        matches!(self, Self::Switch | Self::Critical)
    }
}
