//! Log lines: JSON for machines, pretty for a terminal; always on standard error.

use std::{
    io::{self, IsTerminal as _, Write},
    sync::atomic::{AtomicU64, Ordering},
};

use tracing_subscriber::EnvFilter;

/// The filter that `log.level` says.
///
/// A word that is no level would name a module, and quietly turn everything else off: it is refused, as a level that was
/// mistyped.
///
/// # Errors
/// Why it cannot be read.
pub(crate) fn filter(level: &str) -> Result<EnvFilter, String> {
    let levels = ["error", "warn", "info", "debug", "trace", "off"];
    let is_plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    for part in level.split(',').map(str::trim) {
        if is_plain(part) && !levels.contains(&part.to_lowercase().as_str()) {
            return Err(format!("{part:?} is no level"));
        }
    }
    EnvFilter::try_new(level).map_err(|error| error.to_string())
}

/// Lines that could not be written.
static LOST: AtomicU64 = AtomicU64::new(0);

/// How many lines could not be written: their reader was gone, or its disk full.
pub(crate) fn lost() -> u64 {
    LOST.load(Ordering::Relaxed)
}

/// Standard error, of which nobody need be there to read: a request must not fail because its line cannot be written.
struct Patient(io::Stderr);

impl Write for Patient {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.0.write_all(line).is_err() {
            LOST.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Starts logging. `format` is json, pretty or auto; `level` a level or a filter.
///
/// # Errors
/// Names the filter that cannot be read.
pub(crate) fn start(format: &str, level: &str) -> anyhow::Result<()> {
    let filter = filter(level).map_err(|error| anyhow::anyhow!("log.level: {error}"))?;
    // The driver repeats every notice of the server; the ones that matter are ours to report.
    let filter = filter.add_directive("tokio_postgres=warn".parse()?);
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .log_internal_errors(false)
        .with_writer(|| Patient(io::stderr()));
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
