//! Packages of this repository that run on Node.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::present;

/// The oldest Node that the packages run on.
const OLDEST: u32 = 20;

/// Where `scripts/install` puts a Node when the system's own is too old.
const OWN: &str = "tests/node/node_modules/.bin";

fn is_new_enough(node: &Path) -> bool {
    let told = Command::new(node).arg("--version").output();
    let told = told.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let major = |text: &str| text.strip_prefix('v')?.split('.').next()?.parse().ok();
    told.is_ok_and(|text| major(&text).is_some_and(|major: u32| major >= OLDEST))
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folder of a Node of our own, when the system's is too old and ours is not; `None` when the system's will do.
///
/// # Errors
/// When neither will do.
fn own_node() -> Result<Option<PathBuf>, ()> {
    let own = repository().join(OWN);
    if is_new_enough(Path::new("node")) {
        Ok(None)
    } else if is_new_enough(&own.join("node")) {
        Ok(Some(own))
    } else {
        Err(())
    }
}

/// A folder with a `package.json`, its dependencies installed.
pub(crate) struct Package {
    folder: PathBuf,
    own_node: Option<PathBuf>,
}

impl Package {
    /// Installs what the package's lock file names. Nothing when the machine has no Node; in CI that is a failure.
    pub(crate) fn install(folder: &str) -> Option<Self> {
        let own_node = match own_node() {
            Ok(own_node) if present("npm") => own_node,
            _ => {
                assert!(
                    std::env::var_os("CI").is_none(),
                    "CI needs Node {OLDEST} or newer and npm: `scripts/install test` installs both"
                );
                eprintln!(
                    "no Node {OLDEST} or newer here: `scripts/install test` installs it; {folder} is skipped"
                );
                return None;
            }
        };
        let folder = repository().join(folder);
        let package = Self { folder, own_node };
        let installed = package
            .npm(&["ci", "--no-audit", "--no-fund"])
            .output()
            .unwrap();
        assert!(
            installed.status.success(),
            "npm ci: {}",
            String::from_utf8_lossy(&installed.stderr)
        );
        Some(package)
    }

    /// `npm` in this folder.
    pub(crate) fn npm(&self, arguments: &[&str]) -> Command {
        self.command("npm", arguments)
    }

    /// `node` in this folder.
    pub(crate) fn node(&self, arguments: &[&str]) -> Command {
        self.command("node", arguments)
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.folder);
        if let Some(own) = &self.own_node {
            let path = std::env::var_os("PATH").unwrap_or_default();
            let all = [own.clone()]
                .into_iter()
                .chain(std::env::split_paths(&path));
            command.env("PATH", std::env::join_paths(all).unwrap());
        }
        command
    }
}
