use std::{
    fs::File,
    io,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
};

use rustix::process::Signal;

use super::{ClusterError, binaries::Binaries, directory::Directory};

/// A program of PostgreSQL, ready to be given its arguments: as the server's user, with nothing of our environment.
pub(super) fn program(
    name: &str,
    binaries: &Binaries,
    directory: &Directory,
    cwd: &Path,
) -> Command {
    let mut command = Command::new(binaries.dir.join(name));
    command
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .env("PATH", format!("{}:/usr/bin:/bin", binaries.dir.display()))
        .current_dir(cwd)
        .stdin(Stdio::null())
        // Ctrl-C must reach us, not the server: it stops after the last request, not before.
        .process_group(0);
    if let Some(account) = &directory.account {
        // The standard library also leaves all other groups when root does this.
        command.uid(account.uid).gid(account.gid);
    }
    command
}

/// Starts it, writing to `log`. The kernel sends it `last_signal` when the calling **thread** ends.
#[expect(
    unsafe_code,
    reason = "the signal for a parent's death can be asked for only between fork and exec"
)]
pub(super) fn start(
    mut command: Command,
    log: File,
    last_signal: Signal,
) -> Result<Child, ClusterError> {
    let path = Path::new(command.get_program()).to_owned();
    let errors = log
        .try_clone()
        .map_err(ClusterError::failed("open the log of", &path))?;
    command.stdout(log).stderr(errors);
    let parent = std::process::id();
    // SAFETY: the closure runs in the forked child, where only async-signal-safe calls are allowed. It makes two plain
    // system calls and allocates nothing. It runs after the change of user, which would forget the signal.
    unsafe {
        command.pre_exec(move || tie_to(parent, last_signal));
    }
    command
        .spawn()
        .map_err(ClusterError::failed("start", &path))
}

#[cfg(target_os = "linux")]
fn tie_to(parent: u32, last_signal: Signal) -> io::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(last_signal))?;
    // The parent may have died before the signal was asked for.
    let now = rustix::process::getppid().map(|pid| pid.as_raw_nonzero().get().unsigned_abs());
    if now == Some(parent) {
        Ok(())
    } else {
        Err(rustix::io::Errno::SRCH.into())
    }
}

/// Elsewhere the sweep at the next start ends what is left.
#[cfg(not(target_os = "linux"))]
fn tie_to(_: u32, _: Signal) -> io::Result<()> {
    Ok(())
}
