//! `stoa migrate import TOOL SOURCE`.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use stoa_schema::{Foreign, Tool, import};

use super::lint;
use crate::commands::say;

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Whose files they are.
    tool: ForeignTool,
    /// The tool's folder; for alembic the file that `alembic upgrade base:head --sql` printed.
    source: PathBuf,
    /// For alembic: the file that `alembic downgrade head:base --sql` printed.
    #[arg(long, value_name = "FILE")]
    down: Option<PathBuf>,
    /// The folder to write pairs into; made when it is missing. No file in it is overwritten.
    #[arg(long, value_name = "DIR", default_value = "migrations")]
    dir: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ForeignTool {
    Alembic,
    Sqlx,
    Flyway,
    Dbmate,
    Supabase,
}

pub(super) fn run(command: &Import) -> anyhow::Result<ExitCode> {
    let files = match command.tool {
        ForeignTool::Alembic => printed(command)?,
        _ => folder(&command.source)?,
    };
    let imported = import(command.tool.into(), &files)?;
    fs::create_dir_all(&command.dir)
        .with_context(|| format!("{} cannot be made", command.dir.display()))?;
    let mut written = Vec::new();
    for one in &imported {
        let halves = [("up", Some(&one.up)), ("down", one.down.as_ref())];
        for (half, text) in halves
            .into_iter()
            .filter_map(|(half, text)| Some((half, text?)))
        {
            let path = command
                .dir
                .join(format!("{}_{}.{half}.sql", one.version, one.name));
            written.push((path, text));
        }
    }
    if let Some((path, _)) = written.iter().find(|(path, _)| path.exists()) {
        bail!("{} exists; nothing was written", path.display());
    }
    for (path, text) in &written {
        let mut file = fs::File::create_new(path)
            .with_context(|| format!("{} cannot be made", path.display()))?;
        file.write_all(text.as_bytes())?;
        say(path.display());
    }
    let one_way = imported.iter().filter(|one| one.down.is_none()).count();
    say(format!(
        "{} migrations, {one_way} without a way back. Next: stoa migrate lint {dir}, then stoa migrate stamp VERSION --dir {dir}",
        imported.len(),
        dir = command.dir.display()
    ));
    Ok(ExitCode::SUCCESS)
}

fn printed(command: &Import) -> anyhow::Result<Vec<Foreign>> {
    [Some(&command.source), command.down.as_ref()]
        .into_iter()
        .flatten()
        .map(|path| foreign(path))
        .collect()
}

fn folder(dir: &Path) -> anyhow::Result<Vec<Foreign>> {
    let entries = fs::read_dir(dir).with_context(|| format!("{} cannot be read", dir.display()))?;
    let mut paths = entries
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "sql"));
    paths.sort();
    paths.iter().map(|path| foreign(path)).collect()
}

fn foreign(path: &Path) -> anyhow::Result<Foreign> {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Ok(Foreign {
        name,
        text: lint::read(path)?,
    })
}

impl From<ForeignTool> for Tool {
    fn from(tool: ForeignTool) -> Self {
        match tool {
            ForeignTool::Alembic => Self::Alembic,
            ForeignTool::Sqlx => Self::Sqlx,
            ForeignTool::Flyway => Self::Flyway,
            ForeignTool::Dbmate => Self::Dbmate,
            ForeignTool::Supabase => Self::Supabase,
        }
    }
}
