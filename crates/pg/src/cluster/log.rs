use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use super::ClusterError;

/// A log larger than this is moved aside; one older log is kept, so the two together stay below twice this.
const MAX_BYTES: u64 = 10 * 1024 * 1024;
const TAIL_LINES: usize = 6;
const TAIL_BYTES: u64 = 4096;

/// The log of the server's programs.
#[derive(Debug)]
pub(super) struct Log {
    pub(super) path: PathBuf,
}

impl Log {
    /// Opens it for a program to write, and says where the program's own lines will begin.
    pub(super) fn open(&self) -> Result<(File, u64), ClusterError> {
        let failed = |source| ClusterError::io("open", &self.path, source);
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&self.path)
            .map_err(failed)?;
        let begin = file.metadata().map_err(failed)?.len();
        Ok((file, begin))
    }

    /// The last lines after `begin`, in one line.
    pub(super) fn tail(&self, begin: u64) -> String {
        let text = read_tail(&self.path, begin).unwrap_or_default();
        let lines: Vec<_> = text
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .collect();
        let last = lines.len().saturating_sub(TAIL_LINES);
        if lines.is_empty() {
            "(nothing)".to_owned()
        } else {
            lines[last..].join(" | ")
        }
    }

    /// Copies a log that has grown too large aside and empties it. The writer keeps its handle, which appends; a line
    /// written between the two steps is lost.
    pub(super) fn rotate(&self) {
        if fs::metadata(&self.path).is_ok_and(|facts| facts.len() > MAX_BYTES)
            && let Err(error) = move_aside(&self.path)
        {
            tracing::warn!(path = %self.path.display(), %error, "the server's log cannot be rotated");
        }
    }
}

fn move_aside(path: &Path) -> io::Result<()> {
    fs::copy(path, path.with_extension("log.1"))?;
    OpenOptions::new().write(true).open(path)?.set_len(0)
}

fn read_tail(path: &Path, begin: u64) -> io::Result<String> {
    let mut file = File::open(path)?;
    let end = file.metadata()?.len();
    let from = if end < begin { 0 } else { begin };
    file.seek(SeekFrom::Start(from.max(end.saturating_sub(TAIL_BYTES))))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_large_log_is_emptied_under_its_writer_and_kept_once() {
        let dir = tempfile::tempdir().unwrap();
        let log = Log {
            path: dir.path().join("postgres.log"),
        };
        let (mut writer, begin) = log.open().unwrap();
        assert_eq!(begin, 0);
        writer.write_all(b"early\n").unwrap();
        log.rotate();
        assert_eq!(log.tail(0), "early");
        writer.set_len(MAX_BYTES + 1).unwrap();
        log.rotate();
        assert_eq!(
            fs::metadata(dir.path().join("postgres.log.1"))
                .unwrap()
                .len(),
            MAX_BYTES + 1
        );
        writer.write_all(b"one\ntwo\n").unwrap();
        assert_eq!(log.tail(begin), "one | two");
        assert_eq!(fs::metadata(&log.path).unwrap().len(), 8);
    }
}
