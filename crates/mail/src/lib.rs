#![doc = include_str!("../README.md")]

mod harmless;
mod kind;
mod letter;
mod render;
mod texts;

pub use askama::Error as RenderError;
pub use kind::{LetterKind, UnknownLetter};
pub use letter::{Asked, Key, Letter, Site};
pub use render::{Rendered, render};
