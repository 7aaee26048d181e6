//! Documents of identity providers over HTTP: key sets, discovery, and the exchange of a code. Bounded in time and in
//! size, without redirects; what they mean is for `stoa-identity` to judge.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, Response, StatusCode, header};
use serde_json::Value;
use stoa_core::{ExposeSecret as _, SecretString};
use thiserror::Error;
use url::{Url, form_urlencoded};

use crate::http::{HttpClientError, HttpOptions, http_client};

/// The most bytes of a document that are read.
const MOST_BYTES: usize = 256 * 1024;

/// Why there is no document. Says nothing that was sent.
#[derive(Debug, Error)]
pub enum DocumentError {
    /// No answer, or not in time.
    #[error("the provider does not answer")]
    Unreachable(#[source] reqwest::Error),
    /// Another status than success.
    #[error("the provider answers with status {0}")]
    Status(u16),
    /// More than we read.
    #[error("the provider's answer is too long")]
    TooLong,
    /// Not JSON, or no object.
    #[error("the provider's answer is no JSON object")]
    NotJson,
}

/// What a provider said to a form.
#[derive(Debug)]
pub struct FormAnswer {
    /// Whether the status says success.
    pub is_success: bool,
    /// A JSON object.
    pub body: Value,
}

/// How a client says to a provider who it is.
#[derive(Debug, Clone)]
pub struct ClientSecret<'a> {
    /// The client's id.
    pub id: &'a str,
    /// Its secret.
    pub secret: &'a SecretString,
}

/// Reads documents of identity providers. Cheap to clone.
#[derive(Debug, Clone)]
pub struct OidcHttp {
    client: Client,
}

impl OidcHttp {
    /// 3 s to connect, 6 s for a whole call: a person waits for it.
    ///
    /// # Errors
    /// [`HttpClientError`].
    pub fn new() -> Result<Self, HttpClientError> {
        let client = http_client(HttpOptions {
            connect_timeout: Duration::from_secs(3),
            timeout: Duration::from_secs(6),
        })?;
        Ok(Self { client })
    }

    /// A public document: discovery or a key set, a JSON object of at most 256 KiB.
    ///
    /// # Errors
    /// [`DocumentError`].
    pub async fn document(&self, url: &Url) -> Result<Value, DocumentError> {
        let request = self.client.get(url.clone());
        let answer = send(request).await?;
        if answer.0.is_success() {
            Ok(answer.1)
        } else {
            Err(DocumentError::Status(answer.0.as_u16()))
        }
    }

    /// The same with a bearer token, for what a provider tells about a user.
    ///
    /// # Errors
    /// [`DocumentError`].
    pub async fn document_as(
        &self,
        url: &Url,
        bearer: &SecretString,
    ) -> Result<Value, DocumentError> {
        let request = self.client.get(url.clone());
        let answer = send(request.bearer_auth(bearer.expose_secret())).await?;
        if answer.0.is_success() {
            Ok(answer.1)
        } else {
            Err(DocumentError::Status(answer.0.as_u16()))
        }
    }

    /// Sends a form once; a refusal is an answer too, as long as it is JSON.
    ///
    /// # Errors
    /// [`DocumentError`]; a status of 500 and more is one.
    pub async fn form(
        &self,
        url: &Url,
        fields: &[(&str, &str)],
        client: Option<&ClientSecret<'_>>,
    ) -> Result<FormAnswer, DocumentError> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let mut request = self
            .client
            .post(url.clone())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body);
        if let Some(client) = client {
            // RFC 6749, 2.3.1: both parts are form-encoded first.
            let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect();
            let (id, secret): (String, String) =
                (encoded(client.id), encoded(client.secret.expose_secret()));
            request = request.basic_auth(id, Some(secret));
        }
        let (status, body) = send(request).await?;
        Ok(FormAnswer {
            is_success: status.is_success(),
            body,
        })
    }
}

async fn send(request: RequestBuilder) -> Result<(StatusCode, Value), DocumentError> {
    let request = request.header(header::ACCEPT, "application/json");
    let answer = request.send().await.map_err(unreachable)?;
    let status = answer.status();
    if status.is_server_error() || status.is_redirection() {
        return Err(DocumentError::Status(status.as_u16()));
    }
    let bytes = read(answer).await?;
    let body = serde_json::from_slice::<Value>(&bytes).ok();
    match body.filter(Value::is_object) {
        Some(body) => Ok((status, body)),
        None if status.is_success() => Err(DocumentError::NotJson),
        None => Err(DocumentError::Status(status.as_u16())),
    }
}

async fn read(mut answer: Response) -> Result<Vec<u8>, DocumentError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
        if bytes.len() + chunk.len() > MOST_BYTES {
            return Err(DocumentError::TooLong);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The address is left out: it may hold what was sent.
fn unreachable(error: reqwest::Error) -> DocumentError {
    DocumentError::Unreachable(error.without_url())
}
