//! What a file's comments ask of whoever runs it.

use crate::{
    directive::{self, Says},
    folder::SourceText,
    sql,
};

/// The directives of one file that a runner must follow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intent {
    /// The file holds one statement, which runs outside a transaction.
    pub no_transaction: bool,
    /// There is no way back from it.
    pub irreversible: bool,
    /// The down file has nothing to undo.
    pub no_op_down: bool,
    /// Rules that the author has silenced: each with the byte at which it counts, or none for the whole file.
    allowed: Vec<(String, Option<usize>)>,
    /// Directives that could not be understood: where, and why.
    pub wrong: Vec<(usize, String)>,
}

impl Intent {
    /// Reads the directives of a file.
    #[must_use]
    pub fn of(source: &SourceText) -> Self {
        if !source.text.contains("stoa:") && !source.text.contains("no-transaction") {
            return Self::default();
        }
        let script = sql::read::script(&source.text);
        let mut intent = Self::default();
        for directive in directive::read(&source.text, &script.statements) {
            match directive.says {
                Says::NoTransaction => intent.no_transaction = true,
                Says::Irreversible => intent.irreversible = true,
                Says::NoOpDown => intent.no_op_down = true,
                Says::Allow(rule) => {
                    let statement = directive.statement.filter(|_| !directive.is_first_line);
                    let at = statement.map(|number| script.statements[number].span.start);
                    intent.allowed.push((rule, at));
                }
                Says::Wrong(why) => intent.wrong.push((directive.span.start, why)),
                Says::Confirm { .. } => {}
            }
        }
        intent
    }

    /// Whether a rule is silenced for the statement that begins at a byte.
    #[must_use]
    pub fn allows(&self, rule: &str, start: usize) -> bool {
        self.allowed.iter().any(|(allowed, at)| {
            allowed.eq_ignore_ascii_case(rule) && at.is_none_or(|at| at == start)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn intent(text: &str) -> Intent {
        Intent::of(&SourceText::new(Path::new("x.sql"), text.as_bytes()))
    }

    #[test]
    fn a_runner_is_told_what_it_must_know() {
        let alone = intent("-- stoa:no-transaction\ncreate index concurrently i on t (a);\n");
        assert!(alone.no_transaction && !alone.irreversible && alone.wrong.is_empty());
        assert!(intent("-- no-transaction\nvacuum t;").no_transaction);
        assert!(
            intent("-- stoa:irreversible the archive keeps the rows\ndrop table t;").irreversible
        );
        assert_eq!(intent("select 1; -- stoa:unknown thing\n").wrong.len(), 1);
        let text = "select 1;\n-- stoa:allow SM010 it is the same table\ncreate table if not exists t ();\n";
        let start = text.find("create").unwrap_or_default();
        assert!(intent(text).allows("sm010", start) && !intent(text).allows("SM010", 0));
    }
}
