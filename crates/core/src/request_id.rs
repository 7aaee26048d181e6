use crate::Ambient;

/// The id that ties a request to its log lines, its error body and the work it starts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct RequestId(String);

impl RequestId {
    /// A fresh one.
    #[must_use]
    pub fn new(ambient: &Ambient) -> Self {
        Self(ambient.uuid().to_string())
    }

    /// A client's own id, when it is 8 to 64 characters of `A-Z a-z 0-9 _ -`.
    #[must_use]
    pub fn accept(text: &str) -> Option<Self> {
        let fits = (8..=64).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        fits.then(|| Self(text.to_owned()))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clients_id_is_taken_only_when_well_formed() {
        assert!(RequestId::accept("abc_DEF-12").is_some());
        for bad in [
            "short",
            "has space 123",
            "line\nbreak12",
            "quote\"quote",
            &"x".repeat(65),
            "",
        ] {
            assert!(RequestId::accept(bad).is_none(), "{bad:?}");
        }
    }
}
