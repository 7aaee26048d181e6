use std::{collections::BTreeMap, fmt, fs, path::Path};

use toml::Value;

use super::{DECLARED, Declared};

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// Nobody said anything.
    Default,
    /// `stoa.toml`.
    File(String),
    /// A variable of the environment.
    Variable(String),
    /// The command line.
    Flag(&'static str),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => f.write_str(path),
            Self::Variable(name) => f.write_str(name),
            Self::Flag(flag) => f.write_str(flag),
        }
    }
}

/// Everything that is wrong with the settings, in one message. Values are never part of it.
#[derive(Debug, Default)]
pub(crate) struct Problems(pub(crate) Vec<String>);

impl Problems {
    pub(crate) fn add(&mut self, problem: impl Into<String>) {
        self.0.push(problem.into());
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the settings have {} problem(s):", self.0.len())?;
        self.0
            .iter()
            .try_for_each(|problem| writeln!(f, "  - {problem}"))
    }
}

impl std::error::Error for Problems {}

/// What was said, before it has types: a text for each key, and who said it.
#[derive(Debug, Default)]
pub(crate) struct Raw {
    /// What was said last, by key.
    pub(crate) values: BTreeMap<&'static str, (String, Source)>,
    /// The file could not be read: what it would have said is not known, so nothing can be judged as missing.
    pub(crate) is_partial: bool,
    /// `DATABASE_URL` is set, as platforms with one database have it.
    pub(crate) has_database_url: bool,
}

impl Raw {
    /// Gathers defaults, then the file, then the environment; a later word replaces an earlier one.
    pub(crate) fn gather(
        file: Option<&Path>,
        environment: &BTreeMap<String, String>,
        problems: &mut Problems,
    ) -> Self {
        let mut raw = Self::default();
        for declared in DECLARED {
            if let Some(value) = declared.default {
                raw.set(declared.key, value.to_owned(), Source::Default);
            }
        }
        if let Some(path) = file {
            raw.read_file(path, problems);
        }
        raw.read_environment(environment, problems);
        raw.has_database_url = environment
            .get("DATABASE_URL")
            .is_some_and(|url| !url.is_empty());
        raw
    }

    /// Replaces a value on a flag's word.
    pub(crate) fn set(&mut self, key: &'static str, value: String, source: Source) {
        self.values.insert(key, (value, source));
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.values
            .get(key)
            .map(|(value, _)| value.trim())
            .filter(|value| !value.is_empty())
    }

    fn read_file(&mut self, path: &Path, problems: &mut Problems) {
        let name = path.display().to_string();
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                self.is_partial = true;
                return problems.add(format!("{name}: {error}"));
            }
        };
        match text.parse::<toml::Table>() {
            Ok(table) => self.read_table("", &table, &name, problems),
            // The parser's full message quotes the line, which may hold a secret.
            Err(error) => {
                self.is_partial = true;
                problems.add(format!("{name}: {}", error.message()));
            }
        }
    }

    fn read_table(
        &mut self,
        prefix: &str,
        table: &toml::Table,
        name: &str,
        problems: &mut Problems,
    ) {
        for (key, value) in table {
            let path = if prefix.is_empty() {
                key.clone()
            } else {
                format!("{prefix}.{key}")
            };
            let declared = DECLARED.iter().find(|declared| declared.key == path);
            match (declared, value) {
                (Some(declared), value) => match plain_text(value) {
                    // As in the environment: an empty word says nothing.
                    Some(text) if text.trim().is_empty() => {}
                    Some(text) => self.set(declared.key, text, Source::File(name.to_owned())),
                    None => problems.add(format!("{name}: {path} has a type that is not read")),
                },
                (None, Value::Table(inner)) if is_section(&path) => {
                    self.read_table(&path, inner, name, problems);
                }
                (None, _) => problems.add(format!(
                    "{name}: there is no setting {path}{}",
                    nearest(&path)
                )),
            }
        }
    }

    fn read_environment(
        &mut self,
        environment: &BTreeMap<String, String>,
        problems: &mut Problems,
    ) {
        for declared in DECLARED {
            let alias = declared.aliases.iter().map(|&alias| alias.to_owned());
            for variable in alias.chain([declared.variable()]) {
                if let Some(value) = environment.get(&variable).filter(|value| !value.is_empty()) {
                    self.set(declared.key, value.clone(), Source::Variable(variable));
                }
            }
        }
        let known: Vec<_> = DECLARED.iter().map(Declared::variable).collect();
        for name in environment
            .keys()
            .filter(|name| name.starts_with("STOA_") && !known.contains(name))
        {
            let path = name
                .trim_start_matches("STOA_")
                .to_lowercase()
                .replace("__", ".");
            problems.add(format!("there is no variable {name}{}", nearest(&path)));
        }
    }
}

