//! Names as the server folds them.

use std::fmt;

/// A name with the schema that was written before it, if one was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Name {
    pub(crate) schema: Option<String>,
    pub(crate) name: String,
}

impl Name {
    pub(crate) fn new(schema: &str, name: &str) -> Self {
        Self {
            schema: Some(schema.to_owned()),
            name: name.to_owned(),
        }
    }

    pub(crate) fn bare(name: impl Into<String>) -> Self {
        Self {
            schema: None,
            name: name.into(),
        }
    }

    /// From the parts of a dotted path; a database before the schema is dropped.
    pub(crate) fn from_parts(mut parts: Vec<String>) -> Option<Self> {
        let name = parts.pop()?;
        Some(Self {
            schema: parts.pop(),
            name,
        })
    }

    /// The schema, when one is known.
    pub(crate) fn schema(&self) -> &str {
        self.schema.as_deref().unwrap_or("")
    }

    /// Whether it could not be read, because it is built at run time.
    pub(crate) fn is_dynamic(&self) -> bool {
        self.name.contains(DYNAMIC) || self.schema().contains(DYNAMIC)
    }

    /// This table's column, as people write it.
    pub(crate) fn column(&self, column: &str) -> String {
        format!("{self}.{column}")
    }
}

/// What stands in for a piece of SQL that is built at run time.
pub(crate) const DYNAMIC: &str = "stoa_dynamic";

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.contains(DYNAMIC) {
            return f.write_str("a name made at run time");
        }
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}
