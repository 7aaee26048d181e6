use serde_json::Value;

use super::ApiField;
use super::openapi::{entries, items, text};

/// How deep schemas within schemas are followed; deeper ones are named by their type only.
const MAX_DEPTH: usize = 6;
/// The most fields of one body: schemas that hold each other would never end.
const MAX_FIELDS: usize = 120;

/// The schemas of a document, which refer to one another by name.
#[derive(Clone, Copy)]
pub(super) struct Schemas<'a> {
    document: &'a Value,
}

impl<'a> Schemas<'a> {
    pub(super) const fn of(document: &'a Value) -> Self {
        Self { document }
    }

    /// What a `$ref` points at, or the value itself. Chains end after a few links, so that a circle does.
    pub(super) fn resolve(self, value: &'a Value) -> &'a Value {
        let mut found = value;
        for _ in 0..8 {
            match found["$ref"]
                .as_str()
                .and_then(|target| target.strip_prefix('#'))
            {
                Some(pointer) => found = self.document.pointer(pointer).unwrap_or(&Value::Null),
                None => break,
            }
        }
        found
    }

    /// What a schema is, in a few words: `string (uuid)`, `array of Lesson`, `"a" or "b"`, `string or null`.
    pub(super) fn kind(self, schema: &'a Value) -> String {
        if let Some(name) = schema["$ref"]
            .as_str()
            .and_then(|target| target.rsplit('/').next())
        {
            let target = self.resolve(schema);
            return if is_object(target) {
                name.to_owned()
            } else {
                self.kind(target)
            };
        }
        if let Some(choices) = ["oneOf", "anyOf"]
            .iter()
            .find_map(|key| schema[key].as_array())
        {
            return joined(choices.iter().map(|choice| self.kind(choice)));
        }
        if schema["enum"].is_array() {
            return joined(items(&schema["enum"]).map(Value::to_string));
        }
        match &schema["type"] {
            Value::String(name) if name == "array" => {
                format!("array of {}", self.kind(&schema["items"]))
            }
            Value::String(name) => formatted(name, schema),
            Value::Array(names) => joined(names.iter().map(|name| formatted(&text(name), schema))),
            _ => "any".to_owned(),
        }
    }

    /// Every field of a schema and of the schemas within, with the way to each.
    pub(super) fn fields(self, schema: &'a Value) -> Vec<ApiField> {
        let mut fields = Vec::new();
        self.walk(schema, "", 0, &mut fields);
        fields
    }

    fn walk(self, schema: &'a Value, prefix: &str, depth: usize, fields: &mut Vec<ApiField>) {
        let schema = self.resolve(schema);
        if depth == MAX_DEPTH || fields.len() >= MAX_FIELDS {
            return;
        }
        if schema["type"] == "array" {
            let prefix = if prefix.is_empty() {
                "[].".to_owned()
            } else {
                format!("{}[].", prefix.trim_end_matches('.'))
            };
            return self.walk(&schema["items"], &prefix, depth + 1, fields);
        }
        for part in ["allOf", "oneOf", "anyOf"]
            .iter()
            .flat_map(|key| items(&schema[key]))
        {
            self.walk(part, prefix, depth + 1, fields);
        }
        let required: Vec<_> = items(&schema["required"])
            .filter_map(Value::as_str)
            .collect();
        for (name, field) in entries(&schema["properties"]) {
            let described = [field, self.resolve(field)].map(|field| text(&field["description"]));
            let path = format!("{prefix}{name}");
            fields.push(ApiField {
                name: path.clone(),
                kind: self.kind(field),
                is_required: required.contains(&name),
                description: described
                    .into_iter()
                    .find(|text| !text.is_empty())
                    .unwrap_or_default(),
            });
            self.walk(field, &format!("{path}."), depth + 1, fields);
        }
    }
}

fn is_object(schema: &Value) -> bool {
    schema["type"] == "object" || schema["properties"].is_object() || schema["allOf"].is_array()
}

fn formatted(name: &str, schema: &Value) -> String {
    match schema["format"].as_str() {
        Some(format) if name != "null" => format!("{name} ({format})"),
        _ => name.to_owned(),
    }
}

fn joined(kinds: impl Iterator<Item = String>) -> String {
    kinds.collect::<Vec<_>>().join(" or ")
}
