//! `stoa user check`: one identity table, and nobody astray.

use anyhow::bail;
use serde_json::json;

use crate::{cli::Format, commands::say, parts::Parts};

/// Says what is found; exit 1 when anything is.
///
/// # Errors
/// When something is found, or a database does not answer.
pub(super) async fn run(parts: &Parts, format: Format) -> anyhow::Result<()> {
    let report = parts.people.check.report().await?;
    match format {
        Format::Json => {
            let strays = report.strays.iter().map(|stray| {
                json!({
                    "database": stray.database, "object": stray.object, "reaches": stray.reaches,
                    "message": stray.to_string(),
                })
            });
            let orphans = report.orphans.iter().map(|orphans| {
                json!({ "database": orphans.database, "what": orphans.what, "rows": orphans.rows })
            });
            say(json!({
                "strays": strays.collect::<Vec<_>>(), "orphans": orphans.collect::<Vec<_>>(),
            }));
        }
        Format::Text => {
            for stray in &report.strays {
                say(stray);
            }
            for orphans in &report.orphans {
                let database = orphans.database;
                say(format!("{database}: {} {}", orphans.rows, orphans.what));
            }
            if report.is_clean() {
                say("one identity table in all databases, and nobody astray");
            }
        }
    }
    if !report.is_clean() {
        bail!(
            "{} structures and {} sorts of rows are astray",
            report.strays.len(),
            report.orphans.len()
        );
    }
    Ok(())
}
