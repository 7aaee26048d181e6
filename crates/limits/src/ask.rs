use crate::{Key, Ladder, Rate};

/// One question: what it is about, and what must all have room for it.
#[derive(Debug, Clone)]
pub struct Ask {
    /// A word for metrics: `sign_in`.
    pub(crate) bucket: &'static str,
    pub(crate) rates: Vec<(Key, Rate)>,
    pub(crate) ladder: Option<Ladder>,
    pub(crate) guards_credential: bool,
}

impl Ask {
    /// A question that needs no credential: when no store answers, it is counted in this process.
    #[must_use]
    pub const fn open(bucket: &'static str) -> Self {
        Self {
            bucket,
            rates: Vec::new(),
            ladder: None,
            guards_credential: false,
        }
    }

    /// A question by which a credential could be guessed or mail be sent: when no store answers, it is refused.
    #[must_use]
    pub const fn guarded(bucket: &'static str) -> Self {
        let mut ask = Self::open(bucket);
        ask.guards_credential = true;
        ask
    }

    /// Counts it under one more key.
    #[must_use]
    pub fn rate(mut self, key: Key, rate: Rate) -> Self {
        self.rates.push((key, rate));
        self
    }

    /// Counts it on a ladder too.
    #[must_use]
    pub fn ladder(mut self, ladder: Ladder) -> Self {
        self.ladder = Some(ladder);
        self
    }
}
