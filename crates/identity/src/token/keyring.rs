use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use stoa_core::{KeyId, SecretString};

use super::{ApiRole, KeyPair, KeyPurpose};

/// When a key signs, and until when it verifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyTimes {
    /// From when on it signs.
    pub(crate) signs_from: DateTime<Utc>,
    /// It signs no more, and verifies until then.
    pub(crate) verifies_until: Option<DateTime<Utc>>,
}

impl KeyTimes {
    fn verifies(&self, now: DateTime<Utc>) -> bool {
        self.verifies_until.is_none_or(|until| now < until)
    }
}

/// A key with its times.
pub(crate) struct HeldKey {
    pub(crate) pair: KeyPair,
    pub(crate) times: KeyTimes,
}

/// The keys in use, with their times: which of them signs follows from the clock, so that every process changes over
/// at the same moment.
pub(crate) struct Keyring {
    keys: HashMap<String, HeldKey>,
    /// Those of tokens first, then in the order of their making, for the key set.
    order: Vec<String>,
    api_keys: HashMap<&'static str, SecretString>,
}

/// What distinguishes two states of the keys.
pub(crate) type Fingerprint = Vec<(KeyId, KeyTimes)>;

impl Keyring {
    /// `held` in the order of their making.
    pub(crate) fn new(mut held: Vec<HeldKey>, api_keys: Vec<(ApiRole, SecretString)>) -> Self {
        held.sort_by_key(|key| key.pair.purpose != KeyPurpose::Token);
        Self {
            order: held.iter().map(|key| key.pair.id.to_string()).collect(),
            keys: held
                .into_iter()
                .map(|key| (key.pair.id.to_string(), key))
                .collect(),
            api_keys: api_keys
                .into_iter()
                .map(|(role, token)| (role.as_str(), token))
                .collect(),
        }
    }

    /// The key with this name, when it verifies at this time.
    pub(crate) fn find(&self, kid: &str, now: DateTime<Utc>) -> Option<&KeyPair> {
        let held = self.keys.get(kid)?;
        held.times.verifies(now).then_some(&held.pair)
    }

    /// The key that signs at this time: of those whose time has come, the youngest. Where none has come, this process is
    /// slow, and the others sign with the first that is to come: it is published, and so it is here.
    pub(crate) fn signing(&self, purpose: KeyPurpose, now: DateTime<Utc>) -> Option<&KeyPair> {
        let able = || {
            let keys = self.held().filter(|key| key.pair.purpose == purpose);
            keys.filter(|key| key.times.verifies_until.is_none())
        };
        let since = |key: &&HeldKey| key.times.signs_from;
        let due = able().filter(|key| since(key) <= now).max_by_key(since);
        due.or_else(|| able().min_by_key(since))
            .map(|key| &key.pair)
    }

    /// The API key of a role.
    pub(crate) fn api_key(&self, role: ApiRole) -> Option<&SecretString> {
        self.api_keys.get(role.as_str())
    }

    /// The public parts of all keys that verify at this time, and of the one that will sign next.
    pub(crate) fn jwks(&self, now: DateTime<Utc>) -> Value {
        let keys: Vec<_> = self
            .held()
            .filter(|key| key.times.verifies(now))
            .map(|key| key.pair.public_jwk())
            .collect();
        json!({ "keys": keys })
    }

    /// Changes if and only if a key or its times change.
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        self.held().map(|key| (key.pair.id, key.times)).collect()
    }

    fn held(&self) -> impl Iterator<Item = &HeldKey> {
        self.order.iter().filter_map(|kid| self.keys.get(kid))
    }
}
