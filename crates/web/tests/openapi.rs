//! The API document is part of the product: a change of it is a change that somebody must see, and readers of documents
//! must be able to read it.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

#[test]
fn the_openapi_document_is_the_one_that_was_agreed() {
    insta::assert_json_snapshot!(stoa_web::openapi());
}

struct Operation<'d> {
    name: String,
    path: &'d str,
    told: &'d Value,
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, told) in item.as_object().unwrap() {
            let name = format!("{method} {path}");
            all.push(Operation { name, path, told });
        }
    }
    all
}

fn document() -> Value {
    serde_json::to_value(stoa_web::openapi()).unwrap()
}

fn texts(list: &Value) -> BTreeSet<&str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// # Source
/// `OpenAPI` 3.1, Operation Object: "The id MUST be unique among all operations described in the API."
#[test]
fn every_operation_has_a_name_of_its_own() {
    let document = document();
    let mut names: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for operation in operations(&document) {
        let id = operation.told["operationId"].as_str().unwrap();
        assert!(
            id.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
            "{id} cannot be the name of a function"
        );
        names.entry(id).or_default().push(operation.name);
    }
    let shared: Vec<_> = names.iter().filter(|(_, used)| used.len() > 1).collect();
    assert!(shared.is_empty(), "{shared:#?}");
    assert!(names.len() > 50);
}

#[test]
fn a_path_and_its_parameters_are_one() {
    let document = document();
    for Operation { name, path, told } in operations(&document) {
        let parts = path.split('/').filter_map(|part| {
            let inner = part.strip_prefix('{')?;
            inner.strip_suffix('}')
        });
        let in_path: BTreeSet<_> = parts.collect();
        let mut told_of = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for parameter in told["parameters"].as_array().into_iter().flatten() {
            let word = |key: &str| parameter[key].as_str().unwrap();
            assert!(
                seen.insert((word("in"), word("name"))),
                "{name}: {} stands twice",
                word("name")
            );
            assert!(
                ["path", "query", "header", "cookie"].contains(&word("in")),
                "{name}"
            );
            assert!(
                parameter["schema"].is_object(),
                "{name}: {} has no type",
                word("name")
            );
            if word("in") == "path" {
                assert_eq!(parameter["required"], true, "{name}: {}", word("name"));
                told_of.insert(word("name"));
            }
        }
        assert_eq!(in_path, told_of, "{name}");
        let is_bodiless = name.starts_with("get ") || name.starts_with("head ");
        assert!(!is_bodiless || told["requestBody"].is_null(), "{name}");
    }
}

#[test]
fn what_an_operation_points_at_is_in_the_document() {
    let document = document();
    let schemes: BTreeSet<_> = document["components"]["securitySchemes"]
        .as_object()
        .unwrap()
        .keys()
        .collect();
    let mut tags = BTreeSet::new();
    for tag in document["tags"].as_array().unwrap() {
        assert!(tags.insert(tag["name"].as_str().unwrap()), "{tag}");
    }
    for Operation { name, told, .. } in operations(&document) {
        let own = texts(&told["tags"]);
        assert!(!own.is_empty() && own.is_subset(&tags), "{name}: {own:?}");
        for wanted in told["security"].as_array().into_iter().flatten() {
            let mut used = wanted.as_object().unwrap().keys();
            assert!(used.all(|scheme| schemes.contains(scheme)), "{name}");
        }
        let responses = told["responses"].as_object().unwrap();
        let is_code = |code: &str| code == "default" || code.parse::<u16>().is_ok();
        for (code, response) in responses {
            assert!(is_code(code), "{name}: {code}");
            let text = response["description"].as_str();
            assert!(
                text.is_some_and(|text| !text.is_empty()),
                "{name}: {code} has no description"
            );
        }
        assert!(responses.len() > 1, "{name} never succeeds");
    }
    look(&document, &document);
}

/// Every reference leads to a schema, every name of a schema may be one, what is required is there.
fn look(document: &Value, part: &Value) {
    if let Some(target) = part["$ref"].as_str() {
        let name = target.strip_prefix("#/components/schemas/").unwrap();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        assert!(name.bytes().all(is_plain), "{name}");
        assert!(
            document["components"]["schemas"][name].is_object(),
            "{target} is not there"
        );
    }
    if let (Some(fields), required) = (part["properties"].as_object(), texts(&part["required"])) {
        for name in required {
            assert!(
                fields.contains_key(name),
                "{name} is required and not there"
            );
        }
    }
    match part {
        Value::Object(inner) => inner.values().for_each(|inner| look(document, inner)),
        Value::Array(inner) => inner.iter().for_each(|inner| look(document, inner)),
        _ => {}
    }
}
