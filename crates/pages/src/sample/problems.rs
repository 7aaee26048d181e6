use stoa_domain::{Role, RoleSet};

use super::{Page, Rendered, render, signed_in, visitor};
use crate::Shell;
use crate::pages::error::{ErrorPage, Problem};

pub(super) fn add(shell: &Shell, pages: &mut Vec<Rendered>) -> Result<(), askama::Error> {
    render::<ErrorPage>(shell, pages)
}

impl Page for ErrorPage {
    const NAME: &'static str = "error";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let needed = RoleSet::from([Role::SalesManager, Role::SalesLead, Role::Admin]);
        let student = |problem| Self {
            shell: signed_in(shell, "/tripwire", [Role::Student]),
            problem,
            sign_in: "/login".to_owned(),
        };
        let roleless = Self {
            shell: signed_in(shell, "/dashboard", RoleSet::EMPTY),
            problem: Problem::Forbidden { needed },
            sign_in: "/login".to_owned(),
        };
        let nobody = |problem| Self {
            shell: visitor(shell, "/nowhere"),
            problem,
            sign_in: "/login".to_owned(),
        };
        vec![
            ("403", student(Problem::Forbidden { needed })),
            ("403-roleless", roleless),
            (
                "403-plain",
                student(Problem::Forbidden {
                    needed: RoleSet::EMPTY,
                }),
            ),
            ("403-foreign", nobody(Problem::ForeignForm)),
            ("400", nobody(Problem::Unreadable { status: 400 })),
            (
                "401",
                Self {
                    sign_in: "/login?next=%2Faccount".to_owned(),
                    ..nobody(Problem::SignedOut)
                },
            ),
            ("404", nobody(Problem::NotFound)),
            ("405", nobody(Problem::WrongMethod)),
            ("409", student(Problem::Conflict)),
            ("410", nobody(Problem::Gone)),
            (
                "429",
                nobody(Problem::Limited {
                    retry_after_seconds: Some(41),
                }),
            ),
            ("500", student(Problem::Internal)),
            (
                "503",
                student(Problem::Unavailable {
                    retry_after_seconds: Some(2),
                }),
            ),
            (
                "503-plain",
                nobody(Problem::Unavailable {
                    retry_after_seconds: None,
                }),
            ),
            ("cookie", nobody(Problem::CookieMissing)),
        ]
    }
}
