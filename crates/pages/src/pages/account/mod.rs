//! `/account` and what lies below it: everything a person decides about the own account.

mod overview;
mod password;
mod second_factor;
mod sessions;

pub use overview::AccountPage;
pub use password::PasswordPage;
pub use second_factor::{ChallengePage, FactorRow, SecondFactor, SecondFactorPage};
pub use sessions::{SessionRow, SessionsPage};
