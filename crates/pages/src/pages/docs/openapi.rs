use serde_json::Value;
use stoa_domain::RoleSet;

use super::schema::Schemas;
use super::{ApiAuth, ApiBody, ApiGroup, ApiParam, ApiResponse, DocsPage, Operation};
use crate::Shell;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
/// The extension of an operation that names the roles which may ask for it.
const ROLES: &str = "x-roles";

impl DocsPage {
    /// The page of an `OpenAPI` 3.1 document. An operation belongs to its first tag; its roles stand in `x-roles`, an
    /// array of role names; without `security` it is public. What is not understood is left out.
    #[must_use]
    pub fn from_openapi(shell: Shell, spec_url: impl Into<String>, document: &Value) -> Self {
        let version = text(&document["info"]["version"]);
        Self {
            shell,
            version,
            spec_url: spec_url.into(),
            groups: groups(document),
        }
    }
}

fn groups(document: &Value) -> Vec<ApiGroup> {
    let mut groups: Vec<ApiGroup> = items(&document["tags"])
        .map(|tag| group(&tag["name"], &tag["description"]))
        .collect();
    for (path, item) in entries(&document["paths"]) {
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let tag = &operation["tags"][0];
            let name = if tag.is_string() {
                text(tag)
            } else {
                "other".to_owned()
            };
            let at = groups
                .iter()
                .position(|group| group.name == name)
                .unwrap_or_else(|| {
                    groups.push(group(&Value::from(name.as_str()), &Value::Null));
                    groups.len() - 1
                });
            groups[at]
                .operations
                .push(read_operation(document, path, method, item, operation));
        }
    }
    groups.retain(|group| !group.operations.is_empty());
    groups
}

fn group(name: &Value, description: &Value) -> ApiGroup {
    let name = text(name);
    ApiGroup {
        anchor: anchor(&name),
        description: text(description),
        name,
        operations: Vec::new(),
    }
}

fn read_operation(
    document: &Value,
    path: &str,
    method: &str,
    item: &Value,
    operation: &Value,
) -> Operation {
    let schemas = Schemas::of(document);
    let params = items(&item["parameters"]).chain(items(&operation["parameters"]));
    let request = schemas.resolve(&operation["requestBody"]);
    let responses = entries(&operation["responses"]);
    Operation {
        anchor: anchor(&format!("{method}-{path}")),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        description: paragraphs(&text(&operation["description"])),
        auth: auth(document, operation),
        params: params
            .map(|param| read_param(schemas, schemas.resolve(param)))
            .collect(),
        request: body(schemas, &request["content"]),
        responses: responses
            .map(|(status, answer)| response(schemas, status, schemas.resolve(answer)))
            .collect(),
    }
}

fn auth(document: &Value, operation: &Value) -> ApiAuth {
    let security = operation.get("security").unwrap_or(&document["security"]);
    let is_open = items(security).all(|way| way.as_object().is_none_or(serde_json::Map::is_empty));
    let roles = RoleSet::from_stored(items(&operation[ROLES]).filter_map(Value::as_str));
    match (roles.is_empty(), is_open) {
        (false, _) => ApiAuth::Roles(roles),
        (true, true) => ApiAuth::Public,
        (true, false) => ApiAuth::SignedIn,
    }
}

fn read_param(schemas: Schemas<'_>, param: &Value) -> ApiParam {
    ApiParam {
        name: text(&param["name"]),
        place: text(&param["in"]),
        kind: schemas.kind(&param["schema"]),
        is_required: param["required"].as_bool().unwrap_or(false),
        description: text(&param["description"]),
    }
}

fn response(schemas: Schemas<'_>, status: &str, answer: &Value) -> ApiResponse {
    let description = text(&answer["description"]);
    ApiResponse {
        status: status.to_owned(),
        description,
        body: body(schemas, &answer["content"]),
    }
}

/// The first media type stands for all of them.
fn body(schemas: Schemas<'_>, content: &Value) -> Option<ApiBody> {
    let (media_type, content) = entries(content).next()?;
    let schema = &content["schema"];
    let examples = entries(&content["examples"])
        .map(|(_, example)| &example["value"])
        .next();
    let example = [
        &content["example"],
        examples.unwrap_or(&Value::Null),
        &schemas.resolve(schema)["example"],
    ];
    let example = example.into_iter().find(|example| !example.is_null());
    Some(ApiBody {
        media_type: media_type.to_owned(),
        kind: schemas.kind(schema),
        fields: schemas.fields(schema),
        example: example.and_then(|example| serde_json::to_string_pretty(example).ok()),
    })
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().trim().to_owned()
}

pub(super) fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

pub(super) fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), value))
}

fn paragraphs(text: &str) -> Vec<String> {
    let parts = text
        .split("\n\n")
        .map(|part| part.trim().replace('\n', " "));
    parts.filter(|part| !part.is_empty()).collect()
}

/// Lower-case letters and digits with single dashes between them.
fn anchor(name: &str) -> String {
    let words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use stoa_domain::Role;

    use super::*;
    use crate::Locale;

    fn page(document: &Value) -> DocsPage {
        DocsPage::from_openapi(
            Shell::new(Locale::En, "/docs", "r"),
            "/api/openapi.json",
            document,
        )
    }

    #[test]
    fn operations_stand_under_their_tags_with_who_may_ask() {
        let page = page(&crate::sample::document());
        let found: Vec<_> = page
            .groups
            .iter()
            .flat_map(|group| {
                group
                    .operations
                    .iter()
                    .map(|op| (group.name.as_str(), op.anchor.as_str(), op.auth.clone()))
            })
            .collect();
        let sales = RoleSet::from([Role::SalesManager, Role::SalesLead, Role::Admin]);
        assert_eq!(
            found,
            [
                ("auth", "post-api-auth-login", ApiAuth::Public),
                ("learning", "get-api-lessons-id", ApiAuth::SignedIn),
                (
                    "sales",
                    "get-api-admin-tripwire-users",
                    ApiAuth::Roles(sales)
                ),
            ]
        );
    }

    #[test]
    fn fields_are_found_through_references_and_a_circle_ends() {
        let page = page(&crate::sample::document());
        let session = page.groups[0].operations[0].responses[0]
            .body
            .clone()
            .unwrap();
        let names: Vec<_> = session
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .take(4)
            .collect();
        assert_eq!(names, ["access_token", "expires_in", "user", "user.id"]);
        assert_eq!(
            (session.kind.as_str(), session.fields[1].kind.as_str()),
            ("Session", "integer (int64)")
        );
        let people = page.groups[2].operations[0].responses[0]
            .body
            .clone()
            .unwrap();
        assert_eq!(people.kind, "array of Person");
        assert_eq!(people.fields[1].kind, "null or Person");
        assert!(people.fields.len() < 40, "{}", people.fields.len());
    }

    #[test]
    fn nonsense_gives_an_empty_page() {
        for document in [
            Value::Null,
            Value::from(7),
            serde_json::json!({ "paths": [], "tags": {} }),
        ] {
            assert_eq!(page(&document).groups, []);
        }
    }
}
