//! Letters to people. A flow asks for one inside its transaction; a job sends it after the commit.

mod letter;
mod request;

pub use letter::Letter;
pub use request::MailRequest;

/// The kind of the jobs that send letters.
const SEND: &str = "identity.mail";
