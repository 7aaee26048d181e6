#![doc = include_str!("../README.md")]

pub mod health;
pub mod identity;
pub mod learning;
pub mod sales_desk;

/// This database's migrations; they run after the operational ones.
#[derive(Debug, rust_embed::RustEmbed)]
#[folder = "migrations"]
#[include = "*.sql"]
pub struct Migrations;
