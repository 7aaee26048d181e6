use stoa_core::{FieldError, SecretString};
use stoa_domain::Email;
use stoa_domain::password::{self, PasswordFault};

/// A password that may be stored (as its hash).
#[derive(Debug, Clone)]
pub struct NewPassword(pub(crate) SecretString);

impl NewPassword {
    /// A password that the academy's rules accept, for the person with this address.
    ///
    /// # Errors
    /// Every [`PasswordFault`] that applies.
    pub fn checked(
        password: SecretString,
        email: Option<&Email>,
    ) -> Result<Self, Vec<PasswordFault>> {
        password::check(&password, email)?;
        Ok(Self(password))
    }

    /// A password that nobody checks: for the demo accounts, whose passwords are printed in the documentation.
    #[must_use]
    pub fn for_demo(password: SecretString) -> Self {
        Self(password)
    }
}

/// What is wrong with a password by the rules of today, for somebody who has it already.
#[must_use]
pub fn password_faults(password: &SecretString, email: &str) -> Vec<PasswordFault> {
    let faults = password::check(password, Email::parse(email).ok().as_ref());
    faults.err().unwrap_or_default()
}

/// The faults of the form's field `password`.
pub(crate) fn fields(faults: &[PasswordFault]) -> Vec<FieldError> {
    faults
        .iter()
        .map(|fault| FieldError::new("password", fault.code(), fault.to_string()))
        .collect()
}
