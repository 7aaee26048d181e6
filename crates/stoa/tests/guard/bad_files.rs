//! Files that cannot be run as they are: each has a word and an exit code of its own, and nothing is touched.

use std::fs;

use super::{Project, TABLES, pair, stoa};

const DOWN: &str = "drop table public.t;";

/// Runs `up` over files as they lie on disk. Returns the code and what was said.
async fn tried(files: &[(&str, &[u8])]) -> (Option<i32>, String, Project) {
    let project = Project::new(&[]).await;
    for (name, bytes) in files {
        fs::write(project.dir.path().join("migrations").join(name), bytes).unwrap();
    }
    let (code, said) = up(&project);
    (code, said, project)
}

fn up(project: &Project) -> (Option<i32>, String) {
    let output = project.run(&["up"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), said)
}

#[tokio::test]
async fn what_cannot_be_read_is_named_and_not_run() {
    let down = ("0001_t.down.sql", DOWN.as_bytes());
    let utf16: Vec<u8> = "\u{feff}create table public.t ();"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let cases: [(&[u8], i32, &str); 5] = [
        (b"create table public.t (id int", 5, "0001_t.up.sql:1:"),
        (&utf16, 2, "UTF-16; save it as UTF-8"),
        (b"-- caf\xe9\ncreate table public.t ();", 2, "not UTF-8"),
        (b"create table public.t (\0);", 2, "zero byte"),
        (
            b"-- stoa:confrim drop-table public.t: a slip\ncreate table public.t ();",
            2,
            "0001_t.up.sql:1:",
        ),
    ];
    for (up, code, word) in cases {
        let (found, said, project) = tried(&[("0001_t.up.sql", up), down]).await;
        assert_eq!(found, Some(code), "{said}");
        assert!(said.contains(word), "{word}: {said}");
        assert_eq!(project.ask(TABLES).await, "0");
    }
}

#[tokio::test]
async fn two_files_with_one_number_and_one_that_lacks_its_other_half_are_named() {
    let down = DOWN.as_bytes();
    let create: &[u8] = b"create table public.t (id int);";
    let (code, said, project) = tried(&[
        ("0001_a.up.sql", create),
        ("0001_a.down.sql", down),
        ("0001_b.up.sql", create),
        ("0001_b.down.sql", down),
    ])
    .await;
    assert!(code == Some(2) && said.contains("0001"), "{said}");
    assert_eq!(project.ask(TABLES).await, "0");
    let (code, said, _) = tried(&[("0001_a.down.sql", down)]).await;
    assert!(code == Some(2) && said.contains("0001_a"), "{said}");
    let (code, said, project) = tried(&[("0001_a.up.sql", create)]).await;
    assert!(code == Some(2) && said.contains("no way back"), "{said}");
    assert_eq!(project.ask(TABLES).await, "0");
}

#[tokio::test]
async fn windows_line_ends_and_a_byte_order_mark_are_no_hindrance_and_no_edit() {
    let up = b"\xef\xbb\xbfcreate table public.t (\r\n    id int\r\n);\r\n";
    let (code, said, project) = tried(&[
        ("0001_t.up.sql", up),
        ("0001_t.down.sql", b"drop table public.t;\r\n"),
    ])
    .await;
    assert_eq!(
        (code, project.ask(TABLES).await.as_str()),
        (Some(0), "1"),
        "{said}"
    );
    // Another editor saves it: it is the same file still.
    let file = project.dir.path().join("migrations/0001_t.up.sql");
    fs::write(&file, "create table public.t (\n    id int\n);\n").unwrap();
    assert_eq!(up_again(&project), (Some(0), String::new()));
    fs::write(&file, "create table public.t (\n    id bigint\n);\n").unwrap();
    let (code, said) = up_again(&project);
    assert!(
        code == Some(1) && said.contains("was changed after it was applied"),
        "{said}"
    );
    for half in ["up", "down"] {
        fs::remove_file(
            project
                .dir
                .path()
                .join(format!("migrations/0001_t.{half}.sql")),
        )
        .unwrap();
    }
    let later = pair(2, "create table public.u ();", "drop table public.u;");
    for (name, text) in later {
        fs::write(project.dir.path().join("migrations").join(name), text).unwrap();
    }
    let (code, said) = up_again(&project);
    assert!(
        code == Some(1) && said.contains("its files are gone"),
        "{said}"
    );
    assert_eq!(project.ask(TABLES).await, "1");
}

fn up_again(project: &Project) -> (Option<i32>, String) {
    up(project)
}

#[tokio::test]
async fn who_finds_the_table_or_the_whole_database_taken_is_told_by_whom() {
    let first = pair(1, "create table public.t (id int);", DOWN);
    let second = pair(
        2,
        "alter table public.t add column n int;",
        "alter table public.t drop column n;",
    );
    let project = Project::new(&[first, second].concat()).await;
    assert_eq!(project.run(&["up", "--to", "1"]).status.code(), Some(0));
    project.ask("1").await;
    project
        .admin
        .batch_execute("begin; lock table public.t in access share mode")
        .await
        .unwrap();
    let busy = project.run(&["up", "--lock-timeout-ms", "20"]);
    let said = String::from_utf8_lossy(&busy.stderr).into_owned();
    assert_eq!(busy.status.code(), Some(7), "{said}");
    assert!(
        said.contains("a lock was not to be had") && said.contains("perhaps in the way"),
        "{said}"
    );
    project.admin.batch_execute("rollback").await.unwrap();
    assert_eq!(project.run(&["up"]).status.code(), Some(0));
    let nobody = stoa(
        project.dir.path(),
        "postgres://nobody@127.0.0.1:1/x?sslmode=disable",
        &["up"],
    )
    .output()
    .unwrap();
    assert_eq!(nobody.status.code(), Some(3));
}
