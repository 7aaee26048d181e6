//! What every request passes, outermost first: see `router`.

mod answer;
mod csrf;
mod deadline;
mod header_limit;
mod headers;
mod language;
mod observe;
mod problem;
mod query;
mod renew;

pub(crate) use answer::{answer, json_response};
pub(crate) use csrf::guard as csrf_guard;
pub(crate) use deadline::deadline;
pub(crate) use header_limit::header_limit;
pub(crate) use headers::{cors, security_headers};
pub(crate) use language::keep_language;
pub(crate) use observe::observe;
pub(crate) use problem::Problem;
pub(crate) use query::readable_query;
pub(crate) use renew::{CameByCookie, renew_cookie};
