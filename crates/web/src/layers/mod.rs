//! What every request passes, outermost first: see `router`.

mod answer;
mod csrf;
mod headers;
mod observe;
mod renew;

pub(crate) use answer::{answer, json_response};
pub(crate) use csrf::guard as csrf_guard;
pub(crate) use headers::{cors, security_headers};
pub(crate) use observe::observe;
pub(crate) use renew::{CameByCookie, renew_cookie};
