#![doc = include_str!("../README.md")]

mod assets;
mod contact;
mod faults;
mod flash;
mod format;
mod html;
mod icons;
mod locale;
mod nav;
pub mod pages;
mod panel;
pub mod sample;
mod shell;
mod texts;
mod tone;

pub use askama::{Error as RenderError, Template};
pub use assets::{ASSET_PATH, Asset, asset, asset_url};
pub use contact::Contact;
pub use faults::Faults;
pub use flash::{Flash, UnknownFlash};
pub use format::{amount, day, iso, moment, number, short_day};
pub use html::Html;
pub use locale::{Locale, LocaleWishes};
pub use nav::{ADMIN_ROLES, DESK_ROLES, NavLink, home};
pub use panel::Panel;
pub use shell::{Person, Shell};
pub use texts::{Arg, Texts, ToArg};
pub use tone::Tone;

/// The policy that every page of this crate keeps: no inline script, no inline style, nothing from another site but
/// the films of lessons, which are opened by links.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
