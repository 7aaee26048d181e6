use thiserror::Error;

/// A stored or sent word that is not one of a closed list.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{text:?} is no {what}")]
pub struct UnknownWord {
    /// What was wanted: `delivery state`.
    pub what: &'static str,
    /// What came.
    pub text: String,
}

/// Declares an enum whose variants are `snake_case` words in storage and on the wire.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident: $what:literal { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every variant, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in storage and on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let unknown = || crate::UnknownWord { what: $what, text: text.to_owned() };
                Self::ALL.iter().copied().find(|word| word.as_str() == text).ok_or_else(unknown)
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use crate::{DeliveryState, Sink};

    #[test]
    fn a_word_is_read_back_from_storage_and_from_json() {
        for state in DeliveryState::ALL.iter().copied() {
            assert_eq!(state.as_str().parse(), Ok(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
            assert_eq!(
                serde_json::from_value::<DeliveryState>(state.as_str().into()).unwrap(),
                state
            );
        }
        let unknown = "Crm".parse::<Sink>().unwrap_err();
        assert_eq!(unknown.to_string(), "\"Crm\" is no sink");
    }
}
