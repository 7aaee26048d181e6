use serde::{Deserialize, de::DeserializeOwned};
use url::Url;

use super::{
    http::HttpAmoCrm,
    pipeline::{Pipeline, Stage},
    refusal::failure,
};
use crate::call::CallError;

/// The most pages of one list: 250 rows each, so far more than an account may have.
pub(super) const MAX_PAGES: usize = 50;

/// One page of a list.
#[derive(Deserialize)]
pub(super) struct Page<T> {
    #[serde(rename = "_embedded")]
    pub(super) embedded: T,
    #[serde(rename = "_links")]
    links: Option<Links>,
}

impl<T> Page<T> {
    /// Whether another page follows.
    pub(super) fn has_next(&self) -> bool {
        self.links
            .as_ref()
            .is_some_and(|links| links.next.is_some())
    }
}

#[derive(Deserialize)]
struct Links {
    next: Option<Link>,
}

#[derive(Deserialize)]
struct Link {
    href: String,
}

#[derive(Deserialize)]
struct Pipelines {
    pipelines: Vec<PipelineRow>,
}

#[derive(Deserialize)]
struct PipelineRow {
    id: i64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    is_main: bool,
    #[serde(default)]
    is_archive: bool,
    #[serde(rename = "_embedded")]
    embedded: Stages,
}

#[derive(Deserialize)]
struct Stages {
    statuses: Vec<Stage>,
}

impl HttpAmoCrm {
    pub(super) async fn list_pipelines(&self) -> Result<Vec<Pipeline>, CallError> {
        let pages = self
            .pages::<Pipelines>(self.address(&["leads", "pipelines"])?)
            .await?;
        let rows = pages.into_iter().flat_map(|page| page.pipelines);
        Ok(rows.map(Pipeline::from).collect())
    }

    /// All pages from `first` on.
    ///
    /// Of the link to the next page only the query is used: the token goes nowhere but to our own address.
    pub(super) async fn pages<T: DeserializeOwned>(&self, first: Url) -> Result<Vec<T>, CallError> {
        let (mut pages, mut url) = (Vec::new(), first);
        for _ in 0..MAX_PAGES {
            let Some(page) = self.page::<T>(url.clone()).await? else {
                return Ok(pages);
            };
            pages.push(page.embedded);
            let next = page.links.and_then(|links| links.next);
            let link = next.and_then(|next| Url::parse(&next.href).ok());
            match link.as_ref().and_then(Url::query) {
                Some(query) if url.query() != Some(query) => url.set_query(Some(query)),
                _ => return Ok(pages),
            }
        }
        Err(self
            .exchange()
            .unsendable(&format!("a list of more than {MAX_PAGES} pages")))
    }

    /// One page; `None` for 204, the CRM's empty list.
    pub(super) async fn page<T: DeserializeOwned>(
        &self,
        url: Url,
    ) -> Result<Option<Page<T>>, CallError> {
        let answer = self
            .exchange()
            .send(self.authorized(self.client().get(url)))
            .await?;
        if answer.status == 204 {
            return Ok(None);
        }
        let page = if answer.is_success() {
            answer.json()
        } else {
            None
        };
        page.map(Some)
            .ok_or_else(|| failure(&answer, self.exchange()))
    }
}

impl From<PipelineRow> for Pipeline {
    fn from(row: PipelineRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            is_main: row.is_main,
            is_archive: row.is_archive,
            stages: row.embedded.statuses,
        }
    }
}
