//! Passwords that leaked so often, and words so common, that whoever guesses tries them.

use zxcvbn::matching::patterns::MatchPattern;
use zxcvbn::zxcvbn;

/// Longer ones are in no list, and take long to look at.
const MOST_CHARS: usize = 40;

/// Whether `password`, folded to lower-case, is one entry of the lists of what is tried first, also when letters are
/// written as digits and marks (`ch0c0late`) or when it is turned round. Works without a network.
///
/// # Source
/// The frequency lists inside the `zxcvbn` crate (Dropbox, MIT): the 30,000 passwords that leaked most often (Mark
/// Burnett's list of ten million), and the most common English words, names and surnames.
pub(super) fn is_leaked(password: &str) -> bool {
    if password.is_empty() || password.chars().count() > MOST_CHARS {
        return false;
    }
    // One entry and nothing beside it: several words are a phrase, and phrases are what we ask for.
    matches!(zxcvbn(password, &[]).sequence(), [only] if matches!(only.pattern, MatchPattern::Dictionary(_)))
}
