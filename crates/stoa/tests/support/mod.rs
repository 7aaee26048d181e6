//! A real Stoa for a test: the built program, with a private cluster in a directory of its own.
#![expect(dead_code, reason = "each test file uses its own part")]
#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test hands on its own PATH, reads the clock as an app does, and prints the log of what failed"
)]

pub(crate) mod browser;
pub(crate) mod databases;
pub(crate) mod node;
pub(crate) mod rows;

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use stoa_testkit::fakes::FakeSmtp;
use tempfile::TempDir;

pub(crate) const STUDENT: &str = "test@student.com";
pub(crate) const MANAGER: &str = "manager@test.com";
pub(crate) const ADMIN: &str = "admin@test.com";
const PASSWORD: &str = "test123";

/// A directory that the database's user may enter.
pub(crate) fn folder() -> TempDir {
    let dir = tempfile::Builder::new()
        .prefix("stoa-it")
        .tempdir()
        .unwrap();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    dir
}

/// The program, not yet started.
pub(crate) fn program(data_dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stoa"));
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .current_dir(data_dir);
    command.arg("--data-dir").arg(data_dir.join("data"));
    command
}

/// Runs a command to its end.
pub(crate) fn run(data_dir: &Path, arguments: &[&str]) -> std::process::Output {
    program(data_dir).args(arguments).output().unwrap()
}

/// A password that the policy takes.
pub(crate) const GOOD_PASSWORD: &str = "a quiet colonnade";

/// Makes a person beside a running Stoa, with [`GOOD_PASSWORD`].
pub(crate) fn make_person(data_dir: &Path, email: &str, role: &str) {
    let mut child = program(data_dir)
        .args(["user", "create", email, "--role", role, "--password-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    writeln!(input, "{GOOD_PASSWORD}").unwrap();
    drop(input);
    assert!(child.wait().unwrap().success(), "{email} could not be made");
}

/// The settings that send letters to a server on loopback.
pub(crate) fn mail_settings(server: &FakeSmtp) -> Vec<(&'static str, String)> {
    vec![
        ("STOA_MAIL__HOST", "127.0.0.1".to_owned()),
        ("STOA_MAIL__PORT", server.port().to_string()),
        ("STOA_MAIL__USER", FakeSmtp::USER.to_owned()),
        ("STOA_MAIL__PASSWORD", FakeSmtp::PASSWORD.to_owned()),
        ("STOA_MAIL__TLS", "none".to_owned()),
        ("STOA_MAIL__FROM", "noreply@academy.example".to_owned()),
        ("STOA_MAIL__FROM_NAME", "Академия".to_owned()),
    ]
}

/// The time of the built program, which it takes from the system: what an authenticator app reckons with.
pub(crate) fn unix_now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.unwrap().as_secs()).unwrap()
}

/// A running Stoa; it is killed when dropped.
pub(crate) struct Stoa {
    pub url: String,
    pub dir: PathBuf,
    pub http: Client,
    child: Child,
    own_folder: Option<TempDir>,
}

impl Stoa {
    /// A demo with nothing configured.
    pub(crate) fn demo() -> Self {
        Self::demo_with(&[])
    }

    /// A demo with settings in the environment.
    pub(crate) fn demo_with(settings: &[(&str, String)]) -> Self {
        let dir = folder();
        let mut stoa = Self::start(dir.path(), &["--demo"], settings);
        stoa.own_folder = Some(dir);
        stoa
    }

    /// `stoa serve` in a directory that outlives it.
    pub(crate) fn start(dir: &Path, arguments: &[&str], settings: &[(&str, String)]) -> Self {
        Self::start_at("127.0.0.1:0", dir, arguments, settings)
    }

    /// The same at a chosen address, which is part of the name under which tokens are issued.
    pub(crate) fn start_at(
        listen: &str,
        dir: &Path,
        arguments: &[&str],
        settings: &[(&str, String)],
    ) -> Self {
        let mut command = program(dir);
        command
            .args(["serve", "--listen", listen])
            .args(arguments)
            .envs(settings.iter().map(|(name, value)| (*name, value)));
        Self::started(command, dir)
    }

    /// A demo in a shell that has set a limit first: `ulimit -n 400`.
    pub(crate) fn demo_under(limit: &str) -> Self {
        let dir = folder();
        let program = program(dir.path());
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &format!("{limit} && exec \"$0\" \"$@\"")])
            .arg(program.get_program())
            .args(program.get_args())
            .args(["serve", "--demo", "--listen", "127.0.0.1:0"])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .current_dir(dir.path());
        let mut stoa = Self::started(shell, dir.path());
        stoa.own_folder = Some(dir);
        stoa
    }

    fn started(mut command: Command, dir: &Path) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(dir.join("stoa.log")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let Some(url) = line.trim().strip_prefix("stoa ready ").map(str::to_owned) else {
            let _ = child.kill();
            panic!("stoa did not start: {line:?}\n{}", log(dir));
        };
        let http = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            // A connection that the server closes after an answer must not be what the next request meets.
            .pool_max_idle_per_host(0)
            .timeout(Duration::from_secs(20));
        Self {
            url,
            dir: dir.to_owned(),
            http: http.build().unwrap(),
            child,
            own_folder: None,
        }
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.http.get(format!("{}{path}", self.url))
    }

    pub(crate) fn post(&self, path: &str) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.url))
    }

    /// The access token of a demo person.
    pub(crate) async fn token(&self, email: &str) -> String {
        self.session(email).await["access_token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The session of a demo person.
    pub(crate) async fn session(&self, email: &str) -> Value {
        let answer = self
            .post("/api/auth/login")
            .json(&json!({ "email": email, "password": PASSWORD }))
            .send()
            .await;
        json_of(answer.unwrap(), StatusCode::OK).await
    }

    /// What Stoa has written to its log.
    pub(crate) fn log(&self) -> String {
        log(&self.dir)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM; waits for the end and says whether it was a clean one.
    pub(crate) fn stop(&mut self) -> bool {
        signal(self.child.id(), "TERM");
        self.child.wait().unwrap().success()
    }

    /// Everything the process still has to say on standard output.
    pub(crate) fn rest_of_output(&mut self) -> String {
        let mut rest = String::new();
        self.child
            .stdout
            .as_mut()
            .unwrap()
            .read_to_string(&mut rest)
            .unwrap();
        rest
    }
}

impl Drop for Stoa {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- the log of stoa ---\n{}", self.log());
        }
        signal(self.child.id(), "TERM");
        let _ = self.child.wait();
    }
}

/// Whether a program is installed here.
pub(crate) fn present(name: &str) -> bool {
    Command::new(name)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

/// A port of loopback that nobody uses at this moment.
pub(crate) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// Sends a signal by name.
pub(crate) fn signal(pid: u32, name: &str) {
    let _ = Command::new("kill")
        .args([format!("-{name}"), pid.to_string()])
        .stderr(Stdio::null())
        .status();
}

fn log(dir: &Path) -> String {
    std::fs::read_to_string(dir.join("stoa.log")).unwrap_or_default()
}

/// The JSON of an answer that must have a status.
pub(crate) async fn json_of(answer: Response, status: StatusCode) -> Value {
    let (got, text) = (answer.status(), answer.text().await.unwrap());
    assert_eq!(got, status, "{text}");
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {text}"))
}

/// Waits until `look` finds something, at most a minute.
pub(crate) async fn eventually<T, F: Future<Output = Option<T>>>(
    what: &str,
    mut look: impl FnMut() -> F,
) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(
            started.elapsed() < Duration::from_mins(1),
            "{what} did not happen within a minute"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
