//! `stoa audit --fix-sql DIR`: migrations that mend what the audit found.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use stoa_guard::{Config, Finding, Folder, Level, Lint};
use stoa_schema::Fix;
use tokio_postgres::Client;

use super::super::{Failed, answer, new};
use crate::commands::say;

/// Writes the pairs, says what is left to decide, and lets the guard read what was written.
pub(super) async fn write(
    client: &mut Client,
    settings: &Config,
    dir: &Path,
    found: &[Finding],
) -> anyhow::Result<ExitCode> {
    let fixes = stoa_schema::fixes(client, settings)
        .await
        .map_err(|error| Failed::new(3, error))?;
    if fixes.is_empty() {
        say("nothing that can be mended without a decision");
    } else {
        fs::create_dir_all(dir).with_context(|| format!("{} cannot be made", dir.display()))?;
    }
    let mut written = Vec::new();
    for fix in &fixes {
        let version = new::next(dir)?;
        for (half, text) in [("up", &fix.up), ("down", &fix.down)] {
            let path = dir.join(format!("{version}_{}.{half}.sql", fix.name));
            let mut file = fs::File::create_new(&path)
                .with_context(|| format!("{} cannot be made", path.display()))?;
            file.write_all(text.as_bytes())?;
            say(path.display());
            written.push((path, text.clone().into_bytes()));
        }
    }
    left(&fixes, found);
    let refused = read(settings, dir, written)?;
    answer::say_findings(&refused, fixes.len());
    let fails = refused.iter().any(|finding| finding.level == Level::Error);
    Ok(ExitCode::from(u8::from(fails)))
}

/// What nobody can mend without knowing what is meant.
fn left(fixes: &[Fix], found: &[Finding]) {
    let mended = |finding: &&Finding| {
        fixes
            .iter()
            .flat_map(|fix| &fix.mends)
            .any(|(rule, object)| {
                let of = finding.object.as_deref().unwrap_or_default();
                *rule == finding.rule && (of == object || of.starts_with(&format!("{object}.")))
            })
    };
    let left: Vec<_> = found
        .iter()
        .filter(|finding| finding.level > Level::Info && !mended(finding))
        .collect();
    if !left.is_empty() {
        say(format!("{} findings need a decision:", left.len()));
    }
    for finding in left {
        say(format!("  {} {}", finding.rule, finding.message));
    }
}

fn read(
    settings: &Config,
    dir: &Path,
    written: Vec<(PathBuf, Vec<u8>)>,
) -> anyhow::Result<Vec<Finding>> {
    if written.is_empty() {
        return Ok(Vec::new());
    }
    let folder = Folder::from_files(dir, written)?;
    let lint = Lint {
        folder: &folder,
        base: None,
        config: settings,
        stats: None,
    };
    Ok(lint.run())
}
