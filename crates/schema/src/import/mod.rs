//! Folders of other tools, as pairs of ours. Nothing of another tool is run; what it keeps in the database is left alone,
//! and the version is recorded by proof afterwards.

mod alembic;
mod dbmate;
mod flyway;
mod plain;

use thiserror::Error;

/// Whose folder it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// What `alembic upgrade --sql` and `alembic downgrade --sql` print.
    Alembic,
    /// `NNN_name.sql`, or pairs `NNN_name.up.sql` and `.down.sql`.
    Sqlx,
    /// `V1_2__name.sql`, with `U1_2__name.sql` to undo.
    Flyway,
    /// `NNN_name.sql` with `-- migrate:up` and `-- migrate:down` in it.
    Dbmate,
    /// `supabase/migrations/NNN_name.sql`.
    Supabase,
}

/// One file of another tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// Its name, without its folder.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// One migration as we write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The digits of its name.
    pub version: String,
    /// What follows the digits.
    pub name: String,
    /// The way there.
    pub up: String,
    /// The way back; None when the other tool has none.
    pub down: Option<String>,
}

/// Why a folder was not imported.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ImportError {
    /// No file of the folder is one of the tool's.
    #[error("there is no migration of this tool here")]
    Nothing,
    /// A file is run again whenever it changes, which a version cannot be.
    #[error("{0} is repeatable: make versions of it by hand")]
    Repeatable(String),
    /// The text of one file cannot be divided.
    #[error("{0}: {1}")]
    Unreadable(String, &'static str),
    /// Revisions have more than one beginning or end.
    #[error("the revisions fork at {0}: merge the heads first, or import one branch")]
    Fork(String),
}

/// Reads another tool's files. For [`Tool::Alembic`] they are the printed upgrade and, after it, the printed downgrade.
///
/// # Errors
/// [`ImportError`].
pub fn import(tool: Tool, files: &[Foreign]) -> Result<Vec<Imported>, ImportError> {
    let mut imported = match tool {
        Tool::Alembic => alembic::read(files)?,
        Tool::Sqlx | Tool::Supabase => plain::read(files),
        Tool::Flyway => flyway::read(files)?,
        Tool::Dbmate => dbmate::read(files)?,
    };
    if imported.is_empty() {
        return Err(ImportError::Nothing);
    }
    for one in &mut imported {
        one.name = plain_name(&one.name);
    }
    Ok(imported)
}

/// Lower case, digits and `_`.
fn plain_name(name: &str) -> String {
    let kept: String = name
        .to_lowercase()
        .chars()
        .map(|c| {
            if c.is_ascii_lowercase() || c.is_ascii_digit() {
                c
            } else {
                '_'
            }
        })
        .collect();
    let kept = kept.trim_matches('_').to_owned();
    if kept.is_empty() {
        "unnamed".to_owned()
    } else {
        kept
    }
}

/// Version and name of `0003_add_orders.sql`.
fn numbered<'f>(file: &'f str, ending: &str) -> Option<(&'f str, &'f str)> {
    let (version, name) = file.strip_suffix(ending)?.split_once('_')?;
    let is_number =
        !version.is_empty() && version.len() <= 18 && version.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some((version, name))
}
