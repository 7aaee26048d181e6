use stoa_core::FieldError;
use uuid::Uuid;

use super::consent::{moment, unix_ms};
use super::tracking::tidied_text;
use super::{Consent, ConsentForm, LandingForm, RawContact, Submission};
use crate::{Email, NameError, PaymentMethod, PersonName, Phone, PhoneError, Source, text};

const MAX_PHONE: usize = 100;
const MAX_EMAIL: usize = 320;
const MAX_COMMENT: usize = 12_000;
const MAX_SLUG: usize = 128;

/// The errors found so far; each field adds at most one.
#[derive(Default)]
struct Faults(Vec<FieldError>);

impl LandingForm {
    /// Checks every field and names all wrong ones at once.
    ///
    /// Required are name and phone. An empty text is the same as none.
    ///
    /// # Errors
    /// `lead.name_required`, `lead.name_invalid`, `lead.phone_required`, `lead.phone_invalid`,
    /// `lead.email_invalid`, `lead.source_invalid`, `lead.payment_method_invalid`,
    /// `lead.submission_id_invalid`, `lead.consent_invalid`, `lead.field_too_long`.
    pub fn check(self) -> Result<Submission, Vec<FieldError>> {
        let mut faults = Faults::default();
        let name = faults.name(self.name.as_deref());
        let phone = faults.phone(self.phone.as_deref());
        let email = faults.email(self.email.as_deref());
        let source = faults.source(self.source.as_deref());
        let payment_method = faults.payment_method(self.payment_method.as_deref());
        let submission_id = faults.submission_id(self.submission_id.as_deref());
        let comment = faults.comment(self.comment.as_deref());
        let consent = faults.consent(self.consent);
        let (Some(name), Some(phone), Some(source), true) =
            (name, phone, source, faults.0.is_empty())
        else {
            return Err(faults.0);
        };
        Ok(Submission {
            raw: RawContact::of(self.name, self.phone, self.email),
            name,
            phone,
            email,
            source,
            payment_method,
            submission_id,
            campaign_slug: tidied_text(self.campaign_slug.as_deref(), MAX_SLUG),
            comment,
            tracking: self.tracking.tidied(),
            consent,
            trap_filled: self.hp.is_some_and(|hp| !hp.trim().is_empty()),
            rendered_at_ms: self.ts.as_deref().and_then(unix_ms),
            extra: self.extra,
        })
    }
}

impl Faults {
    fn add<T>(&mut self, field: &str, code: &str, message: impl Into<String>) -> Option<T> {
        self.0.push(FieldError::new(field, code, message));
        None
    }

    fn too_long<T>(&mut self, field: &str, max: usize) -> Option<T> {
        self.add(
            field,
            "lead.field_too_long",
            format!("{field} may have at most {max} characters"),
        )
    }

    fn name(&mut self, given: Option<&str>) -> Option<PersonName> {
        match PersonName::parse(given.unwrap_or_default()) {
            Ok(name) => Some(name),
            Err(NameError::Empty) => self.add("name", "lead.name_required", "a name is required"),
            Err(NameError::TooLong) => self.too_long("name", PersonName::MAX),
            Err(NameError::Control) => self.add(
                "name",
                "lead.name_invalid",
                "the name holds control characters",
            ),
        }
    }

    fn phone(&mut self, given: Option<&str>) -> Option<Phone> {
        let given = given.unwrap_or_default();
        if longer(given, MAX_PHONE) {
            return self.too_long("phone", MAX_PHONE);
        }
        match Phone::parse(given) {
            Ok(phone) => Some(phone),
            Err(PhoneError::Empty) => {
                self.add("phone", "lead.phone_required", "a phone number is required")
            }
            Err(PhoneError::Invalid) => self.add(
                "phone",
                "lead.phone_invalid",
                "there is no such phone number; example: +7 700 123 45 67",
            ),
        }
    }

    fn email(&mut self, given: Option<&str>) -> Option<Email> {
        let given = visible(given)?;
        if longer(given, MAX_EMAIL) {
            return self.too_long("email", Email::MAX);
        }
        match Email::parse(given) {
            Ok(email) => Some(email),
            Err(fault) => self.add("email", "lead.email_invalid", fault.to_string()),
        }
    }

    fn source(&mut self, given: Option<&str>) -> Option<Source> {
        match Source::parse(given.unwrap_or_default()) {
            Ok(source) => Some(source),
            Err(fault) => self.add("source", "lead.source_invalid", fault.to_string()),
        }
    }

    fn payment_method(&mut self, given: Option<&str>) -> Option<PaymentMethod> {
        let given = visible(given)?;
        if longer(given.trim(), PaymentMethod::MAX) {
            return self.too_long("paymentMethod", PaymentMethod::MAX);
        }
        if given.chars().any(text::is_control) {
            let message = "the payment method holds control characters";
            return self.add("paymentMethod", "lead.payment_method_invalid", message);
        }
        PaymentMethod::parse(given)
    }

    fn submission_id(&mut self, given: Option<&str>) -> Option<Uuid> {
        let given = visible(given)?;
        match given.trim().parse::<Uuid>() {
            Ok(id) => Some(id),
            Err(_) => self.add(
                "submissionId",
                "lead.submission_id_invalid",
                "submissionId must be a uuid",
            ),
        }
    }

    fn comment(&mut self, given: Option<&str>) -> Option<String> {
        let given = text::many_lines(given?);
        if longer(&given, MAX_COMMENT) {
            return self.too_long("comment", MAX_COMMENT);
        }
        (!given.is_empty()).then_some(given)
    }

    fn consent(&mut self, given: Option<ConsentForm>) -> Option<Consent> {
        let given = given?;
        let at = visible(given.at.as_deref()).map(|at| (at, moment(at)));
        if let Some((_, None)) = at {
            let message = "consent.at must be a time such as 2026-11-21T08:00:00Z";
            return self.add("consent.at", "lead.consent_invalid", message);
        }
        let version = tidied_text(given.version.as_deref(), 64);
        let at = at.and_then(|(_, at)| at);
        // An object that says neither what was agreed to nor when is no agreement; a ticked box is.
        (given.is_box || version.is_some() || at.is_some()).then_some(Consent { version, at })
    }
}

/// The text, unless a reader would see nothing of it.
fn visible(given: Option<&str>) -> Option<&str> {
    given.filter(|text| {
        !text
            .chars()
            .all(|c| c.is_whitespace() || text::is_invisible(c))
    })
}

fn longer(text: &str, max: usize) -> bool {
    text.chars().nth(max).is_some()
}
