//! The hooks and the workflow that are given away under `deploy/`, run as their hosts run them.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
    process::{Command, Output},
};

use super::{BACK, DROP, folder};

/// What `alembic upgrade base:head --sql` prints of two revisions, and `downgrade head:base` of the same.
const ALEMBIC: &str = r#"#!/bin/sh
if [ "$1" = upgrade ]; then
    printf 'BEGIN;\n\nCREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL, \n    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n);\n\n'
    printf -- '-- Running upgrade  -> aaaa\n\nCREATE TABLE account (\n    id BIGINT NOT NULL, \n    PRIMARY KEY (id)\n);\n\n'
    printf "INSERT INTO alembic_version (version_num) VALUES ('aaaa') RETURNING alembic_version.version_num;\n\n"
    printf -- "-- Running upgrade aaaa -> bbbb\n\n$(cat head.up)\n\n"
    printf "UPDATE alembic_version SET version_num='bbbb' WHERE alembic_version.version_num = 'aaaa';\n\nCOMMIT;\n"
else
    printf 'BEGIN;\n\n'
    printf -- "-- Running downgrade bbbb -> aaaa\n\n$(cat head.down)\n\n"
    printf "UPDATE alembic_version SET version_num='aaaa' WHERE alembic_version.version_num = 'bbbb';\n\n"
    printf -- '-- Running downgrade aaaa -> \n\nDROP TABLE account;\n\n'
    printf "DELETE FROM alembic_version WHERE alembic_version.version_num = 'aaaa';\n\nDROP TABLE alembic_version;\n\nCOMMIT;\n"
fi
"#;

fn deploy(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/hooks");
    fs::read_to_string(root.join(name)).unwrap()
}

/// The entries of the hooks file, by id. A folded text (`>-`) is one line.
fn hooks() -> BTreeMap<String, String> {
    let text = deploy("pre-commit-config.yaml");
    let mut hooks = BTreeMap::new();
    for block in text.split("- id: ").skip(1) {
        let id = block.lines().next().unwrap().trim().to_owned();
        let (_, entry) = block.split_once("entry:").unwrap();
        let until = entry.find("\n        language:").unwrap();
        let entry = entry[..until].trim().trim_start_matches(">-");
        let words: Vec<_> = entry.lines().map(str::trim).collect();
        hooks.insert(id, words.join(" ").trim().to_owned());
    }
    hooks
}

/// A directory of programs: the one under test, and a stand-in for Alembic.
fn programs(dir: &Path) {
    let bin = dir.join("bin");
    fs::create_dir(&bin).unwrap();
    symlink(env!("CARGO_BIN_EXE_stoa"), bin.join("stoa")).unwrap();
    let alembic = bin.join("alembic");
    fs::write(&alembic, ALEMBIC).unwrap();
    fs::set_permissions(&alembic, fs::Permissions::from_mode(0o755)).unwrap();
}

fn run(dir: &Path, entry: &str) -> Output {
    Command::new("sh")
        .args(["-c", &format!("PATH=$PWD/bin:$PATH; {entry}")])
        .current_dir(dir)
        .output()
        .unwrap()
}

fn git(dir: &Path, arguments: &[&str]) {
    let who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
    let done = Command::new("git")
        .current_dir(dir)
        .args(who)
        .args(arguments)
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
}

#[test]
fn the_hook_for_folders_reads_what_is_staged() {
    let dir = folder(&[("0001_orders.up.sql", BACK), ("0001_orders.down.sql", DROP)]);
    programs(dir.path());
    let hook = &hooks()["migration-safety"];
    git(dir.path(), &["init", "-q"]);
    git(dir.path(), &["add", "migrations"]);
    let clean = run(dir.path(), hook);
    assert_eq!(clean.status.code(), Some(0), "{clean:?}");
    git(dir.path(), &["commit", "-qm", "first"]);
    let second = dir.path().join("migrations/0002_drop.up.sql");
    fs::write(&second, DROP).unwrap();
    git(dir.path(), &["add", "migrations"]);
    let refused = run(dir.path(), hook);
    let said = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    for rule in ["SM001", "SM020"] {
        assert!(said.contains(rule), "{said}");
    }
}

#[test]
fn the_hooks_for_alembic_judge_what_it_prints() {
    let dir = folder(&[]);
    programs(dir.path());
    let hooks = hooks();
    let head = |up: &str, down: &str| {
        fs::write(dir.path().join("head.up"), up).unwrap();
        fs::write(dir.path().join("head.down"), down).unwrap();
    };
    let both = || {
        ["alembic-migration-safety", "alembic-check"].map(|id| {
            let output = run(dir.path(), &hooks[id]);
            (output.status.code(), format!("{output:?}"))
        })
    };
    head(
        "ALTER TABLE account ADD COLUMN note TEXT;",
        "ALTER TABLE account DROP COLUMN note;",
    );
    for (code, said) in both() {
        assert_eq!(code, Some(0), "{said}");
    }
    // Loses data; and its way back brings nothing back.
    head(
        "DROP TABLE account;",
        "CREATE TABLE account (id BIGINT NOT NULL);",
    );
    let [(safety, said), (check, also)] = both();
    assert!(safety == Some(1) && said.contains("SM020"), "{said}");
    assert!(check == Some(1) && also.contains("SM017"), "{also}");
}

#[test]
fn the_workflow_refuses_what_a_branch_adds() {
    let dir = folder(&[("0001_orders.up.sql", BACK), ("0001_orders.down.sql", DROP)]);
    programs(dir.path());
    git(dir.path(), &["init", "-q"]);
    git(dir.path(), &["add", "migrations"]);
    git(dir.path(), &["commit", "-qm", "first"]);
    git(dir.path(), &["branch", "origin/main"]);
    let workflow = deploy("github-workflow.yml").replace("${{ github.base_ref }}", "main");
    let steps: Vec<_> = workflow
        .lines()
        .filter_map(|line| line.trim().strip_prefix("run: "))
        .collect();
    assert_eq!(steps.len(), 2, "{workflow}");
    let codes = || -> Vec<_> {
        let step = |step: &&str| run(dir.path(), step).status.code();
        steps.iter().map(step).collect()
    };
    assert_eq!(codes(), [Some(0), Some(0)]);
    let second = dir.path().join("migrations/0002_note");
    fs::write(second.with_extension("up.sql"), DROP).unwrap();
    fs::write(
        second.with_extension("down.sql"),
        "create table orders (id int);\n",
    )
    .unwrap();
    git(dir.path(), &["add", "migrations"]);
    git(dir.path(), &["commit", "-qm", "second"]);
    assert_eq!(codes(), [Some(1), Some(1)]);
}
