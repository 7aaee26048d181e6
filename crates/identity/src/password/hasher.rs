use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender};
use stoa_core::{Ambient, ExposeSecret as _, SecretString};
use thiserror::Error;
use tokio::sync::oneshot;

use super::foreign;
use super::phc::{self, Memory, PhcError, SALT_LEN, Verified};

/// How long a thread without work keeps its 19 MiB: long enough for a storm, and an idle process is small again.
const KEPT: Duration = Duration::from_secs(2);

/// How the hashing is bounded.
#[derive(Debug, Clone, Copy)]
pub struct HasherOptions {
    /// Threads that hash, each with 19 MiB of its own: at least 1.
    pub threads: usize,
    /// How many requests may wait: at least 1.
    pub queue: usize,
    /// The longest wait for an answer, in the queue and at work.
    pub wait: Duration,
}

impl Default for HasherOptions {
    /// Half the cores, so that a storm of sign-ins leaves the others to the readers; as many in the queue as two
    /// seconds can serve.
    fn default() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = (cores / 2).max(1);
        Self {
            threads,
            queue: 64 * threads,
            wait: Duration::from_secs(2),
        }
    }
}

/// How much was hashed since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HasherStats {
    /// Threads.
    pub threads: usize,
    /// Requests in the queue.
    pub queued: usize,
    /// Hashes computed.
    pub computed: u64,
    /// Requests refused because the queue was full or the wait too long.
    pub refused: u64,
    /// Requests dropped before they were begun, because nobody waited any more.
    pub abandoned: u64,
}

/// All hash threads are busy and will be for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("too many sign-ins at once")]
pub(crate) struct Busy;

/// Why there is no hash.
#[derive(Debug, Error)]
pub(crate) enum HashError {
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Phc(#[from] PhcError),
}

/// A fixed number of threads that hash passwords, fed by a bounded queue. The threads end with the last clone.
///
/// # Source
/// the http contract, 5: hashing on a pool without bounds took 5.6 GB and starved every reader.
#[derive(Debug, Clone)]
pub(crate) struct Hasher {
    jobs: Sender<Job>,
    counters: Arc<Counters>,
    options: HasherOptions,
    ambient: Ambient,
}

#[derive(Debug, Default)]
struct Counters {
    computed: AtomicU64,
    refused: AtomicU64,
    abandoned: AtomicU64,
}

struct Job {
    password: SecretString,
    task: Task,
}

enum Task {
    Hash {
        salt: [u8; SALT_LEN],
        reply: oneshot::Sender<Result<String, PhcError>>,
    },
    Verify {
        stored: Option<String>,
        reply: oneshot::Sender<Result<Verified, PhcError>>,
    },
}

impl Hasher {
    /// Starts the threads.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub(crate) fn start(ambient: Ambient, options: HasherOptions) -> std::io::Result<Self> {
        let (jobs, queue) = crossbeam_channel::bounded(options.queue.max(1));
        let counters = Arc::new(Counters::default());
        for number in 0..options.threads.max(1) {
            let (queue, counters) = (queue.clone(), Arc::clone(&counters));
            thread::Builder::new()
                .name(format!("stoa-hash-{number}"))
                .spawn(move || work(&queue, &counters))?;
        }
        Ok(Self {
            jobs,
            counters,
            options,
            ambient,
        })
    }

    /// Hashes a password with a fresh salt.
    ///
    /// # Errors
    /// [`HashError::Busy`] when no thread is free in time.
    pub(crate) async fn hash(&self, password: SecretString) -> Result<String, HashError> {
        let salt = self.ambient.bytes();
        let (reply, answer) = oneshot::channel();
        self.submit(
            Job {
                password,
                task: Task::Hash { salt, reply },
            },
            answer,
        )
        .await
    }

    /// Checks a password; without a stored hash it takes as long and does not match.
    ///
    /// # Errors
    /// [`HashError::Busy`] when no thread is free in time; [`HashError::Phc`] for a stored hash that cannot be read.
    pub(crate) async fn verify(
        &self,
        password: SecretString,
        stored: Option<String>,
    ) -> Result<Verified, HashError> {
        let (reply, answer) = oneshot::channel();
        self.submit(
            Job {
                password,
                task: Task::Verify { stored, reply },
            },
            answer,
        )
        .await
    }

    /// How much was hashed since the start.
    #[must_use]
    pub(crate) fn stats(&self) -> HasherStats {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        HasherStats {
            threads: self.options.threads.max(1),
            queued: self.jobs.len(),
            computed: read(&self.counters.computed),
            refused: read(&self.counters.refused),
            abandoned: read(&self.counters.abandoned),
        }
    }

    async fn submit<T>(
        &self,
        job: Job,
        answer: oneshot::Receiver<Result<T, PhcError>>,
    ) -> Result<T, HashError> {
        let busy = || {
            self.counters.refused.fetch_add(1, Ordering::Relaxed);
            HashError::Busy(Busy)
        };
        self.jobs.try_send(job).map_err(|_| busy())?;
        // Dropping `answer` at the end of the wait tells the thread that nobody wants this hash any more.
        match tokio::time::timeout(self.options.wait, answer).await {
            Ok(Ok(answer)) => Ok(answer?),
            Ok(Err(_)) | Err(_) => Err(busy()),
        }
    }
}

