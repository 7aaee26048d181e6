use std::time::Duration;

use reqwest::{Response, header};
use serde::de::DeserializeOwned;

use super::{CallError, Evidence, exchange::chain, scrub::without_tags};

/// The most that is read of an answer: a list page of the CRM has some hundred kilobytes.
const MAX_BYTES: usize = 8 << 20;

/// An answer as it came: status first, the body only if it could be read.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) is_json: bool,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) request_id: Option<String>,
    body: Result<Vec<u8>, String>,
}

impl Answer {
    pub(super) async fn read(response: Response) -> Self {
        let text = |name: header::HeaderName| {
            let value = response.headers().get(name);
            value
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        Self {
            status: response.status().as_u16(),
            is_json: text(header::CONTENT_TYPE).is_some_and(|media| media.contains("json")),
            retry_after: text(header::RETRY_AFTER)
                .and_then(|seconds| seconds.trim().parse().ok())
                .map(Duration::from_secs),
            request_id: text(header::HeaderName::from_static("x-request-id")),
            body: body(response).await,
        }
    }

    pub(crate) const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// The body, when it is JSON of this shape, whatever the answer calls it.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Option<T> {
        let body = self.body.as_ref().ok()?;
        serde_json::from_slice(body).ok()
    }

    /// The beginning of the body as text.
    pub(super) fn excerpt(&self) -> String {
        match &self.body {
            Err(fault) => format!("the answer broke off: {fault}"),
            Ok(body) if body.is_empty() => "no body".to_owned(),
            Ok(body) => {
                let start = &body[..body.len().min(8 << 10)];
                let text = String::from_utf8_lossy(start);
                if self.is_json {
                    text.into_owned()
                } else {
                    without_tags(&text)
                }
            }
        }
    }

    /// What the status alone says, when it says enough: the same for every service.
    pub(crate) fn common_failure(&self, evidence: &Evidence) -> Option<CallError> {
        let evidence = evidence.clone();
        Some(match self.status {
            401 => CallError::Auth(evidence),
            402 => CallError::Unpaid(evidence),
            403 if !self.is_json => CallError::Banned(evidence),
            429 => CallError::Throttled {
                retry_after: self.retry_after,
                evidence,
            },
            // A redirect that we do not follow: the address is wrong.
            300..=399 => CallError::Config(evidence),
            // A success that the caller could not read is no proof of anything.
            0..=299 | 408 | 500.. => CallError::Unknown(evidence),
            _ => return None,
        })
    }

    /// What is refused, by the remaining statuses: only a conflict, a lock and "too early" may pass.
    pub(crate) const fn is_permanent(&self) -> bool {
        !matches!(self.status, 409 | 423 | 425)
    }
}

async fn body(mut response: Response) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= MAX_BYTES => {
                body.extend_from_slice(&chunk);
            }
            Ok(Some(_)) => return Err(format!("more than {MAX_BYTES} bytes")),
            Ok(None) => return Ok(body),
            Err(error) => return Err(chain(&error.without_url())),
        }
    }
}
