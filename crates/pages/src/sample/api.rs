use serde_json::{Value, json};

use super::{Page, Rendered, render, visitor};
use crate::Shell;
use crate::pages::docs::DocsPage;

pub(super) fn add(shell: &Shell, pages: &mut Vec<Rendered>) -> Result<(), askama::Error> {
    render::<DocsPage>(shell, pages)
}

impl Page for DocsPage {
    const NAME: &'static str = "docs";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let page = |document: &Value| {
            Self::from_openapi(visitor(shell, "/docs"), "/api/openapi.json", document)
        };
        vec![
            ("reference", page(&document())),
            ("empty", page(&Value::Null)),
        ]
    }
}

/// A small description with everything that the page knows how to show.
pub(crate) fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Stoa", "version": "0.1.0" },
        "security": [{ "bearer": [] }],
        "tags": [{ "name": "auth", "description": "Signing in and out." }, { "name": "unused" }],
        "paths": {
            "/api/auth/login": { "post": login() },
            "/api/lessons/{id}": { "get": lesson() },
            "/api/admin/tripwire/users": { "get": buyers() }
        },
        "components": { "schemas": schemas() }
    })
}

fn login() -> Value {
    json!({
        "tags": ["auth"],
        "summary": "Sign in with e-mail and password.",
        "description": "The answer is a session.\n\nWrong credentials give one answer,\nwhichever of the two is wrong.",
        "security": [],
        "requestBody": { "content": { "application/json": {
            "schema": { "$ref": "#/components/schemas/LoginForm" },
            "example": { "email": "test@student.com", "password": "test123" }
        } } },
        "responses": {
            "200": { "description": "The session.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Session" } } } },
            "401": { "description": "`auth.credentials_wrong`" },
            "503": { "description": "Signing in does not work just now." }
        }
    })
}

fn lesson() -> Value {
    json!({
        "tags": ["learning"],
        "summary": "One lesson.",
        "parameters": [
            { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" }, "description": "The lesson." },
            { "name": "lang", "in": "query", "schema": { "type": ["string", "null"], "enum": ["ru", "kk", "en"] } }
        ],
        "responses": { "200": { "description": "The lesson." }, "304": { "description": "Not changed." } }
    })
}

fn buyers() -> Value {
    json!({
        "tags": ["sales"],
        "summary": "Buyers of the express course.",
        "x-roles": ["sales_manager", "sales_lead", "admin"],
        "responses": { "200": { "description": "The buyers.", "content": { "application/json": {
            "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Person" } }
        } } } }
    })
}

fn schemas() -> Value {
    json!({
        "LoginForm": { "type": "object", "required": ["email", "password"], "properties": {
            "email": { "type": "string", "format": "email", "description": "The address." },
            "password": { "type": "string" }
        } },
        "Session": { "type": "object", "required": ["access_token", "user"], "properties": {
            "access_token": { "type": "string" },
            "expires_in": { "type": "integer", "format": "int64" },
            "user": { "$ref": "#/components/schemas/Person" }
        } },
        "Person": { "type": "object", "properties": {
            "id": { "type": "string", "format": "uuid" },
            "manager": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Person" }] },
            "roles": { "type": "array", "items": { "type": "string" } }
        } }
    })
}
