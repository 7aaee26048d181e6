//! Passwords: what is accepted, how one is hashed, and the few threads that hash.

mod foreign;
mod hasher;
mod phc;
mod policy;

pub use foreign::{PasswordHash, PasswordHashError};
pub(crate) use hasher::{HashError, Hasher};
pub use hasher::{HasherOptions, HasherStats};
pub(crate) use policy::fields;
pub use policy::{NewPassword, password_faults};
