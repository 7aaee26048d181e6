#![doc = include_str!("../README.md")]

mod api;
mod app;
mod cookies;
mod document;
mod doorkeeper;
mod extract;
mod fault;
mod gotrue;
mod layers;
mod limits;
mod lingering;
mod ops;
mod pages;
mod router;
mod server;

pub use app::{App, AppParts, WebSettings};
pub use cookies::CookiePolicy;
pub use extract::TrustedProxies;
pub use fault::Fault;
pub use limits::Limits;
pub use ops::{Check, CheckState, Gauge, LastLook, Metrics, Operations};
pub use router::{openapi, operators, router};
pub use server::{ServeOptions, serve};
pub use stoa_pages::Contact;
pub use stoa_pages::pages::outbox::{Channel as OutboxChannel, OutboxMessage};
pub use stoa_pages::pages::system::{
    SchemaCard, SchemaFacts, SchemaFinding, SchemaRun, SchemaSeen, SchemaSet,
};
