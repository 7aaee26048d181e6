//! The three languages say the same things, and nothing is said that no page shows.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use stoa_pages::{Locale, Texts};

/// Every key with the values it names, as written in a language's files.
fn keys(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut last = String::new();
    for source in files(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("locales")
            .join(locale.as_str()),
    ) {
        for line in source.lines() {
            if let Some((key, _)) = line
                .split_once(" =")
                .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                assert!(!keys.contains_key(key), "{locale}: {key} is said twice");
                key.clone_into(&mut last);
            }
            let named = line.split('$').skip(1).map(|tail| {
                tail.split(|c: char| !c.is_ascii_alphanumeric())
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            });
            if !last.is_empty() && !line.starts_with('#') {
                keys.entry(last.clone()).or_default().extend(named);
            }
        }
    }
    keys
}

/// The text of every file below a folder.
fn files(folder: &Path) -> Vec<String> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![fs::read_to_string(path).unwrap()]
            }
        })
        .collect()
}

/// Every quoted word of the templates and of the source: keys are written out in full, never put together.
fn quoted() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = files(&root.join("templates"))
        .into_iter()
        .chain(files(&root.join("src")));
    sources
        .flat_map(|source| source.split('"').map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// The keys that templates and source ask for by `t`, `t1`, `t2` and `n`.
fn asked() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = files(&root.join("templates"))
        .into_iter()
        .chain(files(&root.join("src")));
    let calls = ["shell.t(\"", "shell.t1(\"", "shell.t2(\"", "shell.n(\""];
    let found = |source: &str| {
        let tails = calls.iter().flat_map(|call| source.split(call).skip(1));
        tails
            .filter_map(|tail| tail.split('"').next().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    sources.flat_map(|source| found(&source)).collect()
}

#[test]
fn every_translation_can_be_read() {
    assert_eq!(Texts::get().faults(), [""; 0]);
}

#[test]
fn each_language_has_the_same_keys_with_the_same_values() {
    let [ru, kk, en] = Locale::ALL.map(keys);
    assert_eq!(ru.keys().collect::<Vec<_>>(), kk.keys().collect::<Vec<_>>());
    assert_eq!(ru.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    for (key, values) in &ru {
        assert_eq!((values, values), (&kk[key], &en[key]), "{key}");
    }
}

#[test]
fn each_key_is_used_and_each_used_key_is_there() {
    let (written, quoted) = (keys(Locale::En), quoted());
    let unused: Vec<_> = written
        .keys()
        .filter(|key| !quoted.contains(*key))
        .collect();
    assert!(unused.is_empty(), "no page shows {unused:?}");
    let missing: Vec<_> = asked()
        .into_iter()
        .filter(|key| !written.contains_key(key))
        .collect();
    assert!(missing.is_empty(), "no language says {missing:?}");
}

#[test]
fn kazakh_letters_are_those_of_the_alphabet() {
    // Look-alikes of other alphabets break search and screen readers.
    let source = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/kk")).concat();
    let letters = source
        .chars()
        .filter(|c| c.is_alphabetic() && !c.is_ascii());
    let known = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ";
    let odd: BTreeSet<_> = letters
        .filter(|c| !known.contains(c.to_uppercase().next().unwrap()))
        .collect();
    assert!(odd.is_empty(), "{odd:?}");
}
