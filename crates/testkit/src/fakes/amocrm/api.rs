use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    extract::{Query, Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::{Next, from_fn_with_state},
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{FakeAmoCrm, account::Account, complex, fields, lists, problem};
use crate::fakes::{answering::Vendor, server::locked};

pub(super) struct Api(pub(super) Shared);

type Shared = Arc<Mutex<Account>>;
type Pairs = Query<Vec<(String, String)>>;

impl Vendor for Api {
    fn router(&self) -> Router {
        let list = async |State(account): State<Shared>, Query(pairs): Pairs| {
            lists::fields(&locked(&account), &pairs)
        };
        let make = async |State(account): State<Shared>, body: Bytes| {
            fields::create(&mut locked(&account), &parsed(&body))
        };
        let complex = async |State(account): State<Shared>, body: Bytes| {
            complex::create(&mut locked(&account), &parsed(&body))
        };
        let deals = async |State(account): State<Shared>, Query(pairs): Pairs| {
            lists::deals(&locked(&account), &pairs)
        };
        let missing = async || problem::problem(404, "Not Found", "Resource not found");
        let account = async || {
            problem::hal(&json!({
                "id": 30_000_001, "name": "Академия", "subdomain": "academy", "country": "KZ",
                "currency": "KZT", "current_user_id": FakeAmoCrm::USER,
            }))
        };
        Router::new()
            .route("/api/v4/account", get(account))
            .route("/api/v4/leads/pipelines", get(pipelines))
            .route("/api/v4/leads/custom_fields", get(list).post(make))
            .route("/api/v4/leads/complex", post(complex))
            .route("/api/v4/leads", get(deals))
            .fallback(missing)
            .layer(from_fn_with_state(Arc::clone(&self.0), guard))
            .with_state(Arc::clone(&self.0))
    }

    fn is_main(&self, method: &Method, path: &str) -> bool {
        method == Method::POST && path.ends_with("/leads/complex")
    }

    fn throttled(&self, retry_after: Option<u64>) -> Response {
        problem::throttled(retry_after)
    }

    fn revoked(&self) -> Response {
        problem::unauthorized()
    }
}

/// Token and payment come before everything; each answer has the CRM's name of the call.
async fn guard(
    State(account): State<Shared>,
    headers: HeaderMap,
    request: Request,
    next: Next,
) -> Response {
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let ours = format!("Bearer {}", FakeAmoCrm::TOKEN);
    let (is_revoked, is_unpaid, number) = {
        let mut account = locked(&account);
        (account.is_revoked, account.is_unpaid, account.next_id())
    };
    let mut response = if is_revoked || given != Some(ours.as_str()) {
        problem::unauthorized()
    } else if is_unpaid {
        problem::problem(
            402,
            "Payment Required",
            "Account has been blocked. Payment required",
        )
    } else {
        next.run(request).await
    };
    if let Ok(id) = HeaderValue::from_str(&format!("fake-{number}")) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

async fn pipelines(State(account): State<Shared>) -> Response {
    let account = locked(&account);
    let is_main = |id| id == FakeAmoCrm::PIPELINE;
    let rows = account
        .pipelines
        .iter()
        .map(|pipeline| pipeline.view(is_main(pipeline.id)));
    let rows: Vec<_> = rows.collect();
    problem::hal(&json!({
        "_total_items": rows.len(),
        "_links": { "self": { "href": account.address("leads/pipelines") } },
        "_embedded": { "pipelines": rows },
    }))
}

/// The body as JSON; what is none counts as null, which no method takes.
fn parsed(body: &Bytes) -> Value {
    serde_json::from_slice(body).unwrap_or_default()
}
