use serde::{Deserialize, Serialize};

/// What a letter says besides, as it is stored; never a secret.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Details {
    /// The other address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) new_email: Option<String>,
    /// The account at a provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) account: Option<String>,
    /// The name of who invites.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) invited_by: Option<String>,
    /// The program that asked, in its own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user_agent: Option<String>,
    /// The network it asked from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) network: Option<String>,
}
