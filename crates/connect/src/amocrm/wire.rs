use serde::Serialize;

use super::deal::NewDeal;

/// What a deal can do without, and what of it is still to be sent.
pub(super) struct Extras {
    pub(super) price: Option<i64>,
    pub(super) responsible_user_id: Option<i64>,
    pub(super) tags: Vec<String>,
    pub(super) tracking: Vec<(&'static str, String)>,
}

impl Extras {
    pub(super) fn of(deal: &NewDeal) -> Self {
        Self {
            price: deal.price(),
            responsible_user_id: deal.responsible_user_id,
            tags: deal.tags.clone(),
            tracking: deal.tracking_fields(),
        }
    }
}

/// One item of `POST /api/v4/leads/complex`.
///
/// # Source
/// the leads contract, 1.2: one contact each; a tag by name only, with an id as well it shows twice; no `metadata`,
/// which would move the deal to the incoming stage.
#[derive(Serialize)]
pub(super) struct Deal {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<i64>,
    pipeline_id: i64,
    status_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    responsible_user_id: Option<i64>,
    request_id: String,
    custom_fields_values: Vec<Field>,
    #[serde(rename = "_embedded")]
    embedded: Embedded,
}

#[derive(Serialize)]
struct Embedded {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag>,
    contacts: [Contact; 1],
}

#[derive(Serialize)]
struct Tag {
    name: String,
}

#[derive(Serialize)]
struct Contact {
    first_name: String,
    custom_fields_values: Vec<Field>,
}

#[derive(Serialize)]
struct Field {
    #[serde(flatten)]
    name: FieldName,
    values: [Value; 1],
}

#[derive(Serialize)]
enum FieldName {
    #[serde(rename = "field_id")]
    Id(i64),
    #[serde(rename = "field_code")]
    Code(&'static str),
}

#[derive(Serialize)]
struct Value {
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    enum_code: Option<&'static str>,
}

impl Deal {
    /// The key field comes first: a refusal names fields by their place.
    pub(super) fn new(deal: &NewDeal, key_field: i64, extras: &Extras) -> Self {
        let key = deal.key.to_string();
        let tracking = extras.tracking.iter();
        let tracking = tracking.map(|(code, value)| field(FieldName::Code(code), value, None));
        let key_value = field(FieldName::Id(key_field), &key, None);
        Self {
            name: deal.name(),
            price: extras.price,
            pipeline_id: deal.pipeline_id,
            status_id: deal.status_id,
            responsible_user_id: extras.responsible_user_id,
            request_id: key,
            custom_fields_values: std::iter::once(key_value).chain(tracking).collect(),
            embedded: Embedded {
                tags: extras
                    .tags
                    .iter()
                    .map(|name| Tag { name: name.clone() })
                    .collect(),
                contacts: [contact(deal)],
            },
        }
    }
}

fn contact(deal: &NewDeal) -> Contact {
    let contact = &deal.contact;
    let work = Some("WORK");
    let phone = Some(field(FieldName::Code("PHONE"), &contact.phone, work));
    let email = contact.email.as_ref();
    let email = email.map(|email| field(FieldName::Code("EMAIL"), email, work));
    Contact {
        first_name: contact.name.clone(),
        custom_fields_values: phone.into_iter().chain(email).collect(),
    }
}

fn field(name: FieldName, value: &str, enum_code: Option<&'static str>) -> Field {
    Field {
        name,
        values: [Value {
            value: value.to_owned(),
            enum_code,
        }],
    }
}
