use serde::{Deserialize, Serialize};

use super::{KEY_FIELD_NAME, http::HttpAmoCrm, refusal::failure};
use crate::call::CallError;

#[derive(Deserialize)]
struct Fields {
    custom_fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    id: i64,
    #[serde(default)]
    name: String,
    #[serde(default, rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct Made {
    #[serde(rename = "_embedded")]
    embedded: Fields,
}

/// A field that only the API may change.
#[derive(Serialize)]
struct NewField {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    is_api_only: bool,
}

impl HttpAmoCrm {
    /// Looks for the key field, and makes it when it is not there. Of several, which two processes may have
    /// made at once, the oldest counts.
    pub(super) async fn find_or_make_key_field(&self) -> Result<i64, CallError> {
        let mut list = self.address(&["leads", "custom_fields"])?;
        list.set_query(Some("limit=250"));
        let pages = self.pages::<Fields>(list).await?;
        let fields = pages.into_iter().flat_map(|page| page.custom_fields);
        let ours = fields.filter(|field| field.name == KEY_FIELD_NAME && field.kind == "text");
        match ours.map(|field| field.id).min() {
            Some(id) => Ok(id),
            None => self.make_key_field().await,
        }
    }

    async fn make_key_field(&self) -> Result<i64, CallError> {
        let field = NewField {
            name: KEY_FIELD_NAME,
            kind: "text",
            is_api_only: true,
        };
        let request = self
            .client()
            .post(self.address(&["leads", "custom_fields"])?);
        let answer = self
            .exchange()
            .send(self.authorized(request.json(&[field])))
            .await?;
        let made: Option<Made> = if answer.is_success() {
            answer.json()
        } else {
            None
        };
        let field = made.and_then(|made| made.embedded.custom_fields.into_iter().next());
        field
            .map(|field| field.id)
            .ok_or_else(|| failure(&answer, self.exchange()))
    }
}
