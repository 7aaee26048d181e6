//! Identity against a real PostgreSQL: sign-ins, sessions, keys, invitations.
#![expect(clippy::unwrap_used, reason = "tests")]

mod accounts;
mod audit;
mod elsewhere;
mod factors;
mod federation;
mod house;
mod invites;
mod keys;
mod letters;
mod loss;
mod one_time;
mod recovery_codes;
mod refresh;
mod rotation;
mod sessions;
mod sign_in;
mod storage;
mod world;
