//! What a comment may say to the guard.

use std::cell::Cell;

use squawk_syntax::{SourceFile, SyntaxKind, ast::AstNode as _};

use crate::sql::{Span, Statement};

/// The shortest reason that says anything, in characters.
const SHORTEST_REASON: usize = 10;

/// A comment beginning with `stoa:`.
#[derive(Debug)]
pub(crate) struct Directive {
    pub(crate) span: Span,
    pub(crate) says: Says,
    /// The statement it stands before; None for the whole file.
    pub(crate) statement: Option<usize>,
    /// Whether it is the first line, and so meant for the whole file.
    pub(crate) is_first_line: bool,
    pub(crate) used: Cell<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Says {
    NoTransaction,
    Confirm {
        kind: String,
        object: String,
    },
    NoOpDown,
    Irreversible,
    Allow(String),
    /// It could not be understood; the sentence says why.
    Wrong(String),
}

/// What can be confirmed.
pub(crate) const KINDS: [&str; 11] = [
    "drop-table",
    "drop-column",
    "drop-schema",
    "truncate",
    "delete-all",
    "update-all",
    "rewrite",
    "narrow",
    "rename",
    "cascade",
    "create-table",
];

/// All directives of a file, each tied to its statement.
pub(crate) fn read(text: &str, statements: &[Statement]) -> Vec<Directive> {
    if !text.contains("stoa:") && !text.contains("no-transaction") {
        return Vec::new();
    }
    let root = SourceFile::parse(text).tree();
    root.syntax()
        .descendants_with_tokens()
        .filter_map(rowan::NodeOrToken::into_token)
        .filter(|token| token.kind() == SyntaxKind::COMMENT)
        .filter_map(|token| {
            let span = Span {
                start: token.text_range().start().into(),
                end: token.text_range().end().into(),
            };
            let is_first_line = !text[..span.start].contains('\n');
            let says = parse(token.text(), is_first_line)?;
            Some(Directive {
                span,
                says,
                statement: statements.iter().position(|s| s.span.end > span.start),
                is_first_line,
                used: Cell::new(false),
            })
        })
        .collect()
}

fn parse(comment: &str, is_first_line: bool) -> Option<Says> {
    let text = comment
        .trim_start_matches("--")
        .trim_start_matches("/*")
        .trim_end_matches("*/")
        .trim();
    if is_first_line && text == "no-transaction" {
        return Some(Says::NoTransaction);
    }
    let text = text.strip_prefix("stoa:")?;
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    Some(match word {
        "no-transaction" => Says::NoTransaction,
        "confirm" => confirm(rest),
        "no-op-down" => reasoned(rest, Says::NoOpDown),
        "irreversible" => reasoned(rest, Says::Irreversible),
        "allow" => {
            let (rule, reason) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            let rule = rule.trim_end_matches(':');
            reasoned(reason, Says::Allow(rule.to_owned()))
        }
        _ => Says::Wrong(format!(
            "`{word}` is not a directive: confirm, allow, no-transaction, no-op-down, irreversible"
        )),
    })
}

fn confirm(rest: &str) -> Says {
    let (kind, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    if !KINDS.contains(&kind) {
        return Says::Wrong(format!(
            "`{kind}` cannot be confirmed: {}",
            KINDS.join(", ")
        ));
    }
    let (object, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let object = object.trim();
    if object.is_empty() || object.contains([' ', ',']) {
        return Says::Wrong(format!(
            "a confirmation names one object: confirm {kind} schema.object: reason"
        ));
    }
    reasoned(
        reason,
        Says::Confirm {
            kind: kind.to_owned(),
            object: object.replace('"', ""),
        },
    )
}

fn reasoned(reason: &str, says: Says) -> Says {
    let reason = reason.trim().trim_start_matches(':').trim();
    if reason.chars().count() < SHORTEST_REASON {
        return Says::Wrong(format!(
            "it needs a reason of at least {SHORTEST_REASON} characters"
        ));
    }
    says
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confirmation_names_a_kind_an_object_and_a_reason() {
        let confirmed = parse(
            "-- stoa:confirm drop-table public.old: replaced in March",
            false,
        );
        assert_eq!(
            confirmed,
            Some(Says::Confirm {
                kind: "drop-table".to_owned(),
                object: "public.old".to_owned()
            })
        );
        for wrong in [
            "-- stoa:confirm drop-table public.old",
            "-- stoa:confirm drop-table public.old: no",
            "-- stoa:confirm drop-tabel public.old: replaced in March",
            "-- stoa:confirm drop-table a, b: replaced in March",
            "-- stoa:confrim drop-table public.old: replaced in March",
            "-- stoa:allow SM040",
        ] {
            assert!(
                matches!(parse(wrong, false), Some(Says::Wrong(_))),
                "{wrong}"
            );
        }
        assert_eq!(parse("-- the stoa: a hall", false), None);
    }

    #[test]
    fn the_spelling_of_another_runner_counts_on_the_first_line_only() {
        assert_eq!(parse("-- no-transaction", true), Some(Says::NoTransaction));
        assert_eq!(parse("-- no-transaction", false), None);
    }
}
