use std::fmt::Write as _;

use super::{DECLARED, Raw};

/// Every setting, its value (secrets masked) and who said it, as a table for people.
pub(crate) fn show(raw: &Raw) -> String {
    let rows: Vec<_> = DECLARED
        .iter()
        .map(|declared| {
            let (value, source) = raw
                .values
                .get(declared.key)
                .map_or(("", String::new()), |(v, s)| (v.as_str(), s.to_string()));
            let value = match value {
                "" => "(not set)".to_owned(),
                _ if declared.secret => "********".to_owned(),
                value => value.replace('\n', " "),
            };
            (declared, value, source)
        })
        .collect();
    let mut text = String::new();
    for (declared, value, source) in rows {
        let note = if source.is_empty() {
            String::new()
        } else {
            format!("  [{source}]")
        };
        let _ = write!(
            text,
            "{:<34} {value}{note}\n{:<34}   {}\n",
            declared.key, "", declared.help
        );
    }
    text.push_str("\nThe mapping of payment methods is seeded from amocrm.mapping once; afterwards the table amocrm_mapping rules.\n");
    text
}
