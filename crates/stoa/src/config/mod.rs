//! Every setting of Stoa: declared once in [`declared`], read once at start, with all problems in one message.

mod declared;
mod issuers;
mod load;
mod mail;
mod mapping;
mod process;
mod settings;
mod show;

use crate::cli::{Cli, Command, ConfigCommand};

pub(crate) use declared::{DECLARED, Declared};
pub(crate) use load::{Problems, Raw, Source, environment};
pub(crate) use mail::MailSettings;
pub(crate) use settings::{Databases, Settings, SinkSettings};
pub(crate) use show::show;

/// What was said about settings: by the file, the environment and the command line.
///
/// Without `--config`, a `stoa.toml` in the working directory is read when there is one.
pub(crate) fn gather(cli: &Cli, problems: &mut Problems) -> Raw {
    let beside = std::path::Path::new("stoa.toml");
    let file = cli
        .config
        .as_deref()
        .or_else(|| beside.exists().then_some(beside));
    let mut raw = Raw::gather(file, &environment(), problems);
    if let Some(dir) = &cli.data_dir {
        raw.set(
            "data.dir",
            dir.display().to_string(),
            Source::Flag("--data-dir"),
        );
    }
    let (Command::Serve(serve) | Command::Config(ConfigCommand::Check(serve))) = &cli.command
    else {
        return raw;
    };
    if let Some(listen) = serve.listen {
        raw.set("http.listen", listen.to_string(), Source::Flag("--listen"));
    }
    raw
}

/// The settings, with every rule held.
///
/// # Errors
/// All problems at once.
pub(crate) fn load(cli: &Cli) -> Result<Settings, Problems> {
    let mut problems = Problems::default();
    let raw = gather(cli, &mut problems);
    match Settings::read(&raw, &mut problems) {
        Some(mut settings) if problems.0.is_empty() => {
            settings.accept_session_loss =
                matches!(&cli.command, Command::Serve(serve) if serve.accept_session_loss);
            Ok(settings)
        }
        _ => Err(problems),
    }
}
