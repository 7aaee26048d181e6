//! What the API document says that one may send.

use serde_json::{Map, Value};

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Flag,
    Object,
    Array,
    /// Anything: no value is of a wrong type.
    Any,
}

/// A parameter of an operation, by its place: `path`, `query` or `header`.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub(crate) place: String,
    pub(crate) name: String,
}

/// One way to fill a body, with a place for every field in it.
#[derive(Debug, Clone)]
pub(crate) struct Body {
    pub(crate) sample: Value,
    pub(crate) spots: Vec<(String, Kind)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) needs_token: bool,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) bodies: Vec<Body>,
}

/// Every operation of the document.
pub(crate) fn operations(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().unwrap();
    let of = |(path, item): (&String, &Value)| {
        let methods = item.as_object().unwrap().iter();
        let one = |(method, told): (&String, &Value)| operation(document, path, method, told);
        methods.map(one).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

fn operation(document: &Value, path: &str, method: &str, told: &Value) -> Operation {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let parameters = told["parameters"].as_array().into_iter().flatten();
    let schema = &told["requestBody"]["content"]["application/json"]["schema"];
    let bodies = shapes(document, schema);
    let is_typed =
        told["requestBody"].is_null() || bodies.iter().any(|body| !body.spots.is_empty());
    assert!(
        is_typed,
        "{method} {path} does not say which fields its body has"
    );
    Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        needs_token: told["security"].is_array(),
        parameters: parameters
            .map(|one| Parameter {
                place: text(&one["in"]),
                name: text(&one["name"]),
            })
            .collect(),
        bodies,
    }
}

fn shapes(document: &Value, schema: &Value) -> Vec<Body> {
    let fill = |fields: Map<String, Value>| {
        let mut spots = Vec::new();
        let sample = object(document, &fields, "", &mut spots);
        Body { sample, spots }
    };
    alternatives(document, schema)
        .into_iter()
        .map(fill)
        .collect()
}

/// The properties of an object, in each form that it can have.
fn alternatives(document: &Value, schema: &Value) -> Vec<Map<String, Value>> {
    let schema = resolved(document, schema);
    let own = schema["properties"].as_object().cloned();
    for word in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[word].as_array() {
            let of = |choice| alternatives(document, choice);
            return choices.iter().flat_map(of).collect();
        }
    }
    let mut merged = own;
    for part in schema["allOf"].as_array().into_iter().flatten() {
        if let Some(fields) = alternatives(document, part).into_iter().next() {
            merged.get_or_insert_default().extend(fields);
        }
    }
    merged.into_iter().collect()
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let pointer = schema["$ref"]
        .as_str()
        .and_then(|name| name.strip_prefix('#'));
    pointer.map_or(schema, |pointer| document.pointer(pointer).unwrap())
}

fn object(
    document: &Value,
    fields: &Map<String, Value>,
    at: &str,
    spots: &mut Vec<(String, Kind)>,
) -> Value {
    let fill = |(name, schema): (&String, &Value)| {
        let value = sample(document, name, schema, &format!("{at}/{name}"), spots);
        (name.clone(), value)
    };
    fields.iter().map(fill).collect()
}

/// A value that is good as far as one can tell, and a spot for it and for all that it holds.
fn sample(
    document: &Value,
    name: &str,
    schema: &Value,
    at: &str,
    spots: &mut Vec<(String, Kind)>,
) -> Value {
    if let Some(fields) = alternatives(document, schema).into_iter().next() {
        spots.push((at.to_owned(), Kind::Object));
        return object(document, &fields, at, spots);
    }
    let schema = resolved(document, schema);
    let kind = kind(&schema["type"]);
    spots.push((at.to_owned(), kind));
    match kind {
        Kind::Text => text(name, schema),
        Kind::Number => Value::from(1),
        Kind::Flag => Value::Bool(true),
        Kind::Object => Value::Object(Map::new()),
        Kind::Array => {
            let item = sample(document, name, &schema["items"], &format!("{at}/0"), spots);
            Value::Array(vec![item])
        }
        Kind::Any => Value::Null,
    }
}

fn kind(told: &Value) -> Kind {
    let words = told
        .as_array()
        .cloned()
        .unwrap_or_else(|| vec![told.clone()]);
    let word = words
        .iter()
        .filter_map(Value::as_str)
        .find(|word| *word != "null");
    match word {
        Some("string") => Kind::Text,
        Some("integer" | "number") => Kind::Number,
        Some("boolean") => Kind::Flag,
        Some("object") => Kind::Object,
        Some("array") => Kind::Array,
        _ => Kind::Any,
    }
}

/// What usually stands in a text of this name; `null` where a value would only lead past the others.
fn text(name: &str, schema: &Value) -> Value {
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return first.clone();
    }
    // What a password costs to check is paid once, not for each field beside it.
    let is_optional = schema["type"].is_array();
    match name {
        "password" | "current_password" | "nonce" if is_optional => Value::Null,
        "phone"
        | "id"
        | "code_challenge"
        | "code_challenge_method"
        | "password_hash"
        | "token_hash" => Value::Null,
        "email" | "new_email" => "someone@example.com".into(),
        "password" => "a quiet colonnade".into(),
        "type" => "signup".into(),
        "factor_type" => "totp".into(),
        "role" => "authenticated".into(),
        "ban_duration" => "none".into(),
        "token" | "code" => "123456".into(),
        _ if schema["format"] == "uuid" => "018f0000-0000-7000-8000-00000000dead".into(),
        _ if schema["format"] == "date-time" => "2026-01-01T00:00:00Z".into(),
        _ => "words".into(),
    }
}
