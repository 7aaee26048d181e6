//! Up and down in one file, told apart by comments.

use super::{Foreign, ImportError, Imported, numbered};

pub(super) fn read(files: &[Foreign]) -> Result<Vec<Imported>, ImportError> {
    let mut imported = Vec::new();
    for file in files {
        let Some((version, name)) = numbered(&file.name, ".sql") else {
            continue;
        };
        let (up, down) = divide(file)?;
        imported.push(Imported {
            version: version.to_owned(),
            name: name.to_owned(),
            up,
            down,
        });
    }
    imported.sort_by_key(|one| one.version.parse::<u64>().unwrap_or_default());
    Ok(imported)
}

fn divide(file: &Foreign) -> Result<(String, Option<String>), ImportError> {
    let mut halves: [Option<String>; 2] = [None, None];
    let mut at = None;
    for line in file.text.lines() {
        let said = line
            .trim()
            .strip_prefix("--")
            .map(str::trim)
            .and_then(|said| said.strip_prefix("migrate:"));
        if let Some(said) = said {
            let which = match said.split_whitespace().next() {
                Some("up") => 0,
                Some("down") => 1,
                _ => {
                    return Err(ImportError::Unreadable(
                        file.name.clone(),
                        "migrate: is followed by up or down",
                    ));
                }
            };
            let alone = said
                .split_whitespace()
                .any(|word| word == "transaction:false");
            halves[which] = Some(if alone {
                "-- stoa:no-transaction\n".to_owned()
            } else {
                String::new()
            });
            at = Some(which);
        } else if let Some(half) = at.and_then(|which| halves[which].as_mut()) {
            half.push_str(line);
            half.push('\n');
        }
    }
    let [up, down] = halves;
    let up = up.ok_or_else(|| {
        ImportError::Unreadable(file.name.clone(), "there is no `-- migrate:up` in it")
    })?;
    // An empty half is how the tool writes that there is none.
    Ok((up, down.filter(|down| !down.trim().is_empty())))
}

#[cfg(test)]
mod tests {
    use crate::import::{Foreign, Tool, import};

    #[test]
    fn one_file_becomes_a_pair() {
        let file = |text: &str| Foreign {
            name: "20260101_a.sql".to_owned(),
            text: text.to_owned(),
        };
        let imported = import(
            Tool::Dbmate,
            &[file(
                "-- migrate:up transaction:false\nvacuum;\n\n-- migrate:down\nselect 1;\n",
            )],
        )
        .unwrap();
        assert_eq!(imported[0].up, "-- stoa:no-transaction\nvacuum;\n\n");
        assert_eq!(imported[0].down.as_deref(), Some("select 1;\n"));
        assert_eq!(
            import(
                Tool::Dbmate,
                &[file("-- migrate:up\nselect 1;\n-- migrate:down\n")]
            )
            .unwrap()[0]
                .down,
            None
        );
        assert!(import(Tool::Dbmate, &[file("select 1;")]).is_err());
    }
}
