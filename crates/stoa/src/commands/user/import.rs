//! `stoa user import`: people of a former platform, with the hashes of their passwords.

mod csv;
mod entries;
mod fields;
mod firebase;
mod supabase;

use std::{
    io::{self, Write as _},
    path::PathBuf,
};

use anyhow::Context as _;
use stoa_identity::{ImportError, ImportFault, ImportRun, Imported, Origin};

use self::{
    entries::{People, Reading},
    firebase::HashParams,
};
use crate::{commands::say, parts::Parts};

/// How often it is said how far the import is, in people.
const PROGRESS_EVERY: usize = 1_000;

/// What is imported, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// CSV with a head line, JSON lines or JSON (rows of `auth.users`, users of an administrators' API), or `users.json` of
    /// Firebase.
    file: PathBuf,
    /// Try everything and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// What Firebase's console shows as password hash parameters.
    #[arg(long, value_name = "FILE")]
    firebase_hash: Option<PathBuf>,
    /// Leave the names at this provider out, because it is no `OpenID` provider; may be given more than once.
    #[arg(long = "without-provider", value_name = "NAME")]
    without_providers: Vec<String>,
}

/// Reads the file whole, tries everything, tells everything that is wrong with anybody, and keeps all or nothing.
///
/// # Errors
/// When anybody in the file cannot come: then nobody does.
pub(super) async fn run(parts: &Parts, import: &Import) -> anyhow::Result<()> {
    let named = || import.file.display().to_string();
    let bytes = std::fs::read(&import.file).with_context(named)?;
    let text = String::from_utf8(bytes).ok().context("it is not in UTF-8");
    let hash = import.firebase_hash.as_deref();
    let reading = Reading {
        hash_params: hash.map(HashParams::read).transpose()?,
        without_providers: &import.without_providers,
        now: parts.ambient.now(),
    };
    let read = text.and_then(|text| reading.people(&text));
    let mut people = read.with_context(named)?;
    let by = Origin::operator("stoa user import");
    let all = people.found.len();
    let run = ImportRun {
        // What is wrong in the database is told together with what cannot be read.
        dry: import.dry_run || !people.faults.is_empty(),
        by: &by,
        progress: &|done| told_progress(done, all),
    };
    match parts.identity.import_users(&people.found, run).await {
        Ok(done) if people.faults.is_empty() => {
            told(&people, &done, import.dry_run);
            Ok(())
        }
        Ok(_) => Err(refused(people.faults)),
        Err(ImportError::Faults(more)) => {
            people.faults.extend(more);
            Err(refused(people.faults))
        }
        Err(error) => Err(error.into()),
    }
}

/// Every fault on a line of the answer, in the order of the file.
fn refused(mut faults: Vec<ImportFault>) -> anyhow::Error {
    faults.sort_by_key(|fault| fault.place);
    for fault in &faults {
        say(format!("{}: {}", fault.place, fault.fault));
    }
    anyhow::anyhow!("{} faults, nobody was imported", faults.len())
}

fn told(people: &People, done: &Imported, dry: bool) {
    let did = if dry { "would be imported" } else { "imported" };
    say(format!(
        "{} {did}: {} of them with a password, {} names at providers",
        done.made, done.with_password, done.identities
    ));
    let others = [
        (done.known, "were here already and stay as they are"),
        (done.known_otherwise, "of those have another address here"),
        (
            done.known_by_address.len(),
            "of those have another id here, see below",
        ),
        (done.deleted_here, "were deleted here and stay so"),
        (people.deleted, "were deleted there and are left out"),
        (people.anonymous, "are anonymous and are left out"),
        (people.left_out_names, "names at providers are left out"),
    ];
    for (count, what) in others.into_iter().filter(|(count, _)| *count > 0) {
        say(format!("{count} {what}"));
    }
    for (place, here) in &done.known_by_address {
        say(format!(
            "{place}: the address is here already, under the id {here}"
        ));
    }
    if dry {
        say("nothing was changed: leave --dry-run out to do it");
    }
}

/// On standard error, so that the answer stays what it is.
fn told_progress(done: usize, all: usize) {
    if done.is_multiple_of(PROGRESS_EVERY) || (done == all && all > PROGRESS_EVERY) {
        // Nobody is stopped by a closed terminal.
        let _ = writeln!(io::stderr().lock(), "{done} of {all}");
    }
}
