//! `/docs`: the reference of the API, drawn from its own description.

use askama::Template;
use stoa_domain::RoleSet;

use crate::Shell;

mod openapi;
mod schema;

/// `/docs`. Everything on it is written by the server; the texts of operations are English.
#[derive(Debug, Clone, Template)]
#[template(path = "docs.html")]
pub struct DocsPage {
    /// The page around it.
    pub shell: Shell,
    /// The release that is described: `0.1.0`.
    pub version: String,
    /// Where the description itself is: `/api/openapi.json`.
    pub spec_url: String,
    /// The operations by subject.
    pub groups: Vec<ApiGroup>,
}

/// Operations on one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiGroup {
    /// The subject.
    pub name: String,
    /// The name of its place on the page.
    pub anchor: String,
    /// A sentence about it; may be empty.
    pub description: String,
    /// The operations.
    pub operations: Vec<Operation>,
}

/// One thing a client can ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The name of its place on the page.
    pub anchor: String,
    /// `GET`.
    pub method: String,
    /// `/api/lessons/{id}`.
    pub path: String,
    /// What it does, in a line.
    pub summary: String,
    /// What it does, in full; paragraphs.
    pub description: Vec<String>,
    /// Who may ask.
    pub auth: ApiAuth,
    /// What goes into path, query and headers.
    pub params: Vec<ApiParam>,
    /// What is sent.
    pub request: Option<ApiBody>,
    /// What comes back, by status.
    pub responses: Vec<ApiResponse>,
}

/// Who may ask for an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiAuth {
    /// Anyone.
    Public,
    /// Anyone who is signed in.
    SignedIn,
    /// Anyone with one of these roles.
    Roles(RoleSet),
}

/// A value in path, query or headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiParam {
    /// Its name.
    pub name: String,
    /// `path`, `query` or `header`.
    pub place: String,
    /// `string (uuid)`.
    pub kind: String,
    /// Whether it must be there.
    pub is_required: bool,
    /// What it means.
    pub description: String,
}

/// A body that is sent or comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiBody {
    /// `application/json`.
    pub media_type: String,
    /// What the whole is: `array of Lesson`.
    pub kind: String,
    /// Its fields.
    pub fields: Vec<ApiField>,
    /// An example, ready to be read.
    pub example: Option<String>,
}

/// A field of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiField {
    /// The way to it: `user.email`, `items[].id`.
    pub name: String,
    /// `string (date-time)`.
    pub kind: String,
    /// Whether it is always there.
    pub is_required: bool,
    /// What it means.
    pub description: String,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiResponse {
    /// `200`.
    pub status: String,
    /// When it comes.
    pub description: String,
    /// Its body.
    pub body: Option<ApiBody>,
}

impl ApiAuth {
    pub(crate) fn text(&self, shell: &Shell) -> String {
        match self {
            Self::Public => shell.t("docs-public"),
            Self::SignedIn => shell.t("docs-signed-in"),
            Self::Roles(roles) => shell.t1("docs-roles", "roles", shell.roles(roles)),
        }
    }

    pub(crate) const fn icon(&self) -> &'static str {
        match self {
            Self::Public => "ring",
            Self::SignedIn | Self::Roles(_) => "lock",
        }
    }
}

impl Operation {
    /// The tone of the method: what reads, what writes, what takes away.
    pub(crate) fn tone(&self) -> &'static str {
        match self.method.as_str() {
            "GET" => "info",
            "POST" => "ok",
            "DELETE" => "bad",
            _ => "warn",
        }
    }
}

impl ApiResponse {
    pub(crate) fn class(&self) -> &'static str {
        match self.status.bytes().next() {
            Some(b'2') => "ok",
            Some(b'3') => "info",
            Some(b'5') => "bad",
            _ => "warn",
        }
    }
}
