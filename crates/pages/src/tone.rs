/// How good or bad a state is. It is shown by a shape and a word, and by colour only besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// As it should be.
    Ok,
    /// Under way, or worth knowing.
    Info,
    /// Needs an eye.
    Warn,
    /// Needs a hand.
    Bad,
    /// Nothing to tell.
    Idle,
}

impl Tone {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Idle => "idle",
        }
    }

    pub(crate) const fn icon(self) -> &'static str {
        match self {
            Self::Ok => "check",
            Self::Info => "dot",
            Self::Warn => "triangle",
            Self::Bad => "cross",
            Self::Idle => "ring",
        }
    }
}
