use std::sync::{Mutex, PoisonError};

use aws_lc_rs::{digest, rand};

/// Gives random bytes.
pub trait Random: Send + Sync {
    /// Fills the whole of `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The randomness of the operating system, fit for secrets.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(
        clippy::expect_used,
        reason = "without randomness no secret is safe; the kernel never refuses it"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        rand::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// The same bytes for the same seed, in the same order: for tests only.
#[derive(Debug)]
pub struct SeededRandom {
    seed: u64,
    drawn: Mutex<u64>,
}

impl SeededRandom {
    /// A generator that begins anew from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: Mutex::new(0),
        }
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in bytes.chunks_mut(digest::SHA256_OUTPUT_LEN) {
            *drawn += 1;
            let mut block = self.seed.to_be_bytes().to_vec();
            block.extend_from_slice(&drawn.to_be_bytes());
            let hash = digest::digest(&digest::SHA256, &block);
            let (part, _) = hash.as_ref().split_at(chunk.len());
            chunk.copy_from_slice(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_sequence_that_does_not_repeat() {
        let draw = |seed| {
            let random = SeededRandom::new(seed);
            let (mut first, mut second) = ([0; 40], [0; 40]);
            random.fill(&mut first);
            random.fill(&mut second);
            (first, second)
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert_ne!(draw(1).0, draw(1).1);
    }
}
