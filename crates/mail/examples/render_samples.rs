//! Writes every letter in every language into a folder, to be looked at.
#![expect(clippy::unwrap_used, reason = "a tool for people who look at letters")]

use std::{fs, path::PathBuf};

#[path = "../tests/letters/sample.rs"]
mod sample;

fn main() {
    let folder: PathBuf = std::env::args_os().nth(1).unwrap().into();
    fs::create_dir_all(&folder).unwrap();
    for locale in stoa_domain::Locale::ALL {
        for kind in stoa_mail::LetterKind::ALL {
            let letter = stoa_mail::render(&sample::letter(kind, locale)).unwrap();
            let name = format!("{locale}-{}", kind.as_str());
            fs::write(folder.join(format!("{name}.html")), letter.html).unwrap();
            fs::write(folder.join(format!("{name}.txt")), letter.text).unwrap();
        }
    }
}
