use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use stoa_connect::{DocumentError, OidcHttp};
use url::Url;

use super::ProviderError;

/// How long a provider's word about itself is taken for the present one.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// How long it is used while the provider does not answer.
const STALE: TimeDelta = TimeDelta::hours(24);
/// How long a provider that did not answer is not asked again: whoever comes then is told at once.
const PAUSE: TimeDelta = TimeDelta::seconds(5);

/// Where a provider is asked.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub(crate) authorization_endpoint: Url,
    pub(crate) token_endpoint: Url,
    pub(crate) jwks_uri: Url,
    pub(crate) userinfo_endpoint: Option<Url>,
}

/// What a provider says about itself, read when needed.
pub(super) struct Discovered {
    issuer: String,
    /// Held while the provider is asked: the others wait for that answer.
    known: tokio::sync::Mutex<Known>,
}

#[derive(Default)]
struct Known {
    about: Option<(Arc<About>, DateTime<Utc>)>,
    failed_at: Option<DateTime<Utc>>,
}

impl Known {
    fn younger(&self, age: TimeDelta, now: DateTime<Utc>) -> Option<Arc<About>> {
        let (about, at) = self.about.as_ref()?;
        (now - *at < age).then(|| Arc::clone(about))
    }
}

impl Discovered {
    pub(super) fn new(issuer: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            known: tokio::sync::Mutex::default(),
        }
    }

    /// # Errors
    /// [`ProviderError::Unavailable`].
    pub(super) async fn get(
        &self,
        http: &OidcHttp,
        now: DateTime<Utc>,
    ) -> Result<Arc<About>, ProviderError> {
        let mut known = self.known.lock().await;
        if let Some(about) = known.younger(FRESH, now) {
            return Ok(about);
        }
        let rests = known
            .failed_at
            .is_some_and(|at| (TimeDelta::zero()..PAUSE).contains(&(now - at)));
        let stale = known.younger(STALE, now);
        if rests {
            return stale.ok_or(ProviderError::Unavailable(None));
        }
        match self.ask(http).await {
            Ok(about) => {
                let about = Arc::new(about);
                known.about = Some((Arc::clone(&about), now));
                known.failed_at = None;
                Ok(about)
            }
            Err(error) => {
                known.failed_at = Some(now);
                tracing::warn!(
                    issuer = self.issuer,
                    error = &error as &dyn std::error::Error,
                    "a provider's discovery document cannot be read"
                );
                stale.ok_or(ProviderError::Unavailable(Some(error)))
            }
        }
    }

    async fn ask(&self, http: &OidcHttp) -> Result<About, DocumentError> {
        let url = format!(
            "{}/.well-known/openid-configuration",
            self.issuer.trim_end_matches('/')
        );
        let url = Url::parse(&url).map_err(|_| DocumentError::NotJson)?;
        let document = http.document(&url).await?;
        self.read(&document).ok_or(DocumentError::NotJson)
    }

    /// A document that speaks for another issuer is none (Discovery 4.3).
    fn read(&self, document: &Value) -> Option<About> {
        let text = |name: &str| document.get(name).and_then(Value::as_str);
        let url = |name: &str| text(name).and_then(safe);
        if text("issuer") != Some(&self.issuer) {
            return None;
        }
        Some(About {
            authorization_endpoint: url("authorization_endpoint")?,
            token_endpoint: url("token_endpoint")?,
            jwks_uri: url("jwks_uri")?,
            userinfo_endpoint: url("userinfo_endpoint"),
        })
    }
}

/// Over https, or on this machine.
fn safe(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    (url.scheme() == "https" || (url.scheme() == "http" && is_here)).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_document_of_another_issuer_or_without_tls_is_refused() {
        let discovered = Discovered::new("https://id.kz");
        let good = json!({
            "issuer": "https://id.kz", "authorization_endpoint": "https://id.kz/a",
            "token_endpoint": "https://id.kz/t", "jwks_uri": "https://keys.kz/j",
        });
        assert!(discovered.read(&good).is_some());
        for (name, value) in [
            ("issuer", json!("https://id.kz/")),
            ("token_endpoint", json!("http://id.kz/t")),
            ("jwks_uri", json!("file:///etc/passwd")),
            ("authorization_endpoint", json!(7)),
        ] {
            let mut bad = good.clone();
            bad[name] = value;
            assert!(discovered.read(&bad).is_none(), "{name}");
        }
    }
}
