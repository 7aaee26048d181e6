use std::time::Duration;

/// How leads are accepted and delivered: `[leads]` of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeadOptions {
    /// How long a repeat without a key counts as a double click, in seconds; 0 to 3,600. A source may say otherwise.
    pub duplicate_window_seconds: u16,
    /// How long a client's key names its first request.
    ///
    /// # Source
    /// the leads contract, 3.1.
    pub key_life: Duration,
}

impl Default for LeadOptions {
    fn default() -> Self {
        Self {
            duplicate_window_seconds: 10,
            key_life: Duration::from_hours(72),
        }
    }
}
