use std::{
    fs,
    process::{Child, ExitStatus},
    time::{Duration, Instant},
};

use rustix::process::Signal;
use secrecy::SecretString;

use super::{
    ADMIN, ClusterError, binaries::Binaries, directory, directory::Directory, leftovers, secret,
    spawn, supervisor::Patience,
};

const LIMIT: Duration = Duration::from_mins(3);
const POLL: Duration = Duration::from_millis(10);

/// Makes a new cluster beside its place, then moves it there in one step: a crash leaves nothing half-made behind.
pub(super) fn run(
    directory: &Directory,
    binaries: &Binaries,
    password: &SecretString,
    durable: bool,
    patience: &Patience<'_>,
) -> Result<(), ClusterError> {
    discard_unfinished(directory)?;
    directory::make_private(&directory.unfinished, directory.account.as_ref())?;
    // A copy of the secret that the server's user can read, for as long as it takes.
    let password_file = directory.root.join("initdb.secret");
    secret::write(&password_file, password)?;
    if let Some(account) = &directory.account {
        directory::give(&password_file, account)?;
    }
    let mut command = spawn::program("initdb", binaries, directory, &directory.unfinished);
    command
        .args([
            "--username",
            ADMIN,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--auth=scram-sha-256",
            "--no-instructions",
        ])
        .arg("--pgdata")
        .arg(&directory.unfinished)
        .arg("--pwfile")
        .arg(&password_file);
    if !durable {
        command.arg("--no-sync");
    }
    let (log, begin) = directory.log.open()?;
    let mut child = spawn::start(command, log, Signal::KILL)?;
    let outcome = wait(&mut child, directory, patience);
    let _ = fs::remove_file(&password_file);
    let status = outcome?;
    if !status.success() {
        let (log, tail) = (directory.log.path.clone(), directory.log.tail(begin));
        return Err(ClusterError::Ended {
            program: "initdb",
            status: status.to_string(),
            log,
            tail,
        });
    }
    move_into_place(directory)
}

fn wait(
    child: &mut Child,
    directory: &Directory,
    patience: &Patience<'_>,
) -> Result<ExitStatus, ClusterError> {
    let started = Instant::now();
    loop {
        if let Some(status) = child
            .try_wait()
            .map_err(ClusterError::failed("wait for", &directory.unfinished))?
        {
            return Ok(status);
        }
        let late = started.elapsed() > LIMIT;
        if late || patience.ends_within(POLL) {
            let _ = child.kill();
            let _ = child.wait();
            let log = directory.log.path.clone();
            let slow = ClusterError::TooSlow {
                program: "initdb",
                seconds: LIMIT.as_secs(),
                log,
            };
            return Err(if late { slow } else { ClusterError::GivenUp });
        }
    }
}

/// Throws away what an interrupted start has left, and whoever still writes to it.
fn discard_unfinished(directory: &Directory) -> Result<(), ClusterError> {
    if !directory.unfinished.exists() {
        return Ok(());
    }
    leftovers::kill(&directory.unfinished)?;
    fs::remove_dir_all(&directory.unfinished)
        .map_err(ClusterError::failed("remove", &directory.unfinished))
}

fn move_into_place(directory: &Directory) -> Result<(), ClusterError> {
    let failed = |source| ClusterError::io("move into place", &directory.unfinished, source);
    fs::rename(&directory.unfinished, &directory.pgdata).map_err(failed)?;
    fs::File::open(&directory.root)
        .and_then(|dir| dir.sync_all())
        .map_err(failed)
}
