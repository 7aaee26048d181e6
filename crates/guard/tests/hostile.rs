//! Broken files are answered, never died of: each case, cut off anywhere, still gets its findings.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{fs, path::Path};

use stoa_guard::{Config, Folder, Lint};

fn lint(up: &[u8]) -> Vec<stoa_guard::Finding> {
    let files = [("up.sql", up), ("down.sql", b"drop table x;".as_slice())];
    let files = files.map(|(name, text)| (name.into(), text.to_vec()));
    let folder = Folder::from_files(Path::new(""), files).unwrap();
    Lint {
        folder: &folder,
        base: None,
        config: &Config::default(),
        stats: None,
    }
    .run()
}

#[test]
fn a_file_that_ends_anywhere_is_read_to_its_end() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    for dir in fs::read_dir(root).unwrap() {
        for case in fs::read_dir(dir.unwrap().path()).unwrap() {
            let text = fs::read(case.unwrap().path()).unwrap();
            for end in (0..text.len()).step_by(11) {
                lint(&text[..end]);
            }
        }
    }
}

#[test]
fn strange_bytes_are_named_with_their_line() {
    for (bytes, line, word) in [
        (
            b"create table a (id int primary key);\nselect '\xe9';".as_slice(),
            2,
            "UTF-8",
        ),
        (b"\xff\xfes\0e\0l\0", 1, "UTF-16"),
        (b"select 1;\nselect '\0';", 2, "zero byte"),
    ] {
        let findings = lint(bytes);
        let named = findings.iter().find(|f| f.message.contains(word)).unwrap();
        assert_eq!((named.rule, named.line), ("SM009", Some(line)), "{named:?}");
    }
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_move_nothing() {
    let plain = lint(b"create table a (id uuid primary key);\ndrop table orders;\n");
    let windows =
        lint(b"\xef\xbb\xbfcreate table a (id uuid primary key);\r\ndrop table orders;\r\n");
    let places = |findings: &[stoa_guard::Finding]| -> Vec<_> {
        findings
            .iter()
            .map(|f| (f.rule, f.line, f.column))
            .collect()
    };
    assert_eq!(places(&plain), places(&windows));
    assert!(places(&plain).contains(&("SM020", Some(2), Some(1))));
}
