//! The JSON API.

pub(crate) mod auth;
pub(crate) mod config;
pub(crate) mod jobs;
pub(crate) mod landing;
pub(crate) mod leads;
pub(crate) mod lessons;
pub(crate) mod profile;
pub(crate) mod schema;
pub(crate) mod system;
pub(crate) mod tripwire;

mod listing;
pub(crate) mod query;
