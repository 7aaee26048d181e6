use axum::{extract::State, response::Response};
use stoa_pages::pages::system::SchemaPage;

use super::super::context::{Page, render};
use crate::{App, Fault, extract::Admin};

/// `/admin/schema`.
pub(crate) async fn show(State(app): State<App>, page: Page<Admin>) -> Result<Response, Fault> {
    render(&SchemaPage {
        shell: page.shell,
        databases: app.operations.schemas().await,
    })
}
