use serde::Serialize;

/// What went wrong, as far as a caller needs to know. Closed: one exhaustive match turns it into a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request cannot be read at all: not JSON, a wrong type (400).
    Malformed,
    /// The request can be read and breaks a rule (422).
    Invalid,
    /// Nobody is signed in, or the token says nothing we can use (401).
    Unauthenticated,
    /// Somebody is signed in and may not (403).
    Forbidden,
    /// There is no such thing, or the actor may not know of it (404).
    NotFound,
    /// It clashes with what is already there (409).
    Conflict,
    /// It was there and is not any more (410).
    Gone,
    /// Too many requests (429).
    Limited,
    /// Something we depend on does not answer (503).
    Unavailable,
    /// Our own fault (500).
    Internal,
}

/// One wrong field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field as the client named it: `phone`, `items[2].name`.
    pub field: String,
    /// A stable code: `lead.phone_invalid`.
    pub code: String,
    /// What is wrong, in English; pages translate the code instead.
    pub message: String,
}

impl FieldError {
    /// One wrong field.
    pub fn new(
        field: impl Into<String>,
        code: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            field: field.into(),
            code: code.into(),
            message: message.into(),
        }
    }
}

/// An operation's error, as the edge needs it. `Display` is for logs; the public text belongs to the code.
pub trait Failure: std::error::Error + Send + Sync + 'static {
    /// What sort of failure it is.
    fn kind(&self) -> Kind;

    /// A stable code that clients may rely on: `lead.phone_invalid`.
    fn code(&self) -> &'static str;

    /// A safe sentence in English for the caller; it may name what the caller sent, never what it may not know.
    fn public(&self) -> String;

    /// All wrong fields at once.
    fn fields(&self) -> Vec<FieldError> {
        Vec::new()
    }

    /// Seconds after which a new try makes sense.
    fn retry_after_seconds(&self) -> Option<u64> {
        None
    }
}
