//! A storm of sign-ins: clients that try again as soon as they are answered, each time as somebody else.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use crate::{client, connection::Connection, latencies};

/// Nobody waits longer before the next try, whatever the server asks.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Signs in at `path` from `clients` places at once: as `who`, address and password, or with addresses that nobody has,
/// which cost what a wrong password does. Prints how the tries ended, and how long those took that were hashed:
/// `status_200` of somebody, `status_401` of nobody.
pub(crate) fn run(
    address: SocketAddr,
    (clients, seconds): (u64, u64),
    path: &str,
    who: Option<(&str, &str)>,
) {
    let hashed = if who.is_some() { 200 } else { 401 };
    let until = Instant::now() + Duration::from_secs(seconds);
    let tries: Vec<(u16, Duration)> = thread::scope(|scope| {
        let all: Vec<_> = (0..clients)
            .map(|place| scope.spawn(move || sign_in_until(address, place, until, (path, who))))
            .collect();
        all.into_iter()
            .flat_map(|one| one.join().unwrap_or_default())
            .collect()
    });
    let mut statuses = BTreeMap::<u16, u32>::new();
    for (status, _) in &tries {
        *statuses.entry(*status).or_default() += 1;
    }
    for (status, count) in statuses {
        println!("status_{status} {count}");
    }
    latencies::print(
        tries
            .into_iter()
            .filter(|(status, _)| *status == hashed)
            .map(|(_, time)| time)
            .collect(),
    );
}

fn sign_in_until(
    address: SocketAddr,
    place: u64,
    until: Instant,
    (path, who): (&str, Option<(&str, &str)>),
) -> Vec<(u16, Duration)> {
    let mut connection = Connection::new(address);
    let mut tries = Vec::new();
    while Instant::now() < until {
        // Never the same client, and nobody's account twice: the limits are not what is measured.
        let number = place << 16 | tries.len() as u64;
        let body = match who {
            Some((email, password)) => {
                format!(r#"{{"email":"{email}","password":"{password}"}}"#)
            }
            None => {
                format!(r#"{{"email":"nobody-{number}@example.com","password":"no such password"}}"#)
            }
        };
        let began = Instant::now();
        match connection.post(path, &client(number), &body) {
            Ok(answer) => {
                tries.push((answer.status, began.elapsed()));
                thread::sleep(answer.retry_after.unwrap_or_default().min(LONGEST_PAUSE));
            }
            Err(error) => {
                eprintln!("sign-in {number}: {error}");
                return tries;
            }
        }
    }
    tries
}
