//! Processes of an earlier server. A process belongs to a cluster when its working directory is the cluster's: a zombie
//! has none, and a number that was given to another process has another. A pid file alone tells neither.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use super::{ClusterError, directory::Directory, socket};

const POLL: Duration = Duration::from_millis(5);

/// How an earlier server is asked to end, and how long it may take each time.
const STEPS: [(Signal, Duration); 3] = [
    (Signal::INT, Duration::from_secs(10)),
    (Signal::QUIT, Duration::from_secs(5)),
    (Signal::KILL, Duration::from_secs(5)),
];

/// Ends whatever still runs in the cluster, then removes its lock files. We hold the directory's lock, so nobody alive
/// stands behind those processes. The files go last: they keep a second server from a first one's shared memory.
pub(super) fn sweep(directory: &Directory) -> Result<(), ClusterError> {
    let Some(found) = inside(&directory.pgdata) else {
        return Ok(());
    };
    if !found.is_empty() {
        tracing::warn!(processes = ?found, "an earlier PostgreSQL still runs in the data directory; ending it");
    }
    end(&directory.pgdata, &STEPS)?;
    let socket = socket::file_in(&directory.socket_dir);
    for file in [
        directory.pgdata.join("postmaster.pid"),
        socket.with_extension("5432.lock"),
        socket,
    ] {
        let _ = fs::remove_file(file);
    }
    Ok(())
}

/// Kills whatever runs in `dir` at once.
pub(super) fn kill(dir: &Path) -> Result<(), ClusterError> {
    end(dir, &STEPS[2..])
}

fn end(dir: &Path, steps: &[(Signal, Duration)]) -> Result<(), ClusterError> {
    for (signal, patience) in steps {
        for pid in inside(dir).unwrap_or_default() {
            // A fast shutdown is asked of the main process; the others follow it, or leave when it is dead.
            if *signal != Signal::INT || is_main(pid) {
                send(pid, *signal);
            }
        }
        let started = Instant::now();
        while started.elapsed() < *patience {
            if inside(dir).unwrap_or_default().is_empty() {
                return Ok(());
            }
            thread::sleep(POLL);
        }
    }
    let pids = inside(dir).unwrap_or_default();
    if pids.is_empty() {
        Ok(())
    } else {
        Err(ClusterError::Leftovers {
            dir: dir.to_owned(),
            pids,
        })
    }
}

/// The processes that work in `dir`; `None` where the system does not tell.
fn inside(dir: &Path) -> Option<Vec<i32>> {
    let dir = fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
    let removed = PathBuf::from(format!("{} (deleted)", dir.display()));
    fs::read_link("/proc/self/cwd").ok()?;
    let processes = fs::read_dir("/proc")
        .ok()?
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let works_there = |pid: &i32| {
        fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == dir || cwd == removed)
    };
    Some(processes.filter(works_there).collect())
}

/// The other processes of a server call themselves `postgres: ...`.
fn is_main(pid: i32) -> bool {
    fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|command| !command.starts_with(b"postgres:"))
}

fn send(pid: i32, signal: Signal) {
    if let Some(pid) = Pid::from_raw(pid) {
        let _ = kill_process(pid, signal);
    }
}
