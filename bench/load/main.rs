//! Load that wrk cannot make: as many clients through `X-Forwarded-For`, at a fixed rate or in a storm.
//!
//! `load leads ADDRESS RATE SECONDS`, `load logins ADDRESS CLIENTS SECONDS [PATH [EMAIL PASSWORD]]`, `load refreshes
//! ADDRESS CLIENTS SECONDS` and `load malformed ADDRESS REQUESTS CLIENTS PATH FIELDS...` print `name value` lines. Standard library only; compiled by `bench/run`.

mod connection;
mod latencies;
mod leads;
mod logins;
mod malformed;
mod refreshes;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let [what, address, count, seconds, ref rest @ ..] = args[..] else {
        return usage();
    };
    let (Ok(address), Ok(count), Ok(seconds)) = (address.parse(), count.parse(), seconds.parse())
    else {
        return usage();
    };
    match what {
        "leads" => leads::run(address, count, seconds),
        "logins" => {
            let path = rest.first().copied().unwrap_or("/api/auth/login");
            let who = rest.get(1).copied().zip(rest.get(2).copied());
            logins::run(address, (count, seconds), path, who);
        }
        "refreshes" => refreshes::run(address, count, seconds),
        "malformed" if rest.len() >= 2 && count > 0 && seconds > 0 => {
            let endpoints: Vec<_> = rest.chunks_exact(2).map(|two| (two[0], two[1])).collect();
            malformed::run(address, count, seconds, &endpoints);
        }
        _ => return usage(),
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("usage: load leads|logins|refreshes ADDRESS COUNT SECONDS [PATH [EMAIL PASSWORD]]");
    eprintln!("       load malformed ADDRESS REQUESTS CLIENTS PATH FIELDS [PATH FIELDS...]");
    ExitCode::from(2)
}

/// The address of the n-th client: each its own.
fn client(number: u64) -> String {
    let [.., b, c, d] = number.to_be_bytes();
    format!("10.{b}.{c}.{d}")
}
