//! `stoa migrate explain RULE`.

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;

use crate::commands::say;

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A rule's id or name, `SM020` or `drop-table-unconfirmed`; none lists all of them.
    rule: Option<String>,
}

pub(super) fn run(options: &Explain) -> anyhow::Result<ExitCode> {
    let Some(name) = &options.rule else {
        for rule in stoa_guard::list() {
            say(format!(
                "{}  {:<7}  {:<34} {}",
                rule.id,
                rule.level.name(),
                rule.class,
                rule.help
            ));
        }
        return Ok(ExitCode::SUCCESS);
    };
    match stoa_guard::explain(name) {
        Some(section) => say(section.trim_end()),
        None => bail!("there is no rule {name}; `stoa migrate explain` lists all of them"),
    }
    Ok(ExitCode::SUCCESS)
}