fn work(queue: &Receiver<Job>, counters: &Counters) {
    // Each job that comes after a pause begins with new memory, and those that come soon share it.
    while let Ok(first) = queue.recv() {
        let mut memory = Memory::default();
        first.run(&mut memory, counters);
        while let Ok(next) = queue.recv_timeout(KEPT) {
            next.run(&mut memory, counters);
        }
    }
}

impl Job {
    fn run(self, memory: &mut Memory, counters: &Counters) {
        if self.task.is_abandoned() {
            counters.abandoned.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let password = self.password.expose_secret().as_bytes();
        // Counted before it is answered, so that whoever has the answer sees it counted.
        counters.computed.fetch_add(1, Ordering::Relaxed);
        match self.task {
            Task::Hash { salt, reply } => drop(reply.send(phc::hash(memory, password, &salt))),
            Task::Verify {
                stored: Some(stored),
                reply,
            } => drop(reply.send(foreign::verify(memory, password, &stored))),
            Task::Verify {
                stored: None,
                reply,
            } => {
                phc::waste(memory, password);
                drop(reply.send(Ok(Verified {
                    matches: false,
                    is_outdated: false,
                })));
            }
        }
    }
}

impl Task {
    fn is_abandoned(&self) -> bool {
        match self {
            Self::Hash { reply, .. } => reply.is_closed(),
            Self::Verify { reply, .. } => reply.is_closed(),
        }
    }
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::future::join_all;

    /// What of this process is in memory, in MiB.
    fn resident() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kib = line.unwrap().split_whitespace().nth(1).unwrap();
        kib.parse::<u64>().unwrap() / 1024
    }

    #[tokio::test]
    async fn the_memory_of_a_burst_is_given_back_each_time() {
        let hasher = hasher(4);
        let before = resident();
        for burst in 0..3 {
            hasher
                .hash(SecretString::from("one of a burst"))
                .await
                .unwrap();
            let begun = std::time::Instant::now();
            while resident() > before + 8 {
                assert!(
                    begun.elapsed() < KEPT * 20,
                    "burst {burst}: {} MiB",
                    resident()
                );
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }

    fn hasher(queue: usize) -> Hasher {
        let options = HasherOptions {
            threads: 1,
            queue,
            wait: Duration::from_mins(1),
        };
        Hasher::start(Ambient::system(), options).unwrap()
    }

    fn secret() -> SecretString {
        SecretString::from("correct horse")
    }

    #[tokio::test]
    async fn what_was_hashed_is_verified_and_nobody_matches_no_hash() {
        let hasher = hasher(4);
        let (first, second) = (
            hasher.hash(secret()).await.unwrap(),
            hasher.hash(secret()).await.unwrap(),
        );
        assert_ne!(first, second, "each hash has its own salt");
        assert!(hasher.verify(secret(), Some(first)).await.unwrap().matches);
        assert!(
            !hasher
                .verify(SecretString::from("other"), Some(second))
                .await
                .unwrap()
                .matches
        );
        assert!(!hasher.verify(secret(), None).await.unwrap().matches);
        assert_eq!(hasher.stats().computed, 5);
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once_and_serves_the_others() {
        let hasher = hasher(2);
        let answers = join_all((0..20).map(|_| hasher.verify(secret(), None))).await;
        let served = answers.iter().filter(|answer| answer.is_ok()).count();
        let refused = answers
            .iter()
            .filter(|answer| matches!(answer, Err(HashError::Busy(_))))
            .count();
        assert_eq!(served + refused, 20);
        // All are submitted within the time of a few hashes: the thread holds one and the queue two.
        assert!(
            served >= 2 && refused >= 5,
            "served {served}, refused {refused}"
        );
        assert_eq!(hasher.stats().refused, refused as u64);
    }

    #[tokio::test]
    async fn a_request_whose_caller_has_gone_is_never_begun() {
        let hasher = hasher(8);
        let (gone, kept) = {
            let mut gone: Vec<_> = (0..4)
                .map(|_| Box::pin(hasher.verify(secret(), None)))
                .collect();
            for request in &mut gone {
                assert!(futures::poll!(request.as_mut()).is_pending());
            }
            (gone, hasher.verify(secret(), None))
        };
        drop(gone);
        kept.await.unwrap();
        let stats = hasher.stats();
        assert_eq!(stats.computed + stats.abandoned, 5);
        assert!(stats.abandoned >= 1, "{stats:?}");
        assert_eq!(stats.queued, 0);
    }

    #[tokio::test]
    async fn a_wait_that_is_too_long_ends_as_busy() {
        let options = HasherOptions {
            threads: 1,
            queue: 8,
            wait: Duration::ZERO,
        };
        let hasher = Hasher::start(Ambient::system(), options).unwrap();
        assert!(matches!(
            hasher.verify(secret(), None).await,
            Err(HashError::Busy(_))
        ));
        assert_eq!(hasher.stats().refused, 1);
    }

    #[tokio::test]
    async fn the_thread_ends_with_its_last_owner() {
        let hasher = hasher(1);
        let counters = Arc::downgrade(&hasher.counters);
        hasher.verify(secret(), None).await.unwrap();
        drop(hasher);
        let deadline = std::time::Instant::now() + Duration::from_secs(10);
        while counters.strong_count() > 0 {
            assert!(
                std::time::Instant::now() < deadline,
                "the thread is still there"
            );
            tokio::task::yield_now().await;
        }
    }
}
