#![doc = include_str!("../README.md")]

pub mod health;
pub mod identity;
pub mod learning;
pub mod sales_desk;

/// What the audit of Stoa's databases says and is meant so, as a baseline of the guard.
pub const KNOWN_AUDIT: &str = include_str!("../migrations/known-audit.toml");

/// This database's migrations; they run after the operational ones.
#[derive(Debug, rust_embed::RustEmbed)]
#[folder = "migrations"]
#[include = "*.sql"]
pub struct Migrations;
