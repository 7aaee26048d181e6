//! `/account`: what a person decides about the own account. Whoever has a second factor has proved it first.

mod delete;
mod email;
mod overview;
mod password;
mod second_factor;
mod sessions;

pub(crate) use delete::delete;
pub(crate) use email::change as change_email;
pub(crate) use overview::{export, show};
pub(crate) use password::{change as change_password, show as show_password};
pub(crate) use second_factor::{begin, confirm, remove, renew_codes, show as show_second_factor};
pub(super) use second_factor::{prove_factor, wrong_code};
pub(crate) use sessions::{end, end_others, show as show_sessions};
pub(super) use sessions::{program, rows as session_rows};

/// The page of the own account.
pub(crate) const HOME: &str = "/account";
/// Where a person sets a password; links of letters for a forgotten one lead here.
pub(crate) const PASSWORD: &str = "/account/password";
