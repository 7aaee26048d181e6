use std::{error::Error as _, time::Instant};

use reqwest::RequestBuilder;
use stoa_core::SecretString;

use super::{Answer, CallError, CallMetrics, Evidence, scrub::scrubbed};

/// Sends requests, and keeps one secret out of everything that is said about them.
pub(crate) struct Exchange {
    secret: SecretString,
    metrics: CallMetrics,
}

impl Exchange {
    pub(crate) fn new(secret: SecretString) -> Self {
        Self {
            secret,
            metrics: CallMetrics::default(),
        }
    }

    /// The same, its calls counted in `metrics`.
    pub(crate) fn measured(self, metrics: CallMetrics) -> Self {
        Self { metrics, ..self }
    }

    pub(crate) fn secret(&self) -> &SecretString {
        &self.secret
    }

    /// Sends one request and reads the whole answer, whatever its status.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Result<Answer, CallError> {
        let (client, request) = request.build_split();
        let request = request.map_err(|error| self.failure(error))?;
        let (method, url, started) = (
            request.method().clone(),
            request.url().clone(),
            Instant::now(),
        );
        let outcome = match client.execute(request).await {
            Ok(response) => Ok(Answer::read(response).await),
            Err(error) => Err(self.failure(error)),
        };
        self.metrics
            .called(&method, &url, &outcome, started.elapsed());
        outcome
    }

    /// What is known of an answer, for a person: `said` is the service's own text.
    pub(crate) fn evidence(&self, answer: &Answer, said: Option<&str>) -> Evidence {
        let detail = said.map_or_else(|| answer.excerpt(), str::to_owned);
        let request_id = answer.request_id.as_deref();
        Evidence {
            status: Some(answer.status),
            request_id: request_id.map(|id| self.scrubbed(id)),
            detail: self.scrubbed(&detail),
        }
    }

    /// A failure of our own, before anything is sent.
    pub(crate) fn unsendable(&self, detail: &str) -> CallError {
        let detail = self.scrubbed(detail);
        CallError::Config(Evidence {
            detail,
            ..Evidence::default()
        })
    }

    /// One line of text from outside: bounded, without the secret.
    pub(crate) fn scrubbed(&self, text: &str) -> String {
        scrubbed(text, &self.secret)
    }

    fn failure(&self, error: reqwest::Error) -> CallError {
        let class = if error.is_builder() {
            CallError::Config
        } else if error.is_connect() {
            CallError::NotSent
        } else {
            CallError::Unknown
        };
        let detail = self.scrubbed(&chain(&error.without_url()));
        class(Evidence {
            detail,
            ..Evidence::default()
        })
    }
}

/// The error and all that caused it, in one line.
pub(super) fn chain(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
