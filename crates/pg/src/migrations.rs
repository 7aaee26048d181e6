/// The migrations of the operational schema, which every database carries; they run before the database's own.
#[derive(Debug, rust_embed::RustEmbed)]
#[folder = "migrations"]
#[include = "*.sql"]
pub struct OpsMigrations;
