//! `stoa-migrate.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

/// How a folder wants to be judged.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default)]
pub struct Config {
    /// Which house rules apply.
    pub profile: Profile,
    /// The schemas that clients can reach.
    pub schemas: Vec<String>,
    /// The one table that says who people are, as `schema.table`.
    pub identity_table: Option<String>,
    /// The roles in which strangers and signed-in people come.
    pub app_roles: Vec<String>,
    /// From how many rows on a table is large.
    pub large_table_rows: u64,
    /// Who runs the files; Stoa sets time limits for locks by itself.
    pub runner: Runner,
    /// Names of roles elsewhere, by their name here.
    #[serde(alias = "role_map")]
    pub roles: BTreeMap<String, String>,
    /// Keys that mean nothing.
    #[serde(flatten)]
    pub unknown: BTreeMap<String, toml::Value>,
}

/// Which house rules apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// A database behind a server of one's own: exposure is judged by grants.
    #[default]
    Plain,
    /// A database that browsers reach: `anon` and `authenticated` get new tables of `public` by default.
    Supabase,
    /// Every table with row-level security, every CREATE TABLE confirmed.
    Strict,
}

/// Who runs the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Runner {
    /// Nobody said.
    #[default]
    Unsaid,
    /// `stoa migrate up`.
    Stoa,
    /// Another tool, or psql.
    Other,
}

/// Why a file of settings was refused.
#[derive(Debug, Error)]
#[error("stoa-migrate.toml cannot be read: {0}")]
pub struct ConfigError(#[from] toml::de::Error);

impl Default for Config {
    fn default() -> Self {
        Self {
            profile: Profile::default(),
            schemas: vec!["public".to_owned()],
            identity_table: None,
            app_roles: vec!["anon".to_owned(), "authenticated".to_owned()],
            large_table_rows: 10_000,
            runner: Runner::default(),
            roles: BTreeMap::new(),
            unknown: BTreeMap::new(),
        }
    }
}

impl Config {
    /// Reads the text of a settings file.
    ///
    /// # Errors
    /// [`ConfigError`] with line and column.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        Ok(toml::from_str(text)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_has_a_default() {
        let config =
            Config::parse("identity_table = \"auth.users\"\nprofile = \"supabase\"").unwrap();
        assert_eq!(config.large_table_rows, 10_000);
        assert_eq!(config.profile, Profile::Supabase);
        assert!(Config::parse("profile = \"loose\"").is_err());
        assert!(
            Config::parse("profil = \"strict\"")
                .unwrap()
                .unknown
                .contains_key("profil")
        );
    }
}
