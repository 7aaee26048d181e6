//! How many connections people may have: as many as the settings say, and no more than this process may open files.
//!
//! Each connection is an open file, and so is each of ours to a database or a sink. Without a limit below the system's own,
//! a few slow clients take every file there is, and then nothing is accepted any more, health checks included.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use stoa_web::CheckState;

use crate::config::Settings;

/// Most connections at the operators' own address. They come out of what is kept back, so that health is seen when people
/// have taken all the rest.
pub(crate) const OPERATORS: usize = 32;

/// Files kept back for ourselves: the operators' connections, 46 to the databases and one for each that is listened to,
/// Redis, log, sockets that listen, timers, templates of child processes. Jobs come on top.
const OWN: usize = 160;

/// A job may hold one connection to a sink and one to look something up; two queues run beside each other.
const FOR_EACH_JOB: usize = 4;

/// When files are scarce, no client may have more than this part of the connections there are.
const CLIENTS_AT_LEAST: usize = 8;

/// The connections that people may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    /// At once.
    pub(crate) most: usize,
    /// At once from one address.
    pub(crate) per_client: usize,
    wanted: usize,
    files: usize,
    needed: usize,
}

impl Room {
    /// What there is room for in this process, as its limit of open files is now.
    pub(crate) fn now(settings: &Settings) -> Self {
        Self::of(settings, open_files())
    }

    /// The same after the limit was raised as far as the settings ask and the system lets it.
    pub(crate) fn made(settings: &Settings) -> Self {
        let room = Self::now(settings);
        raise(room.needed);
        Self::now(settings)
    }

    fn of(settings: &Settings, files: usize) -> Self {
        let reserve = OWN + FOR_EACH_JOB * settings.worker_concurrency;
        let wanted = (settings.most_connections, settings.most_per_client);
        Self::within(files, reserve, wanted)
    }

    /// With so few files that the reserve leaves less than half of them, people get half.
    fn within(files: usize, reserve: usize, (wanted, per_client): (usize, usize)) -> Self {
        let free = files.saturating_sub(reserve).max(files / 2).max(1);
        let scarce = free < wanted;
        Self {
            most: wanted.min(free),
            per_client: if scarce {
                per_client.min((free / CLIENTS_AT_LEAST).max(1))
            } else {
                per_client
            },
            wanted,
            files,
            needed: wanted.saturating_add(reserve),
        }
    }

    /// What `/health` says of it.
    pub(crate) fn judge(&self) -> (CheckState, String) {
        if self.most == self.wanted {
            return (CheckState::Ok, format!("room for {} at once", self.most));
        }
        let text = format!(
            "room for {} at once and {} from one address, not for the {} of http.most_connections: this process may \
             open {} files; let it open {} (systemd: LimitNOFILE={}, a shell: ulimit -n {})",
            self.most,
            self.per_client,
            self.wanted,
            self.files,
            self.needed,
            self.needed,
            self.needed,
        );
        (CheckState::Warn, text)
    }

    /// Says at the start when the settings ask for more than there is.
    pub(crate) fn warn(&self) {
        if let (CheckState::Warn, text) = self.judge() {
            tracing::warn!("connections: {text}");
        }
    }
}

/// How many files this process may open.
fn open_files() -> usize {
    let limit = getrlimit(Resource::Nofile).current;
    limit.map_or(usize::MAX, |files| {
        usize::try_from(files).unwrap_or(usize::MAX)
    })
}

/// Raises the soft limit to `needed`, or to the hard one. What cannot be raised is told by [`Room::judge`].
fn raise(needed: usize) {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let needed = u64::try_from(needed).unwrap_or(u64::MAX);
    let reachable = maximum.map_or(needed, |hard| hard.min(needed));
    if current.is_some_and(|soft| soft < reachable) {
        let raised = Rlimit {
            current: Some(reachable),
            maximum,
        };
        if let Err(error) = setrlimit(Resource::Nofile, raised) {
            tracing::warn!(%error, reachable, "the limit of open files could not be raised");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_files_for_everything_else() {
        let plenty = Room::within(20_000, 224, (10_000, 256));
        assert_eq!((plenty.most, plenty.per_client), (10_000, 256));
        assert_eq!(plenty.judge().0, CheckState::Ok);
        let scarce = Room::within(1_024, 224, (10_000, 256));
        assert_eq!((scarce.most, scarce.per_client), (800, 100));
        let (state, text) = scarce.judge();
        assert_eq!(state, CheckState::Warn);
        assert!(text.contains("LimitNOFILE=10224"), "{text}");
        let tiny = Room::within(64, 224, (10_000, 256));
        assert_eq!((tiny.most, tiny.per_client), (32, 4));
        // Who asks for little gets it, and for one client as much as was said.
        let modest = Room::within(1_024, 224, (300, 256));
        assert_eq!((modest.most, modest.per_client), (300, 256));
    }
}
