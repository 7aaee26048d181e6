//! Letters to people. A flow asks for one inside its transaction; a job sends it after the commit.
//!
//! The row of `auth.letters` is the ledger of the effect. `sending` is committed before the first byte leaves, together
//! with the link and the code that this sending carries; their plain text exists in memory only. What a failure means:
//!
//! - nobody took it (no connection, no login, a 4xx): it waits, and comes again;
//! - refused for good (a 5xx for the recipient or the letter): it has failed, and a person sees it in `/health`;
//! - **unknown** (the line was cut before the answer): it is sent again, at most twice. A person who waits for a link in
//!   vain is worse than one who gets two letters; only the newest link works, and notices keep their `Message-ID`, so that
//!   mail programs show them once. A lead is treated the other way round, since nobody is waiting for its second copy.

mod compose;
mod details;
mod hold;
mod letter;
mod order;
mod postman;
mod request;
mod take;
mod verdict;

pub use letter::Letter;
pub(super) use letter::purpose;
pub use postman::{LetterCounts, Postman};
pub use request::MailRequest;

/// The kind of the jobs that send letters.
const SEND: &str = "identity.mail";
