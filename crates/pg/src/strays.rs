use std::fmt;

use crate::{Database, Db, DbError, Scope};

/// What a database holds beside the one table that says who people are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrayKind {
    /// Another table that says it.
    Table,
    /// A foreign key that points at such a table.
    ForeignKey,
    /// A policy that looks people up in such a table, by itself or through a function.
    Policy,
}

/// Something that says who people are in a second place, or leans on what does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// In which database.
    pub database: &'static str,
    /// What it is.
    pub kind: StrayKind,
    /// Its name: `public.admins`, `public.notes.notes_owner_fkey`, `public.notes.notes_read`.
    pub object: String,
    /// The table that it is or reaches.
    pub reaches: String,
}

impl fmt::Display for Stray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            database,
            object,
            reaches,
            ..
        } = self;
        match self.kind {
            StrayKind::Table => write!(f, "{database}: table {object} says who people are"),
            StrayKind::ForeignKey => {
                write!(f, "{database}: foreign key {object} points at {reaches}")
            }
            StrayKind::Policy => {
                write!(
                    f,
                    "{database}: policy {object} looks people up in {reaches}"
                )
            }
        }
    }
}

impl<D: Database> Db<D> {
    /// Every table that says who people are and is not among `may` (`schema.name`), and every foreign key and policy that
    /// reaches one; in any schema. A table says who people are when it has an address, a login or a number beside a
    /// password, in whatever spelling; when it has most of the columns of one of `may`; or when it has an address and is
    /// called as such tables are.
    ///
    /// Reads the catalog only, which everybody may.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn identity_strays(&self, may: &[&str]) -> Result<Vec<Stray>, DbError> {
        let reader = self.reader(&Scope::anon()).await?;
        let client = reader.client();
        let preparing = client.prepare_cached(include_str!("../statements/identity_strays.sql"));
        let strays = self.deadline.ask::<D, _>(preparing).await?;
        let rows = reader.read(client.query(&strays, &[&may])).await?;
        let stray = |row: tokio_postgres::Row| Stray {
            database: D::NAME,
            kind: match row.get(0) {
                "table" => StrayKind::Table,
                "foreign_key" => StrayKind::ForeignKey,
                _ => StrayKind::Policy,
            },
            object: row.get(1),
            reaches: row.get(2),
        };
        Ok(rows.into_iter().map(stray).collect())
    }
}
