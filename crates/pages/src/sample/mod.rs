//! Examples of every page, as tests render them and people look at them.

use chrono::{DateTime, Utc};
use stoa_domain::{Role, RoleSet};
use uuid::Uuid;

use crate::{Contact, Locale, Person, Shell, Template};

mod account;
mod api;
mod buyers;
mod desk;
mod landing;
mod leads;
mod learning;
mod operations;
mod people;
mod problems;
mod sign_in;
mod system;

#[cfg(test)]
pub(crate) use {api::document, buyers::buyer};

/// A page with its examples.
pub trait Page: Template + Sized {
    /// What its examples are called: `login`.
    const NAME: &'static str;

    /// Examples, each with a short name that tells it from the others. The shell gives the language only.
    fn samples(shell: &Shell) -> Vec<(&'static str, Self)>;
}

/// An example as it was rendered.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// `login-wrong`.
    pub name: String,
    /// The whole page.
    pub html: String,
}

/// Every example of every page in one language.
///
/// # Errors
/// When a template fails, which none does.
pub fn all(locale: Locale) -> Result<Vec<Rendered>, askama::Error> {
    let shell = Shell::new(locale, "/", "01980c5e-7b1f-7c52-9c3a-2f1d5e6a7b8c");
    let mut pages = Vec::new();
    sign_in::add(&shell, &mut pages)?;
    account::add(&shell, &mut pages)?;
    people::add(&shell, &mut pages)?;
    learning::add(&shell, &mut pages)?;
    desk::add(&shell, &mut pages)?;
    landing::add(&shell, &mut pages)?;
    operations::add(&shell, &mut pages)?;
    system::add(&shell, &mut pages)?;
    problems::add(&shell, &mut pages)?;
    api::add(&shell, &mut pages)?;
    Ok(pages)
}

fn render<P: Page>(shell: &Shell, pages: &mut Vec<Rendered>) -> Result<(), askama::Error> {
    for (name, page) in P::samples(shell) {
        pages.push(Rendered {
            name: format!("{}-{name}", P::NAME),
            html: page.render()?,
        });
    }
    Ok(())
}

/// 21 November 2026, 14:05 in Almaty, and `minutes` later.
fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_251_900 + minutes * 60, 0).unwrap_or_default()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0198_0c5e_7b1f_7c52_9c3a_0000_0000_0000 + number)
}

fn contacts() -> Vec<Contact> {
    vec![
        Contact::WhatsApp("+77001234567".to_owned()),
        Contact::Email("help@stoa.example".to_owned()),
    ]
}

fn visitor(shell: &Shell, path: &str) -> Shell {
    Shell {
        path: path.to_owned(),
        contacts: contacts(),
        ..shell.clone()
    }
}

fn signed_in(shell: &Shell, path: &str, roles: impl Into<RoleSet>) -> Shell {
    let roles = roles.into();
    let (name, email) = match roles {
        roles if roles.contains(Role::Admin) => ("Дана Сейткали", "admin@test.com"),
        roles if roles.contains(Role::SalesLead) => ("Ержан Әбілов", "lead@test.com"),
        roles if roles.contains(Role::SalesManager) => ("Айгерим Нұрланова", "manager@test.com"),
        _ => ("Әсел Қайратқызы", "test@student.com"),
    };
    let person = Person {
        name: name.to_owned(),
        email: Some(email.to_owned()),
        roles,
        locale: None,
    };
    Shell {
        person: Some(person),
        ..visitor(shell, path)
    }
}
