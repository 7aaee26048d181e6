//! The OpenAPI document: what every operation has in common is written here once.

use http::StatusCode;
use stoa_domain::Role;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self, Content, Ref, RefOr, Response,
        extensions::ExtensionsBuilder,
        path::{Operation, PathItem},
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};
use utoipa_axum::router::UtoipaMethodRouter;

use crate::{App, extract::Requirement, gotrue::GoTrueProblem, layers::Problem};

#[derive(OpenApi)]
#[openapi(
    info(title = "Stoa", description = "The platform of an online academy.", license(name = "Apache-2.0", identifier = "Apache-2.0")),
    modifiers(&Bearer),
    components(schemas(Problem, GoTrueProblem)),
    tags(
        (name = "auth", description = "Signing in, in one step"),
        (name = "auth v1", description = "The protocol that Supabase's client libraries speak"),
        (name = "learning", description = "Courses, lessons and progress"),
        (name = "tripwire", description = "The sales desk of the express course"),
        (name = "landing", description = "What visitors send"),
        (name = "platform", description = "What frontends need to know"),
        (name = "operations", description = "Is it alive, is it ready"),
    )
)]
pub(crate) struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            "bearer",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
    }
}

/// Who is let in, for readers of the document; the handlers' own `Actor<R>` holds them to it.
pub(crate) fn only<R: Requirement>(mut routes: UtoipaMethodRouter<App>) -> UtoipaMethodRouter<App> {
    let names: Vec<_> = R::ROLES.iter().copied().map(Role::as_str).collect();
    for operation in routes.1.paths.values_mut().flat_map(operations) {
        let roles = ExtensionsBuilder::new()
            .add("x-roles", names.clone())
            .build();
        operation.extensions.get_or_insert_default().merge(roles);
    }
    routes
}

/// Writes what the handlers leave out because it is the same for all of them.
pub(crate) fn finish(mut document: openapi::OpenApi) -> openapi::OpenApi {
    for (path, item) in &mut document.paths.paths {
        let failure = if path.starts_with("/auth/v1") {
            Failure::GOTRUE
        } else {
            Failure::PROBLEM
        };
        for operation in operations(item) {
            // Doc comments say `# Errors` on a line of its own; readers of the API see a sentence.
            if let Some(description) = &mut operation.description {
                *description = description.replace("# Errors\n", "Errors: ");
            }
            failure.describe(operation);
        }
    }
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem {
        get,
        post,
        put,
        patch,
        delete,
        ..
    } = item;
    [get, post, put, patch, delete].into_iter().flatten()
}

/// The body of a failed request.
#[derive(Clone, Copy)]
struct Failure {
    media_type: &'static str,
    schema: &'static str,
}

impl Failure {
    const PROBLEM: Self = Self {
        media_type: "application/problem+json",
        schema: "Problem",
    };
    const GOTRUE: Self = Self {
        media_type: "application/json",
        schema: "GoTrueProblem",
    };

    fn content(self) -> RefOr<Content> {
        RefOr::T(Content::new(Some(Ref::from_schema_name(self.schema))))
    }

    /// Gives every failure that names no body of its own the common one, and says that any other looks the same.
    fn describe(self, operation: &mut Operation) {
        let responses = &mut operation.responses.responses;
        for (status, response) in responses.iter_mut() {
            let status = status
                .parse()
                .ok()
                .and_then(|s| StatusCode::from_u16(s).ok());
            if let (Some(status), RefOr::T(response)) = (status, response) {
                self.complete(status, response);
            }
        }
        let mut other = Response::new("Any other failure");
        other
            .content
            .insert(self.media_type.to_owned(), self.content());
        responses.insert("default".to_owned(), RefOr::T(other));
    }

    fn complete(self, status: StatusCode, response: &mut Response) {
        if response.description.is_empty() {
            status
                .canonical_reason()
                .unwrap_or_default()
                .clone_into(&mut response.description);
        }
        if status.as_u16() >= 400 && response.content.is_empty() {
            response
                .content
                .insert(self.media_type.to_owned(), self.content());
        }
    }
}
