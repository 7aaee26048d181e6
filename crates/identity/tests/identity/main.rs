//! Identity against a real PostgreSQL: sign-ins, sessions, keys, invitations.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod accounts;
mod audit;
mod changes;
mod elsewhere;
mod factors;
mod federation;
mod foreign_loss;
mod house;
mod import;
mod invites;
mod keys;
mod last_admin;
mod letters;
mod links;
mod loss;
mod mailbox;
mod oauth;
mod one_time;
mod own_account;
mod pkce;
mod races;
mod recovery_codes;
mod refresh;
mod rotation;
mod sessions;
mod sign_in;
mod sign_up;
mod storage;
mod takeover;
mod world;
