//! A file's statements, cut where the server would cut them.
//!
//! No grammar is needed for that, only the rules of quoting; so that a file runs even when nobody but the server
//! understands it.

/// One statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Statement<'t> {
    /// Its text, from its first word.
    pub(crate) text: &'t str,
    /// Where it begins in the file, in bytes.
    pub(crate) start: usize,
}

impl Statement<'_> {
    /// Its first words in lower case, without comments.
    pub(crate) fn words(&self, most: usize) -> Vec<String> {
        let mut words = Vec::new();
        let mut at = 0;
        while words.len() < most && at < self.text.len() {
            let end = token_end(self.text, at);
            let token = &self.text[at..end];
            if is_word(token) {
                words.push(token.to_lowercase());
            } else if !is_blank(token) {
                break;
            }
            at = end;
        }
        words
    }

    /// True when the statement would end or begin a transaction.
    pub(crate) fn controls_transactions(&self) -> bool {
        let words = self.words(2);
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        matches!(
            words.as_slice(),
            [
                "begin" | "commit" | "rollback" | "end" | "abort" | "savepoint" | "release",
                ..
            ] | ["start" | "prepare", "transaction"]
        )
    }

    /// The table of a CREATE TABLE IF NOT EXISTS, as it is written.
    pub(crate) fn creates_if_missing(&self) -> Option<String> {
        let words = self.words(6);
        let at = words
            .windows(4)
            .position(|four| four == ["table", "if", "not", "exists"])?;
        if words.first().is_none_or(|first| first != "create")
            || words.iter().any(|w| w.starts_with("temp"))
        {
            return None;
        }
        let mut rest = self.text;
        for word in words.iter().take(at + 4) {
            let found = rest.char_indices().find(|(start, _)| {
                rest[*start..]
                    .get(..word.len())
                    .is_some_and(|text| text.eq_ignore_ascii_case(word))
            })?;
            rest = &rest[found.0 + word.len()..];
        }
        let rest = rest.trim_start();
        let end = rest
            .find(|c: char| c == '(' || c.is_whitespace())
            .unwrap_or(rest.len());
        Some(rest[..end].to_owned()).filter(|name| !name.is_empty())
    }

    /// True when the rows would have to come from the client, or `psql` is meant.
    pub(crate) fn needs_psql(&self) -> bool {
        let lower = self.text.to_lowercase();
        lower.starts_with('\\')
            || lower.starts_with("copy")
                && (lower.contains("from stdin") || lower.contains("to stdout"))
    }
}

/// Cuts a text at the semicolons that end statements.
pub(crate) fn split(text: &str) -> Vec<Statement<'_>> {
    let mut statements = Vec::new();
    let mut cut = Cut::default();
    let mut at = 0;
    while at < text.len() {
        let end = token_end(text, at);
        let token = &text[at..end];
        if cut.ends(token) {
            if let Some(start) = cut.start.take() {
                statements.push(Statement {
                    text: &text[start..end],
                    start,
                });
            }
            cut = Cut::default();
        } else if cut.start.is_none() && !is_blank(token) && token != ";" {
            cut.start = Some(at);
        }
        at = end;
    }
    if let Some(start) = cut.start {
        statements.push(Statement {
            text: text[start..].trim_end(),
            start,
        });
    }
    statements
}

/// How deep inside a statement the reader is.
#[derive(Default)]
struct Cut {
    start: Option<usize>,
    parentheses: u32,
    /// BEGIN ATOMIC and CASE inside it.
    blocks: u32,
    words: Vec<String>,
}

impl Cut {
    /// Takes a token in, and says whether it ends the statement.
    fn ends(&mut self, token: &str) -> bool {
        match token {
            "(" => self.parentheses += 1,
            ")" => self.parentheses = self.parentheses.saturating_sub(1),
            ";" => return self.parentheses == 0 && self.blocks == 0,
            _ if is_word(token) => self.word(&token.to_lowercase()),
            _ => {}
        }
        false
    }

    /// Only the body of a routine may hold semicolons between BEGIN and END.
    fn word(&mut self, word: &str) {
        if self.words.len() < 4 {
            self.words.push(word.to_owned());
        }
        let of_routine = self.words.first().is_some_and(|first| first == "create")
            && self
                .words
                .iter()
                .any(|w| w == "function" || w == "procedure");
        match word {
            "begin" if of_routine => self.blocks += 1,
            "case" if self.blocks > 0 => self.blocks += 1,
            "end" => self.blocks = self.blocks.saturating_sub(1),
            _ => {}
        }
    }
}

