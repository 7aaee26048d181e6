//! Sessions that are refreshed as fast as they are answered, each with the token of the answer before.

use std::{
    io,
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use crate::{client, connection::Connection, latencies};

const SIGN_IN: &str = "/api/auth/login";
const REFRESH: &str = "/auth/v1/token?grant_type=refresh_token";
const STUDENT: &str = r#"{"email":"test@student.com","password":"test123"}"#;

/// Signs in `sessions` times as the demo's student, refreshes all of them at once and prints how many were done.
pub(crate) fn run(address: SocketAddr, sessions: u64, seconds: u64) {
    let patience = Duration::from_secs(seconds);
    let times: Vec<Duration> = thread::scope(|scope| {
        let all: Vec<_> = (0..sessions)
            .map(|place| scope.spawn(move || refresh_for(address, place, patience)))
            .collect();
        all.into_iter()
            .flat_map(|one| match one.join() {
                Ok(Ok(times)) => times,
                Ok(Err(error)) => {
                    eprintln!("refresh: {error}");
                    Vec::new()
                }
                Err(_) => Vec::new(),
            })
            .collect()
    });
    println!("refreshed {}", times.len());
    latencies::print(times);
}

fn refresh_for(address: SocketAddr, place: u64, patience: Duration) -> io::Result<Vec<Duration>> {
    let mut connection = Connection::new(address);
    let mut token = token_of(
        &connection
            .post(SIGN_IN, &client(place << 16), STUDENT)?
            .body,
    )?;
    let mut times = Vec::new();
    let until = Instant::now() + patience;
    while Instant::now() < until {
        // Each time from another address: the limits are not what is measured.
        let number = place << 16 | (times.len() as u64 + 1);
        let body = format!(r#"{{"refresh_token":"{token}"}}"#);
        let began = Instant::now();
        let answer = connection.post(REFRESH, &client(number), &body)?;
        times.push(began.elapsed());
        token = token_of(&answer.body)?;
    }
    Ok(times)
}

fn token_of(body: &str) -> io::Result<String> {
    let after = body.split(r#""refresh_token":""#).nth(1);
    let token = after.and_then(|rest| rest.split('"').next());
    token
        .map(str::to_owned)
        .ok_or_else(|| io::Error::other(format!("no session: {body}")))
}
