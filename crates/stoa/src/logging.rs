//! Log lines: JSON for machines, pretty for a terminal; always on standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// Starts logging. `format` is json, pretty or auto; `level` a level or a filter.
///
/// # Errors
/// Names the filter that cannot be read.
pub(crate) fn start(format: &str, level: &str) -> anyhow::Result<()> {
    let filter =
        EnvFilter::try_new(level).map_err(|error| anyhow::anyhow!("log.level: {error}"))?;
    // The driver repeats every notice of the server; the ones that matter are ours to report.
    let filter = filter.add_directive("tokio_postgres=warn".parse()?);
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if format == "json" || (format == "auto" && !std::io::stderr().is_terminal()) {
        builder
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(true)
            .init();
    } else {
        builder.compact().init();
    }
    Ok(())
}
