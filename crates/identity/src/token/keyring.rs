use std::collections::HashMap;

use serde_json::{Value, json};
use stoa_core::{KeyId, SecretString};

use super::{ApiRole, KeyPair, KeyPurpose};

/// The keys in use: they verify, and one of each purpose signs.
pub(crate) struct Keyring {
    keys: HashMap<String, KeyPair>,
    /// Those of tokens first, then in the order of their making, for the key set.
    order: Vec<String>,
    signing: HashMap<&'static str, String>,
    api_keys: HashMap<&'static str, SecretString>,
}

impl Keyring {
    /// `active` says which keys sign, at most one of each purpose.
    pub(crate) fn new(
        mut pairs: Vec<KeyPair>,
        active: &[KeyId],
        api_keys: Vec<(ApiRole, SecretString)>,
    ) -> Self {
        pairs.sort_by_key(|pair| pair.purpose != KeyPurpose::Token);
        let signing = pairs.iter().filter(|pair| active.contains(&pair.id));
        Self {
            order: pairs.iter().map(|pair| pair.id.to_string()).collect(),
            signing: signing
                .map(|pair| (pair.purpose.as_str(), pair.id.to_string()))
                .collect(),
            keys: pairs
                .into_iter()
                .map(|pair| (pair.id.to_string(), pair))
                .collect(),
            api_keys: api_keys
                .into_iter()
                .map(|(role, token)| (role.as_str(), token))
                .collect(),
        }
    }

    /// The key with this name.
    pub(crate) fn find(&self, kid: &str) -> Option<&KeyPair> {
        self.keys.get(kid)
    }

    /// The key that signs.
    pub(crate) fn signing(&self, purpose: KeyPurpose) -> Option<&KeyPair> {
        self.signing
            .get(purpose.as_str())
            .and_then(|kid| self.keys.get(kid))
    }

    /// The API key of a role.
    pub(crate) fn api_key(&self, role: ApiRole) -> Option<&SecretString> {
        self.api_keys.get(role.as_str())
    }

    /// The public parts of all keys.
    pub(crate) fn jwks(&self) -> Value {
        let keys: Vec<_> = self
            .order
            .iter()
            .filter_map(|kid| self.keys.get(kid))
            .map(KeyPair::public_jwk)
            .collect();
        json!({ "keys": keys })
    }
}
