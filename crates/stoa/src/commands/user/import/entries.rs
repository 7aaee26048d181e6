//! The entries of a file, whatever its form, and the people that they are.

use anyhow::bail;
use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_identity::{ImportFault, ImportedUser, Place};

use super::{
    csv,
    fields::Fields,
    firebase::{self, HashParams},
    supabase,
};

/// By what a file is read.
pub(super) struct Reading<'a> {
    pub(super) hash_params: Option<HashParams>,
    pub(super) without_providers: &'a [String],
    pub(super) now: DateTime<Utc>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) found: Vec<ImportedUser>,
    pub(super) faults: Vec<ImportFault>,
    /// Rows of people who were deleted there.
    pub(super) deleted: usize,
    /// Rows of people whom nobody knows.
    pub(super) anonymous: usize,
    /// Names at providers that were to be left out.
    pub(super) left_out_names: usize,
}

/// One entry: a row, a line, an element; or why it cannot be read.
pub(super) struct Entry {
    pub(super) place: Place,
    pub(super) value: Result<Value, String>,
}

/// What an entry is.
pub(super) enum Row {
    Person(Box<ImportedUser>),
    Deleted,
    Anonymous,
}

impl Reading<'_> {
    /// The people of a file, and everything that is wrong with entries of it.
    ///
    /// # Errors
    /// When the file as a whole makes no sense.
    pub(super) fn people(&self, text: &str) -> anyhow::Result<People> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let entries = match text.trim_start().chars().next() {
            None => bail!("the file is empty"),
            Some('{' | '[') => of_json(text)?,
            Some(_) => csv::entries(text)?,
        };
        if entries.is_empty() {
            bail!("the file holds nobody");
        }
        let is_hashed = |entry: &Entry| {
            let value = entry.value.as_ref().ok();
            value.is_some_and(firebase::has_password)
        };
        if self.hash_params.is_none() && entries.iter().any(is_hashed) {
            bail!(
                "its passwords can be taken over only with the project's hash parameters: put what the console shows \
                 (Authentication, Password hash parameters) into a file and say --firebase-hash FILE"
            );
        }
        let mut people = People::default();
        for entry in entries {
            self.add(&mut people, entry);
        }
        Ok(people)
    }

    /// Whether names at this provider are not taken over.
    pub(super) fn leaves_out(&self, provider: &str) -> bool {
        self.without_providers.iter().any(|name| name == provider)
    }

    fn add(&self, people: &mut People, Entry { place, value }: Entry) {
        let row = value.map_err(|fault| vec![fault]).and_then(|value| {
            let mut fields = Fields::of(&value);
            let row = if firebase::is_entry(&value) {
                firebase::read(&mut fields, self)
            } else {
                supabase::read(&mut fields, self)
            };
            people.left_out_names += fields.left_out_names;
            fields.done(row)
        });
        match row {
            Ok(Row::Person(user)) => people.found.push(ImportedUser { place, ..*user }),
            Ok(Row::Deleted) => people.deleted += 1,
            Ok(Row::Anonymous) => people.anonymous += 1,
            Err(faults) => people
                .faults
                .extend(faults.into_iter().map(|fault| ImportFault { place, fault })),
        }
    }
}

/// JSON lines, an array, or an object with `users`.
fn of_json(text: &str) -> anyhow::Result<Vec<Entry>> {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(all)) => Ok(elements(all)),
        Ok(Value::Object(mut whole)) => match whole.remove("users") {
            Some(Value::Array(all)) => Ok(elements(all)),
            Some(_) => bail!("users is no array"),
            None => Ok(elements(vec![Value::Object(whole)])),
        },
        Ok(_) => bail!("it is neither an array nor an object"),
        Err(_) if is_json_lines(text) => Ok(lines(text)),
        Err(error) => bail!("it is no JSON: {error}"),
    }
}

/// Whether the first line stands for itself.
fn is_json_lines(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| serde_json::from_str::<Value>(line).is_ok_and(|v| v.is_object()))
}

fn elements(all: Vec<Value>) -> Vec<Entry> {
    let entry = |(number, value)| Entry {
        place: Place {
            unit: "entry",
            number,
        },
        value: Ok(value),
    };
    (1..).zip(all).map(entry).collect()
}

fn lines(text: &str) -> Vec<Entry> {
    let entry = |(number, line)| Entry {
        place: Place {
            unit: "line",
            number,
        },
        value: serde_json::from_str(line).map_err(|_| "is no JSON".to_owned()),
    };
    let lines = (1..).zip(text.lines());
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(entry)
        .collect()
}

#[cfg(test)]
mod tests;
