//! What a migration would do outside of the database it is tried in. A scratch database is thrown away; a command that it
//! ran on the server's machine, or a role on somebody's server, is not.

use crate::{
    runner::{MigrateError, Place},
    set::{Migration, MigrationSet},
    statement,
};

/// Functions that read the server's files, run commands on it or talk to other servers.
const REACHING: [&str; 11] = [
    "pg_read_file",
    "pg_read_binary_file",
    "pg_ls_dir",
    "pg_stat_file",
    "lo_import",
    "lo_export",
    "pg_reload_conf",
    "pg_terminate_backend",
    "dblink_connect",
    "dblink_exec",
    "dblink_send_query",
];

/// Languages in which a function may do what the server's account may.
const UNTRUSTED: [&str; 5] = ["plpythonu", "plpython3u", "plperlu", "pltclu", "c"];

/// Refuses a set with a statement that reaches out; on a server that is only lent, roles are out of reach too. Bodies of
/// functions and DO blocks are read by their words; what a block composes while it runs is not seen.
///
/// # Errors
/// [`MigrateError::Unsafe`] names the first such statement.
pub(crate) fn refuse(set: &MigrationSet, is_lent: bool) -> Result<(), MigrateError> {
    set.migrations
        .iter()
        .try_for_each(|migration| refuse_one(migration, is_lent))
}

fn refuse_one(migration: &Migration, is_lent: bool) -> Result<(), MigrateError> {
    let halves = [
        Some(&migration.up),
        migration.down.as_ref(),
        migration.verify.as_ref(),
    ];
    for source in halves.into_iter().flatten() {
        for statement in statement::split(&source.text) {
            if let Some(reason) = reason(statement.text, is_lent) {
                let (line, column) = source.place(statement.start);
                let at = Place {
                    file: source.path.clone(),
                    line,
                    column,
                };
                return Err(MigrateError::Unsafe { at, reason });
            }
        }
    }
    Ok(())
}

fn reason(statement: &str, is_lent: bool) -> Option<&'static str> {
    let lower = without_line_comments(statement).to_lowercase();
    let words: Vec<_> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let pair = |one: &[&str], two: &[&str]| {
        words
            .windows(2)
            .any(|pair| one.contains(&pair[0]) && two.contains(&pair[1]))
    };
    let copies = words.iter().position(|word| *word == "copy");
    if copies.is_some_and(|at| words[at..].windows(2).any(runs_a_program)) {
        return Some("it runs a command on the server");
    }
    if words.iter().any(|word| REACHING.contains(word)) || lower.contains("dblink(") {
        return Some("it reaches into the server's files or another server");
    }
    if pair(&["language"], &UNTRUSTED) {
        return Some("it makes a function in a language that may do anything on the server");
    }
    let changes = ["create", "alter", "drop"];
    let whole = pair(&["alter"], &["system"]) || pair(&changes, &["database"]);
    if pair(&changes, &["tablespace"]) || is_lent && whole {
        return Some("it changes the whole server");
    }
    if pair(&["import"], &["foreign"]) {
        return Some("it asks another server");
    }
    (is_lent && pair(&changes, &["role", "user", "group"]))
        .then_some("it changes roles, which belong to the whole of a lent server; without --scratch-url it can be tried")
}

fn runs_a_program(pair: &[&str]) -> bool {
    matches!(pair, ["to" | "from", "program"])
}

fn without_line_comments(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.split_once("--").map_or(line, |(code, _)| code));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reaches_out_of_a_scratch_database_is_refused() {
        for (statement, lent) in [
            ("copy t to program 'sh'", false),
            ("do $$ begin copy (select 1) to program 'sh'; end $$", false),
            ("select pg_read_file('/etc/passwd')", false),
            (
                "create function f() returns int language plpython3u as 'return 1'",
                false,
            ),
            ("alter system set fsync = off", true),
            ("create role app login", true),
        ] {
            assert!(reason(statement, lent).is_some(), "{statement}");
        }
        for statement in [
            "create role app",
            "create extension dblink",
            "create table program (copy text)",
            "-- copy t to program 'sh'\nselect 1",
            "create function f() returns int language sql as 'select 1'",
        ] {
            assert_eq!(reason(statement, false), None, "{statement}");
        }
        assert_eq!(reason("grant app to \"user\"", true), None);
    }
}
