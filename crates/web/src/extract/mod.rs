//! What handlers take: who asks, from where, in which language, and a body that has been checked.

mod actor;
mod checked;
mod client;
mod fields;
mod posted;
mod unique_json;

pub(crate) use actor::bearer;
pub(crate) use actor::{Actor, Admin, Own, Requirement, Sales, SalesLead, SignedIn};
pub(crate) use checked::{Checked, Form, read_json};
pub(crate) use checked::{is_json, malformed, object, read_body};
pub use client::TrustedProxies;
pub(crate) use client::{Client, ClientAddress};
pub(crate) use fields::Fields;
pub(crate) use posted::{Posted, decode, is_form};
pub(crate) use unique_json::parse_unique;
