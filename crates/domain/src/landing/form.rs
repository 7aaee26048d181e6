use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::{ConsentForm, Extra, Tracking};

/// The landing form as it was sent, as JSON or as an HTML form. Nothing is checked yet; see
/// [`LandingForm::check`].
///
/// Reading it fails on a wrong type of what a lead is made of, on a key that comes twice, and on nothing else: unknown keys
/// go to `extra`, and what a form cannot say but as text (`ts`, `consent[version]`, `utm_*`) is understood as text, and
/// counts as left out where it makes no sense: no lead is lost for a mark of where it came from.
#[derive(Clone, Default, PartialEq)]
pub struct LandingForm {
    /// `name`.
    pub name: Option<String>,
    /// `email`.
    pub email: Option<String>,
    /// `phone`.
    pub phone: Option<String>,
    /// `source`: the page's short name.
    pub source: Option<String>,
    /// `paymentMethod`.
    pub payment_method: Option<String>,
    /// `submissionId`: a uuid made when the form was drawn.
    pub submission_id: Option<String>,
    /// `campaignSlug`.
    pub campaign_slug: Option<String>,
    /// `comment`.
    pub comment: Option<String>,
    /// `utm_*`, click ids, `referrer` and `page`.
    pub tracking: Tracking,
    /// `consent {version, at}`; in a form also `consent[version]`, `consent.version`, or a box `consent=on`.
    pub consent: Option<ConsentForm>,
    /// `hp`: a field no person sees, so no person fills.
    pub hp: Option<String>,
    /// `ts`: when the form was drawn, Unix time in seconds or milliseconds.
    pub ts: Option<String>,
    /// Everything else.
    pub extra: Extra,
}

/// Shows no personal data.
impl fmt::Debug for LandingForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LandingForm")
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

impl LandingForm {
    /// Reads a JSON object, and gives back each key whose value is of a wrong type with what was wanted; such a key counts
    /// as left out.
    #[must_use]
    pub fn from_object(object: Map<String, Value>) -> (Self, Vec<(String, &'static str)>) {
        let mut form = Self::default();
        let mut mistyped = Vec::new();
        for (key, value) in object {
            if let Err(wanted) = form.set(&key, value) {
                mistyped.push((key, wanted));
            }
        }
        (form, mistyped)
    }

    /// Puts one field where it belongs. The error says what type was wanted.
    fn set(&mut self, key: &str, value: Value) -> Result<(), &'static str> {
        let text = match key {
            "name" => &mut self.name,
            "email" => &mut self.email,
            "phone" => &mut self.phone,
            "source" => &mut self.source,
            "paymentMethod" => &mut self.payment_method,
            "submissionId" => &mut self.submission_id,
            "campaignSlug" => &mut self.campaign_slug,
            "comment" => &mut self.comment,
            _ => return self.set_other(key, value),
        };
        *text = match value {
            Value::Null => None,
            Value::String(text) => Some(text),
            _ => return Err("text"),
        };
        Ok(())
    }

    fn set_other(&mut self, key: &str, value: Value) -> Result<(), &'static str> {
        match key {
            "hp" => self.hp = scalar(&value).or_else(|| Some(value.to_string())),
            "ts" => self.ts = Some(scalar(&value).ok_or("a number")?).filter(|ts| !ts.is_empty()),
            "consent" => ConsentForm::set_whole(&mut self.consent, value)?,
            "consent[version]" | "consent.version" | "consent[at]" | "consent.at" => {
                let text = scalar(&value).ok_or("text")?;
                let consent = self.consent.get_or_insert_default();
                if key.contains("version") {
                    &mut consent.version
                } else {
                    &mut consent.at
                }
                .get_or_insert(text);
            }
            _ => match scalar(&value).filter(|_| self.tracking.takes(key)) {
                Some(text) => self.tracking.set(key, text),
                None => self.extra.add(key, value),
            },
        }
        Ok(())
    }
}

/// The text of a value that an HTML form could have sent; empty for null.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

impl<'de> Deserialize<'de> for LandingForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = LandingForm;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the fields of the landing form")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<LandingForm, M::Error> {
        let mut form = LandingForm::default();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value::<Value>()?;
            form.set(&key, value).map_err(|wanted| {
                M::Error::custom(format_args!("field `{key}` must be {wanted}"))
            })?;
            if let Some(twice) = seen.replace(key) {
                return Err(M::Error::custom(format_args!(
                    "field `{twice}` comes twice"
                )));
            }
        }
        Ok(form)
    }
}
