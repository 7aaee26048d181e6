//! `scripts/install` on machines that lack something: what it installs, and what it says.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// What the script itself is made of.
const TOOLS: [&str; 10] = [
    "bash", "sed", "grep", "cut", "sort", "head", "dirname", "env", "cat", "chmod",
];
/// What a machine has that lacks nothing, and what each program says of its version.
const WHOLE: [(&str, &str); 10] = [
    ("cc", ""),
    ("postgres", ""),
    ("chromium", ""),
    ("chromedriver", ""),
    ("redis-server", ""),
    ("npm", ""),
    ("curl", ""),
    ("node", "v22.1.0"),
    ("cargo", "cargo 1.95.0"),
    ("rustc", "rustc 1.95.0 (abc 2026-01-01)"),
];

/// A checkout and a path of programs, on which nobody is root.
struct Machine(TempDir);

impl Machine {
    fn with(programs: &[(&str, &str)]) -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        let (root, repository) = (
            machine.0.path(),
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."),
        );
        for folder in ["bin", "scripts", "tests/node"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        for file in ["scripts/install", "Cargo.toml"] {
            fs::copy(repository.join(file), root.join(file)).unwrap();
        }
        for tool in TOOLS {
            symlink(found(tool), root.join("bin").join(tool)).unwrap();
        }
        machine.program("id", "echo 1000");
        for (name, says) in programs {
            machine.program(name, &format!("echo '{says}'"));
        }
        machine
    }

    fn program(&self, name: &str, does: &str) {
        let path = self.0.path().join("bin").join(name);
        fs::write(&path, format!("#!/usr/bin/env bash\n{does}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn install(&self, what: &[&str]) -> Output {
        let root = self.0.path();
        Command::new("bash")
            .arg(root.join("scripts/install"))
            .args(what)
            .env_clear()
            .env("HOME", root)
            .env("PATH", root.join("bin"))
            .output()
            .unwrap()
    }
}

fn found(tool: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap();
    let mut places = std::env::split_paths(&path).map(|folder| folder.join(tool));
    places.find(|place| place.exists()).unwrap()
}

fn without<'a>(name: &str) -> Vec<(&'a str, &'a str)> {
    let others = WHOLE.into_iter().filter(|(other, _)| *other != name);
    others.collect()
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn a_machine_that_lacks_nothing_is_left_alone() {
    let output = Machine::with(&WHOLE).install(&["test"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(said(&output), "");
}

#[test]
fn an_old_node_is_joined_by_one_for_the_tests() {
    let mut programs = without("node");
    programs.push(("node", "v18.20.4"));
    let machine = Machine::with(&programs);
    machine.program(
        "npm",
        "[ \"$*\" = 'ci --prefix tests/node --silent --no-audit --no-fund' ] || exit 9
        /bin/mkdir -p tests/node/node_modules/.bin
        printf '#!/bin/sh\\necho v20.20.2\\n' >tests/node/node_modules/.bin/node
        chmod +x tests/node/node_modules/.bin/node",
    );
    let output = machine.install(&["test"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(
        said(&output).contains("Node 20 into tests/node"),
        "{}",
        said(&output)
    );
    // It is there now.
    machine.program("npm", "exit 9");
    let again = machine.install(&["test"]);
    assert!(again.status.success() && said(&again).is_empty());
    // Who only runs Stoa needs no Node.
    assert!(
        Machine::with(&without("node"))
            .install(&[])
            .status
            .success()
    );
}

#[test]
fn a_machine_without_rust_or_with_an_old_one_is_told_what_to_do() {
    let mut programs = without("cargo");
    programs.retain(|(name, _)| *name != "rustc");
    let none = Machine::with(&programs).install(&[]);
    assert_eq!(none.status.code(), Some(1));
    let text = said(&none);
    assert!(
        text.contains("Rust 1.95 or newer, and this machine has none")
            && text.contains("https://sh.rustup.rs"),
        "{text}"
    );
    let mut programs = without("rustc");
    programs.push(("rustc", "rustc 1.85.1 (abc 2025-03-15)"));
    let old = Machine::with(&programs).install(&[]);
    assert_eq!(old.status.code(), Some(1));
    let text = said(&old);
    assert!(
        text.contains("this machine has 1.85.1") && text.contains("rustup update stable"),
        "{text}"
    );
}

#[test]
fn what_is_missing_is_named_with_the_command_that_installs_it() {
    let output = Machine::with(&without("chromium")).install(&["test"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("apt-get install --no-install-recommends chromium"),
        "{}",
        said(&output)
    );
}
