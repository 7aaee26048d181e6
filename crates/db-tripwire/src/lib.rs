#![doc = include_str!("../README.md")]

pub mod leads;
pub mod sales;

/// This database's migrations; they run after the operational ones.
#[derive(Debug, rust_embed::RustEmbed)]
#[folder = "migrations"]
#[include = "*.sql"]
pub struct Migrations;
