//! `stoa migrate baseline`: the first version of a folder, made of a database that is there already.

use std::{fs, io::Write as _, process::ExitCode};

use anyhow::{Context as _, bail};
use clap::Args;
use stoa_guard::{Folder, FolderError};
use stoa_schema::AcceptedDrift;

use super::{answer::Format, dump::dump, proof, scratch::ScratchArgs, target::Target};
use crate::commands::say;

#[derive(Debug, Args)]
pub(crate) struct WriteBaseline {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    scratch: ScratchArgs,
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Nobody undoes the beginning.
const DOWN: &str =
    "-- stoa:irreversible the history begins here: what was before it nobody wrote down\n";

pub(super) async fn run(command: &WriteBaseline) -> anyhow::Result<ExitCode> {
    let dir = &command.target.dir;
    match Folder::load(dir) {
        Err(FolderError::Empty(_)) => {}
        Err(_) if !dir.exists() => {}
        Ok(_) => bail!(
            "{} has migrations already; the first one is the beginning",
            dir.display()
        ),
        Err(error) => return Err(error.into()),
    }
    let runner = command.target.runner(command.target.options()?).await?;
    let owner = runner.role().await?;
    drop(runner);
    let text = as_migration(&dump(&command.target.login()?)?, &owner);
    fs::create_dir_all(dir).with_context(|| format!("{} cannot be made", dir.display()))?;
    for (half, text) in [("up", text.as_str()), ("down", DOWN)] {
        let path = dir.join(format!("0001_baseline.{half}.sql"));
        let mut file = fs::File::create_new(&path)
            .with_context(|| format!("{} cannot be made", path.display()))?;
        file.write_all(text.as_bytes())?;
        if command.format == Format::Text {
            say(path.display());
        }
    }
    // It is recorded like any other version: when running it makes what is here.
    let set = command.target.set()?;
    let (mut runner, replay) = proof::both(&command.target, &command.scratch, &set).await?;
    let outcome = runner
        .stamp(&set, 1, &replay, &AcceptedDrift::default())
        .await;
    proof::stamped(command.format, outcome)
}

/// A dump as a file of the runner: settings for this transaction only, and no owner where whoever migrates owns.
fn as_migration(dump: &str, owner: &str) -> String {
    let own = [
        format!("OWNER TO {owner};"),
        format!("OWNER TO \"{}\";", owner.replace('"', "\"\"")),
    ];
    let mut text = String::from("-- What was there when the history began.\n");
    let mut last_is_blank = true;
    for line in stoa_guard::without_psql(dump).lines() {
        let is_note = line.starts_with("--");
        let is_own = line.starts_with("ALTER ") && own.iter().any(|end| line.ends_with(end));
        let is_blank = line.trim().is_empty();
        if is_note || is_own || is_blank && last_is_blank {
            continue;
        }
        last_is_blank = is_blank;
        if line.starts_with("SELECT pg_catalog.set_config('search_path'") {
            text.push_str("set local search_path = '';\n");
        } else if let Some(setting) = line.strip_prefix("SET ") {
            text.push_str("set local ");
            text.push_str(setting);
            text.push('\n');
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dump_becomes_a_file_of_the_runner() {
        let dump = "--\n-- PostgreSQL database dump\n--\n\nSET lock_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n\n\nCREATE TABLE public.t (\n    id integer\n);\n\nALTER TABLE public.t OWNER TO me;\nALTER TABLE public.t OWNER TO other;\n";
        assert_eq!(
            as_migration(dump, "me"),
            "-- What was there when the history began.\nset local lock_timeout = 0;\nset local search_path = '';\n\nCREATE TABLE public.t (\n    id integer\n);\n\nALTER TABLE public.t OWNER TO other;\n"
        );
    }
}
