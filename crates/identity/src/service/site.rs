//! Where people reach this installation: the beginning of every link we write.

use stoa_jobs::Waker;

use super::{Identity, Inner};

const MOUNT: &str = "/auth/v1";

impl Identity {
    /// Says where people reach this installation, when it is known better than by the issuer: a server that was told to
    /// listen on any free port. An origin without a path; the first word counts.
    pub fn served_at(&self, origin: &str) {
        // A second word changes nothing: links that are out already lead to the first.
        drop(
            self.inner
                .origin
                .set(origin.trim_end_matches('/').to_owned()),
        );
    }

    /// What wakes the worker that sends letters; without it a letter waits for the worker's next look.
    pub fn wakes_with(&self, waker: Waker) {
        drop(self.inner.postman.set(waker));
    }
}

impl Inner {
    /// `https://academy.kz`, without a slash at the end.
    pub(super) fn origin(&self) -> &str {
        let issuer = self.options.issuer.as_str();
        self.origin.get().map_or_else(
            || issuer.strip_suffix(MOUNT).unwrap_or(issuer),
            String::as_str,
        )
    }

    /// To be called after the commit of a transaction that asked for a letter.
    pub(super) fn wake_postman(&self) {
        if let Some(waker) = self.postman.get() {
            waker.wake();
        }
    }
}
