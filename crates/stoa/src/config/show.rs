use std::fmt::Write as _;

use super::{DECLARED, Declared, Raw, Source};

/// What it means; and that it does nothing yet, where that is so.
fn help(declared: &Declared) -> String {
    if declared.unused {
        format!("{}; not used by this version", declared.help)
    } else {
        declared.help.to_owned()
    }
}

/// What somebody has set and this version does nothing with, a sentence for each.
pub(crate) fn unused(raw: &Raw) -> Vec<String> {
    let idle = DECLARED.iter().filter(|declared| declared.unused);
    idle.filter_map(|declared| {
        let (_, source) = raw.values.get(declared.key)?;
        let said = *source != Source::Default;
        said.then(|| {
            format!(
                "{} (said by {source}) is not used by this version",
                declared.key
            )
        })
    })
    .collect()
}

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
            declared.key,
            "",
            help(declared)
        );
    }
    text.push_str("\nThe mapping of payment methods is seeded from amocrm.mapping once; afterwards the table amocrm_mapping rules.\n");
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{super::Problems, *};

    #[test]
    fn who_sets_what_does_nothing_is_told_so() {
        let said = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|&(k, v)| (k.to_owned(), v.to_owned()));
            let environment: BTreeMap<_, _> = pairs.collect();
            Raw::gather(None, &environment, &mut Problems::default())
        };
        assert!(unused(&said(&[])).is_empty());
        let raw = said(&[
            ("STOA_LEADS__QUARANTINE_SECONDS", "4"),
            ("TELEGRAM_ADMIN_CHAT_ID", "1"),
        ]);
        let told = unused(&raw);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0].contains("leads.quarantine_seconds (said by STOA_LEADS__QUARANTINE_SECONDS)")
        );
        assert_eq!(show(&raw).matches("not used by this version").count(), 1);
    }
}
