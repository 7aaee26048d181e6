use stoa_core::FieldError;

/// The wrong fields of a form that was sent; empty for a fresh one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(pub Vec<FieldError>);

impl Faults {
    /// A form that is still right.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Whether every field is right.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field: `consent` also finds `consent.at`.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&FieldError> {
        self.0.iter().find(|error| input_of(error) == field)
    }
}

impl From<Vec<FieldError>> for Faults {
    fn from(errors: Vec<FieldError>) -> Self {
        Self(errors)
    }
}

/// The name of the input that a fault belongs to: `consent` for `consent.at`.
pub(crate) fn input_of(error: &FieldError) -> &str {
    error.field.split(['.', '[']).next().unwrap_or_default()
}

/// The text for a code. The area before the dot does not matter: `lead.phone_invalid` and `buyer.phone_invalid` say
/// the same to a person. An unknown code is told by its field alone; only then by the English message.
pub(crate) fn key(error: &FieldError) -> Option<&'static str> {
    let code = error.code.rsplit('.').next().unwrap_or_default();
    Some(match (code, input_of(error)) {
        ("name_required", _) | ("required", "name") => "fault-name-required",
        ("phone_required", _) | ("required", "phone") => "fault-phone-required",
        ("email_required", _) | ("required", "email") => "fault-email-required",
        ("password_required", _) | ("required", "password") => "fault-password-required",
        ("consent_required", _) | ("required", "consent") => "fault-consent-required",
        ("price_required", _) | ("required", "price") => "fault-price-required",
        ("duplicate" | "email_exists" | "email_taken", _) => "fault-buyer-duplicate",
        ("too_short", "password") => "fault-password-too-short",
        ("too_long", "password") => "fault-password-too-long",
        ("like_email", "password") => "fault-password-like-address",
        ("too_common", "password") => "fault-password-known",
        ("field_too_long" | "too_long" | "name_too_long", _) => "fault-too-long",
        ("password_wrong" | "password_current_wrong", _) => "fault-password-wrong",
        ("password_same", _) => "fault-password-same",
        ("code_wrong", _) => "fault-code-wrong",
        ("link_invalid", _) => "fault-letter-code",
        ("mail_off", _) => "fault-mail-off",
        ("too_many_factors", _) => "fault-factors-many",
        ("limited", "email") => "fault-mail-limited",
        ("locked" | "limited", "code") => "fault-code-locked",
        ("reauthentication_needed", _) => "fault-sign-in-again",
        ("last_admin", _) => "fault-last-admin",
        ("confirm_mismatch", _) => "fault-confirm-mismatch",
        ("email_same", _) => "fault-email-same",
        ("address_taken", _) => "fault-address-taken",
        ("required" | "code_missing", _) => "fault-required",
        ("person_unknown", _) => "fault-person-unknown",
        ("role_missing", "lead") => "fault-lead-role",
        ("role_missing", "member") => "fault-member-role",
        ("own_member", _) => "fault-own-team",
        ("confirmation_differs", _) => "fault-mode-confirmation",
        ("reason_invalid" | "reason_missing", _) => "fault-reason",
        (_, "password") => "fault-password-invalid",
        (_, "name") => "fault-name-invalid",
        (_, "phone") => "fault-phone-invalid",
        (_, "email") => "fault-email-invalid",
        (_, "price" | "price_minor") => "fault-price-invalid",
        (_, "locale") => "fault-locale-invalid",
        (_, "zone") => "fault-zone-invalid",
        (_, "paymentMethod") => "fault-payment-method-invalid",
        (_, "consent") => "fault-consent-invalid",
        (_, "submissionId" | "source" | "ts") => "fault-form-stale",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_of_a_password_has_a_text_of_its_own_with_the_limit_that_holds() {
        use stoa_domain::password::{MAX_CHARS, PasswordFault as F};
        let faults = [F::TooShort, F::TooLong, F::LikeEmail, F::TooCommon];
        for locale in crate::Locale::ALL {
            let shell = crate::Shell::new(locale, "/", "");
            let said = faults.map(|fault| {
                let error = FieldError::new("password", fault.code(), fault.to_string());
                shell.fault(&error)
            });
            let unspecific = shell.t("fault-password-invalid");
            assert!(said.iter().all(|text| *text != unspecific), "{said:?}");
            let different: std::collections::BTreeSet<_> = said.iter().collect();
            assert_eq!(different.len(), faults.len(), "{said:?}");
            assert!(said[1].contains(&MAX_CHARS.to_string()), "{}", said[1]);
        }
    }

    #[test]
    fn a_code_is_told_apart_from_its_area_and_an_unknown_one_by_its_field() {
        let key = |field, code| super::key(&FieldError::new(field, code, "message"));
        assert_eq!(
            key("phone", "lead.phone_required"),
            Some("fault-phone-required")
        );
        assert_eq!(
            key("phone", "buyer.phone_invalid"),
            Some("fault-phone-invalid")
        );
        assert_eq!(key("name", "length"), Some("fault-name-invalid"));
        assert_eq!(
            key("consent.at", "lead.consent_invalid"),
            Some("fault-consent-invalid")
        );
        assert_eq!(key("comment", "lead.odd"), None);
        let faults = Faults(vec![FieldError::new(
            "consent.at",
            "lead.consent_invalid",
            "",
        )]);
        assert!(faults.of("consent").is_some() && faults.of("phone").is_none());
    }
}
