#![doc = include_str!("../README.md")]

mod baseline;
mod catalog;
mod config;
mod directive;
mod finding;
mod folder;
mod handbook;
mod intent;
mod judge;
mod output;
mod reading;
mod rules;
mod sql;

pub use baseline::{Baseline, BaselineError};
pub use catalog::{Stats, StatsError};
pub use config::{Config, ConfigError, Profile, Runner};
pub use finding::{Finding, Level};
pub use folder::{
    Fault, Folder, FolderError, LockError, Locked, ManifestLock, Migration, SourceText,
};
pub use handbook::{RuleInfo, explain, handbook, list};
pub use intent::Intent;
pub use judge::{Lint, without_psql, worst};
pub use output::{Format, Report};
pub use reading::{is_always_true, is_open_secret};
