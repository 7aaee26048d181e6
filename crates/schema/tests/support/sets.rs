//! Small sets of migrations.

use stoa_schema::MigrationSet;

/// A set of pairs: number and name, up, down.
pub(crate) fn set(pairs: &[(&str, &str, &str)]) -> MigrationSet {
    let files = pairs.iter().flat_map(|(title, up, down)| {
        [
            (format!("{title}.up.sql"), (*up).to_owned()),
            (format!("{title}.down.sql"), (*down).to_owned()),
        ]
    });
    MigrationSet::from_files("probe", files).unwrap()
}
