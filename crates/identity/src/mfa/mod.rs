//! The arithmetic of second proofs: codes that change with time, the picture an app scans, codes for the day it is lost.

mod qr;
mod recovery;
mod totp;
mod tries;

pub(crate) use qr::svg;
pub(crate) use recovery::{RecoveryCodes, hash_of};
pub(crate) use totp::{Label, SECRET_LEN, matching_step, secret_text};
pub(crate) use tries::{MOST_TRIES, locked_until};
