use serde_json::Value;

use super::Fault;

/// A request as the fake got it, before anything was done with it.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedRequest {
    /// The method.
    pub method: String,
    /// The path; with Telegram it holds the token.
    pub path: String,
    /// The query, without the question mark.
    pub query: Option<String>,
    /// The `User-Agent`.
    pub user_agent: Option<String>,
    /// The body when it is JSON, else null.
    pub json: Value,
    /// What went wrong with it.
    pub fault: Option<Fault>,
}
