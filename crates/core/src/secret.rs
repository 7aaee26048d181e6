pub use secrecy::{ExposeSecret, SecretString};

/// What may be shown of a secret: that it is set, and nothing of it.
#[must_use]
pub fn mask(secret: Option<&SecretString>) -> &'static str {
    if secret.is_some() {
        "********"
    } else {
        "(not set)"
    }
}
