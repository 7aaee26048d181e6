//! What Alembic prints in its offline mode: one stream of SQL, with a comment before each revision.

use super::{Foreign, ImportError, Imported};
use crate::statement;

/// One revision's statements, in order, each with whether it stood outside a transaction.
struct Revision {
    from: String,
    to: String,
    statements: Vec<(String, bool)>,
}

pub(super) fn read(files: &[Foreign]) -> Result<Vec<Imported>, ImportError> {
    let Some(upgrade) = files.first() else {
        return Err(ImportError::Nothing);
    };
    let ups = revisions(upgrade, "upgrade");
    let downs = files
        .get(1)
        .map(|file| revisions(file, "downgrade"))
        .unwrap_or_default();
    let mut imported = Vec::new();
    let mut last = None;
    for up in &ups {
        // A merge names several parents; a stream with two beginnings is two histories.
        if last.is_some_and(|last: &String| *last != up.from) {
            return Err(ImportError::Fork(up.from.clone()));
        }
        last = Some(&up.to);
        let down = downs
            .iter()
            .find(|down| down.from == up.to && down.to == up.from);
        imported.extend(files_of(up, down, imported.len()));
    }
    Ok(imported)
}

fn revisions(file: &Foreign, word: &str) -> Vec<Revision> {
    let mark = format!("-- Running {word} ");
    let mut revisions: Vec<Revision> = Vec::new();
    let mut body = String::new();
    let mut alone = false;
    for line in file.text.lines().chain([mark.as_str()]) {
        let Some(said) = line.strip_prefix(&mark) else {
            body.push_str(line);
            body.push('\n');
            continue;
        };
        // What stands before the first mark is Alembic's own: BEGIN, and its version table.
        let statements = own_statements(&body, &mut alone);
        if let Some(last) = revisions.last_mut() {
            last.statements = statements;
        }
        body.clear();
        if let Some((from, to)) = said.split_once("->") {
            revisions.push(Revision {
                from: from.trim().to_owned(),
                to: to.trim().to_owned(),
                statements: Vec::new(),
            });
        }
    }
    revisions
}

/// Without Alembic's transactions and its version table. Between COMMIT and BEGIN it runs what needs no transaction.
fn own_statements(body: &str, alone: &mut bool) -> Vec<(String, bool)> {
    let mut kept = Vec::new();
    for statement in statement::split(body) {
        let words = statement.words(3);
        match words.first().map(String::as_str) {
            Some("begin") => *alone = false,
            Some("commit") => *alone = true,
            _ if is_bookkeeping(statement.text) => {}
            _ => kept.push((statement.text.to_owned(), *alone)),
        }
    }
    kept
}

fn is_bookkeeping(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "create table alembic_version",
        "insert into alembic_version",
        "update alembic_version",
        "delete from alembic_version",
        "drop table alembic_version",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
}

/// One pair for what runs in a transaction, and one for each statement that does not. The way back of a revision that
/// becomes several files belongs to the first of them, which is undone last.
fn files_of(up: &Revision, down: Option<&Revision>, before: usize) -> Vec<Imported> {
    let mut groups: Vec<(Vec<&str>, bool)> = Vec::new();
    for (statement, alone) in &up.statements {
        match groups.last_mut() {
            Some((group, false)) if !alone => group.push(statement),
            _ => groups.push((vec![statement], *alone)),
        }
    }
    if groups.is_empty() {
        groups.push((Vec::new(), false));
    }
    let back = down
        .filter(|down| !down.statements.is_empty())
        .map(way_back);
    let many = groups.len() > 1;
    let files = (0_usize..).zip(groups).map(|(place, (statements, alone))| {
        let mark = if alone {
            "-- stoa:no-transaction\n"
        } else {
            ""
        };
        let down = match (&back, place) {
            (Some(back), 0) => Some(back.clone()),
            (Some(_), _) => Some(format!(
                "-- stoa:no-op-down {} is undone as a whole by its first file\n",
                up.to
            )),
            (None, _) => None,
        };
        Imported {
            version: format!("{:04}", before + place + 1),
            name: if many {
                format!("{}_{}", up.to, place + 1)
            } else {
                up.to.clone()
            },
            up: format!("{mark}{}\n", statements.join("\n\n")),
            down,
        }
    });
    files.collect()
}

fn way_back(down: &Revision) -> String {
    let mark = match down.statements.as_slice() {
        [(_, true)] => "-- stoa:no-transaction\n",
        _ => "",
    };
    let texts: Vec<_> = down
        .statements
        .iter()
        .map(|(text, _)| text.as_str())
        .collect();
    format!("{mark}{}\n", texts.join("\n\n"))
}

#[cfg(test)]
mod tests {
    use crate::import::{Foreign, ImportError, Tool, import};

    const UP: &str = "BEGIN;\n\nCREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL\n);\n\n-- Running upgrade  -> 1a2b\n\nCREATE TABLE users (\n    id INTEGER\n);\n\nINSERT INTO alembic_version (version_num) VALUES ('1a2b');\n\n-- Running upgrade 1a2b -> 3c4d\n\nALTER TABLE users ADD COLUMN name TEXT;\n\nCOMMIT;\n\nCREATE INDEX CONCURRENTLY i ON users (name);\n\nBEGIN;\n\nUPDATE alembic_version SET version_num='3c4d' WHERE alembic_version.version_num = '1a2b';\n\n-- Running upgrade 3c4d -> 5e6f\n\nUPDATE alembic_version SET version_num='5e6f' WHERE alembic_version.version_num = '3c4d';\n\nCOMMIT;\n";
    const DOWN: &str = "BEGIN;\n\n-- Running downgrade 1a2b -> \n\nDROP TABLE users;\n\nDELETE FROM alembic_version WHERE alembic_version.version_num = '1a2b';\n\nDROP TABLE alembic_version;\n\nCOMMIT;\n";

    fn file(text: &str) -> Foreign {
        Foreign {
            name: "printed.sql".to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn each_revision_becomes_a_pair_without_the_version_table() {
        let imported = import(Tool::Alembic, &[file(UP), file(DOWN)]).unwrap();
        let titles: Vec<_> = imported
            .iter()
            .map(|i| format!("{}_{}", i.version, i.name))
            .collect();
        assert_eq!(
            titles,
            ["0001_1a2b", "0002_3c4d_1", "0003_3c4d_2", "0004_5e6f"]
        );
        assert!(!imported.iter().any(|i| i.up.contains("alembic_version")));
        assert_eq!(imported[0].down.as_deref(), Some("DROP TABLE users;\n"));
        assert!(
            imported[2]
                .up
                .starts_with("-- stoa:no-transaction\nCREATE INDEX CONCURRENTLY")
        );
        assert_eq!(
            (imported[3].up.trim(), &imported[3].down),
            ("", &None),
            "an empty revision stays visible"
        );
    }

    #[test]
    fn two_histories_in_one_stream_are_refused() {
        let fork = "-- Running upgrade  -> a1\nselect 1;\n-- Running upgrade  -> b1\nselect 2;\n";
        assert_eq!(
            import(Tool::Alembic, &[file(fork)]),
            Err(ImportError::Fork(String::new()))
        );
        assert_eq!(
            import(Tool::Alembic, &[file("select 1;")]),
            Err(ImportError::Nothing)
        );
    }
}
