//! SQL, read into what it does.

pub(crate) mod action;
pub(crate) mod cast;
pub(crate) mod expr;
pub(crate) mod name;
pub(crate) mod read;
pub(crate) mod tree;
pub(crate) mod ty;

pub(crate) use action::{Action, Script, Statement, Step};
pub(crate) use expr::Expr;
pub(crate) use name::Name;
pub(crate) use ty::SqlType;

/// A stretch of a file's text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}
