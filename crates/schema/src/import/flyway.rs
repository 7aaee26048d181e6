//! `V1_2__name.sql`, `U1_2__name.sql`, `R__name.sql`.

use super::{Foreign, ImportError, Imported};

pub(super) fn read(files: &[Foreign]) -> Result<Vec<Imported>, ImportError> {
    let mut found: Vec<(Vec<u64>, &str, &Foreign)> = Vec::new();
    for file in files {
        if file.name.starts_with("R__") {
            return Err(ImportError::Repeatable(file.name.clone()));
        }
        if let Some((version, name)) = parts(&file.name, 'V') {
            found.push((version, name, file));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    // Versions of one number stay; others, as 1.2, get numbers in their order.
    let whole = found.iter().all(|(version, _, _)| version.len() == 1);
    let imported = (1_u64..).zip(&found).map(|(place, (version, name, file))| {
        let undo = files
            .iter()
            .find(|other| parts(&other.name, 'U').is_some_and(|(undone, _)| undone == *version));
        let number = if whole { version[0] } else { place };
        Imported {
            version: format!("{number:04}"),
            name: (*name).to_owned(),
            up: file.text.clone(),
            down: undo.map(|undo| undo.text.clone()),
        }
    });
    Ok(imported.collect())
}

fn parts(file: &str, letter: char) -> Option<(Vec<u64>, &str)> {
    let (version, name) = file
        .strip_prefix(letter)?
        .strip_suffix(".sql")?
        .split_once("__")?;
    let version: Option<Vec<u64>> = version
        .split(['.', '_'])
        .map(|part| part.parse().ok())
        .collect();
    Some((version?, name))
}

#[cfg(test)]
mod tests {
    use crate::import::{Foreign, ImportError, Tool, import};

    #[test]
    fn versions_are_ordered_as_numbers() {
        let file = |name: &str| Foreign {
            name: name.to_owned(),
            text: name.to_owned(),
        };
        let imported = import(
            Tool::Flyway,
            &["V1_10__c.sql", "V1_2__b.sql", "V1__a.sql", "U1_2__b.sql"].map(file),
        )
        .unwrap();
        let found: Vec<_> = imported
            .iter()
            .map(|i| (&*i.version, &*i.name, i.down.is_some()))
            .collect();
        assert_eq!(
            found,
            [
                ("0001", "a", false),
                ("0002", "b", true),
                ("0003", "c", false)
            ]
        );
        assert_eq!(
            import(Tool::Flyway, &["V20260101__Add Orders.sql"].map(file)).unwrap()[0].name,
            "add_orders"
        );
        assert_eq!(
            import(Tool::Flyway, &["R__views.sql"].map(file)),
            Err(ImportError::Repeatable("R__views.sql".to_owned()))
        );
    }
}