fn is_blank(token: &str) -> bool {
    token.starts_with("--") || token.starts_with("/*") || token.chars().all(char::is_whitespace)
}

fn is_word(token: &str) -> bool {
    token
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_')
}

/// Where the token that begins at a byte ends; always further on.
fn token_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let mut chars = rest.chars();
    let Some(first) = chars.next() else {
        return text.len();
    };
    let length = match first {
        '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
        '/' if rest.starts_with("/*") => comment(rest),
        '\'' => quoted(rest, '\'', false),
        '"' => quoted(rest, '"', false),
        'e' | 'E' if rest[1..].starts_with('\'') => 1 + quoted(&rest[1..], '\'', true),
        '$' => dollar(rest),
        c if c.is_alphabetic() || c == '_' => rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
            .unwrap_or(rest.len()),
        c if c.is_ascii_digit() => rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len()),
        c if c.is_whitespace() => rest
            .find(|c: char| !c.is_whitespace())
            .unwrap_or(rest.len()),
        c => c.len_utf8(),
    };
    at + length.max(first.len_utf8())
}

/// The length of a comment, which may hold others.
fn comment(rest: &str) -> usize {
    let mut depth = 0_u32;
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// The length of a quoted text; a doubled quote stands for itself.
fn quoted(rest: &str, quote: char, escapes: bool) -> usize {
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && escapes {
            chars.next();
        } else if c == quote {
            if chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
            } else {
                return at + c.len_utf8();
            }
        }
    }
    rest.len()
}

/// The length of a text between dollar signs, or of the sign when it begins none.
fn dollar(rest: &str) -> usize {
    let tag = rest[1..].find('$').map(|end| &rest[..end + 2]);
    let Some(tag) = tag.filter(|tag| {
        let name = &tag[1..tag.len() - 1];
        name.chars().all(|c| c.is_alphanumeric() || c == '_')
            && !name.starts_with(|c: char| c.is_ascii_digit())
    }) else {
        return 1;
    };
    rest[tag.len()..]
        .find(tag)
        .map_or(rest.len(), |end| end + 2 * tag.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        split(text).iter().map(|s| s.text).collect()
    }

    #[test]
    fn semicolons_inside_quotes_comments_and_bodies_end_nothing() {
        for whole in [
            "select ';' ;",
            "select E'\\';' ;",
            "select 'it''s;' ;",
            "select \"a;b\" ;",
            "select 1 /* ; /* ; */ ; */ ;",
            "select 1 -- ;\n ;",
            "do $$ begin; end $$;",
            "do $a_1$ select '$$;'; $a_1$;",
            "create rule r as on insert to t do also (select 1; select 2);",
            "create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end;",
            "select $1;",
            "select a$b$c;",
        ] {
            assert_eq!(texts(whole), [whole]);
        }
        assert_eq!(
            texts("select 1; select 2 -- last"),
            ["select 1;", "select 2 -- last"]
        );
        assert_eq!(texts("; ;-- nothing\n"), Vec::<&str>::new());
        assert_eq!(texts("begin; commit;"), ["begin;", "commit;"]);
    }

    #[test]
    fn a_statement_begins_at_its_first_word() {
        let text = "-- a note\n\n  create table a ();\n/* b */ drop table ж;";
        let starts: Vec<_> = split(text)
            .iter()
            .map(|s| &text[s.start..s.start + 4])
            .collect();
        assert_eq!(starts, ["crea", "drop"]);
        let unfinished = ["select 'a", "/* a", "do $$ begin", "\"a", "select $"];
        for text in unfinished {
            assert!(split(text).len() <= 1, "{text}");
        }
    }

    #[test]
    fn words_are_read_past_comments() {
        let all = split("CREATE /* x */ INDEX concurrently i on t (a);");
        assert_eq!(all[0].words(3), ["create", "index", "concurrently"]);
        let table = |text| split(text)[0].creates_if_missing();
        assert_eq!(
            table("Create Table If Not Exists public.\"Orders\"(id int)"),
            Some("public.\"Orders\"".to_owned())
        );
        assert_eq!(
            table("create unlogged table if not exists a (b int)"),
            Some("a".to_owned())
        );
        assert_eq!(table("create table a (b int)"), None);
        assert_eq!(table("create temp table if not exists a (b int)"), None);
        assert!(split("commit;")[0].controls_transactions());
        assert!(split("START TRANSACTION")[0].controls_transactions());
        assert!(!split("start x")[0].controls_transactions());
        assert!(split("COPY t FROM stdin;")[0].needs_psql());
    }
}