fn is_section(path: &str) -> bool {
    DECLARED
        .iter()
        .any(|declared| declared.key.starts_with(&format!("{path}.")))
}

/// A list of plain values becomes comma-separated text, a list of tables JSON.
fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Boolean(truth) => Some(truth.to_string()),
        Value::Array(items) if items.iter().any(Value::is_table) => {
            serde_json::to_string(items).ok()
        }
        Value::Array(items) => items
            .iter()
            .map(plain_text)
            .collect::<Option<Vec<_>>>()
            .map(|texts| texts.join(",")),
        Value::Datetime(_) | Value::Table(_) => None,
    }
}

fn nearest(path: &str) -> String {
    let near = DECLARED
        .iter()
        .map(|d| (distance(d.key, path), d.key))
        .min()
        .filter(|(distance, _)| *distance <= 4);
    near.map_or(String::new(), |(_, key)| format!("; did you mean {key}?"))
}

/// How many letters must change to make one word the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let cost = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

/// The environment as a map; the one place that reads it.
pub(crate) fn environment() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gather(file: &str, variables: &[(&str, &str)]) -> (Raw, Problems) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stoa.toml");
        fs::write(&path, file).unwrap();
        let environment = variables
            .iter()
            .map(|&(k, v)| (k.to_owned(), v.to_owned()))
            .collect();
        let mut problems = Problems::default();
        let raw = Raw::gather(Some(&path), &environment, &mut problems);
        (raw, problems)
    }

    #[test]
    fn the_environment_outweighs_the_file_and_the_own_name_an_alias() {
        let file = "[telegram]\nbot_token = 'file'\nleads_chat_id = -100\n[http]\ntrusted_proxies = ['10.0.0.1', '10.0.0.2']";
        let (raw, problems) = gather(
            file,
            &[
                ("TELEGRAM_BOT_TOKEN", "alias"),
                ("STOA_TELEGRAM__BOT_TOKEN", "own"),
            ],
        );
        assert!(problems.0.is_empty(), "{problems}");
        assert_eq!(
            raw.values["telegram.bot_token"],
            (
                "own".to_owned(),
                Source::Variable("STOA_TELEGRAM__BOT_TOKEN".to_owned())
            )
        );
        assert_eq!(raw.text("telegram.leads_chat_id"), Some("-100"));
        assert_eq!(raw.text("http.trusted_proxies"), Some("10.0.0.1,10.0.0.2"));
    }

    #[test]
    fn unknown_names_are_all_told_with_the_nearest_known_one() {
        let (_, problems) = gather(
            "[telegramm]\nx = 1\n[http]\nlisten_ = 'x'",
            &[("STOA_TELEGRAM__BOT_TOKN", "hush")],
        );
        let text = problems.to_string();
        assert_eq!(problems.0.len(), 3, "{text}");
        assert!(
            text.contains("did you mean http.listen?")
                && text.contains("did you mean telegram.bot_token?"),
            "{text}"
        );
        assert!(!text.contains("hush"));
    }

    #[test]
    fn a_broken_file_is_told_without_its_text() {
        let (_, problems) = gather("[telegram]\nbot_token = hush", &[]);
        assert_eq!(problems.0.len(), 1);
        assert!(!problems.to_string().contains("hush"));
    }
}
