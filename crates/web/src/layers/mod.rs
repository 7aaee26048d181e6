//! What every request passes: see `pass`.

mod answer;
mod csrf;
mod deadline;
mod header_limit;
mod headers;
mod host;
mod language;
mod observe;
mod pass;
mod problem;
mod query;
mod renew;

pub(crate) use answer::json_response;
pub(crate) use header_limit::MOST_BODY;
pub(crate) use headers::cors;
pub(crate) use pass::{inner, outer};
pub(crate) use problem::Problem;
pub(crate) use renew::CameByCookie;
