//! What git has in its index: the files of the next commit, not those of the work tree.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail};

/// The staged files of a folder that the guard reads.
///
/// # Errors
/// When git is not there or the folder is in no repository.
pub(super) fn files(dir: &Path) -> anyhow::Result<Vec<(PathBuf, Vec<u8>)>> {
    let listed = git(dir, &["ls-files", "--stage", "-z", "--", "."])?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let mut entries = Vec::new();
    for entry in listed.split('\0').filter(|entry| !entry.is_empty()) {
        let (meta, name) = entry
            .split_once('\t')
            .context("git ls-files answered strangely")?;
        let hash = meta
            .split(' ')
            .nth(1)
            .context("git ls-files answered strangely")?;
        let path = dir.join(name);
        if path.extension().is_some_and(|e| e == "sql" || e == "lock") {
            entries.push((path, hash.to_owned()));
        }
    }
    contents(dir, &entries)
}

/// The files of a folder that differ from a revision, or, without one, that the next commit changes.
///
/// # Errors
/// When git is not there, or does not know the revision.
pub(super) fn changed(dir: &Path, revision: Option<&str>) -> anyhow::Result<Vec<PathBuf>> {
    let mut arguments = vec!["diff", "--name-only", "--relative", "-z"];
    match revision {
        Some(revision) => arguments.push(revision),
        None => arguments.push("--cached"),
    }
    arguments.extend(["--", "."]);
    let listed = git(dir, &arguments)?;
    let mut names = String::from_utf8_lossy(&listed).into_owned();
    if revision.is_some() {
        let new = git(
            dir,
            &[
                "ls-files",
                "--others",
                "--exclude-standard",
                "-z",
                "--",
                ".",
            ],
        )?;
        names.push_str(&String::from_utf8_lossy(&new));
    }
    Ok(names
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(|name| dir.join(name))
        .collect())
}

fn git(dir: &Path, arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(dir)
        .args(arguments)
        .output()
        .context("git could not be started")?;
    if !output.status.success() {
        bail!("git: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}

/// All blobs in one call of git.
fn contents(dir: &Path, entries: &[(PathBuf, String)]) -> anyhow::Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(dir)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("git could not be started")?;
    let hashes: Vec<_> = entries.iter().map(|(_, hash)| hash.as_str()).collect();
    let wanted = hashes.join("\n") + "\n";
    let mut stdin = child.stdin.take().context("git took no input")?;
    let writer = std::thread::spawn(move || stdin.write_all(wanted.as_bytes()));
    let output = child.wait_with_output()?;
    writer
        .join()
        .map_err(|_| anyhow::anyhow!("git took no input"))??;
    let mut rest = output.stdout.as_slice();
    let mut files = Vec::with_capacity(entries.len());
    for (path, _) in entries {
        let end = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .context("git cat-file stopped early")?;
        let head = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size: usize = head
            .rsplit(' ')
            .next()
            .unwrap_or_default()
            .parse()
            .with_context(|| head.clone())?;
        let body = rest
            .get(end + 1..end + 1 + size)
            .context("git cat-file stopped early")?;
        files.push((path.clone(), body.to_vec()));
        rest = rest.get(end + 2 + size..).unwrap_or_default();
    }
    Ok(files)
}
