//! Packages of this repository that run on Node.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::present;

/// The oldest Node that the packages run on.
const OLDEST: u32 = 20;

fn has_node() -> bool {
    let told = Command::new("node").arg("--version").output();
    let told = told.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let major = |text: &str| text.strip_prefix('v')?.split('.').next()?.parse().ok();
    told.is_ok_and(|text| major(&text).is_some_and(|major: u32| major >= OLDEST))
}

/// A folder with a `package.json`, its dependencies installed.
pub(crate) struct Package {
    folder: PathBuf,
}

impl Package {
    /// Installs what the package's lock file names. Nothing when the machine has no Node; in CI that is a failure.
    pub(crate) fn install(folder: &str) -> Option<Self> {
        if !has_node() || !present("npm") {
            assert!(
                std::env::var_os("CI").is_none(),
                "CI needs Node {OLDEST} or newer with npm: scripts/install test"
            );
            eprintln!(
                "no Node {OLDEST} or newer here: `scripts/install test` installs it; {folder} is skipped"
            );
            return None;
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .join(folder);
        let package = Self { folder };
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
        command
    }
}
