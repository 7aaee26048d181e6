//! What the bodies of several endpoints have in common.

use serde::de::DeserializeOwned;
use serde_json::Value;
use stoa_identity::GoTrueError;

use crate::Fault;

/// A body in the shape that an endpoint reads; unknown fields are let be.
pub(super) fn shape<T: DeserializeOwned>(body: Value) -> Result<T, Fault> {
    serde_json::from_value(body)
        .map_err(|_| refuse("bad_json", "Could not parse request body as JSON"))
}

/// A 400 in the protocol's words.
pub(super) fn refuse(code: &'static str, text: &str) -> Fault {
    Fault::from_gotrue(&GoTrueError::new(400, code, text))
}
