//! Files that hold SQL and nothing else.

use super::{Foreign, Imported, numbered};

/// `NNN_name.up.sql` with `.down.sql`, or `NNN_name.sql` alone, which has no way back.
pub(super) fn read(files: &[Foreign]) -> Vec<Imported> {
    let mut imported: Vec<Imported> = files
        .iter()
        .filter(|file| !file.name.ends_with(".down.sql"))
        .filter_map(|file| {
            let (version, name) =
                numbered(&file.name, ".up.sql").or_else(|| numbered(&file.name, ".sql"))?;
            let down = files
                .iter()
                .find(|other| other.name == format!("{version}_{name}.down.sql"));
            Some(Imported {
                version: version.to_owned(),
                name: name.to_owned(),
                up: file.text.clone(),
                down: down.map(|down| down.text.clone()),
            })
        })
        .collect();
    imported.sort_by_key(|one| one.version.parse::<u64>().unwrap_or_default());
    imported
}

#[cfg(test)]
mod tests {
    use crate::import::{Foreign, Tool, import};

    #[test]
    fn pairs_stay_pairs_and_single_files_have_no_way_back() {
        let file = |name: &str| Foreign {
            name: name.to_owned(),
            text: format!("-- {name}"),
        };
        let files = ["2_b.sql", "1_a.up.sql", "1_a.down.sql", "seed.sql"].map(file);
        let imported = import(Tool::Sqlx, &files).unwrap();
        let found: Vec<_> = imported
            .iter()
            .map(|i| (&*i.version, &*i.name, i.down.is_some()))
            .collect();
        assert_eq!(found, [("1", "a", true), ("2", "b", false)]);
        assert!(import(Tool::Supabase, &[file("seed.sql")]).is_err());
    }
}
