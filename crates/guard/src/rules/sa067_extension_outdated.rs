use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA067",
    class: "extension-outdated",
    level: Level::Info,
    why: "The server has a newer version of the extension than the database uses: fixes are installed and not \
          in force.",
    fails: "-- pg_extension.extversion is older than pg_available_extensions.default_version",
    help: "Read its notes and update it in a migration.",
    instead: "alter extension pg_trgm update;",
    check: Check::Live,
};
