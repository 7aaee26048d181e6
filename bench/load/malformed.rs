//! Requests whose JSON is wrong somewhere: what a server answers to them with a 5xx is its own fault.

use std::{collections::BTreeMap, net::SocketAddr, thread};

use crate::{client, connection::Connection};

/// Where a text belongs: no text, no end, or one that no database takes.
const WRONG: [&str; 12] = [
    "null",
    "true",
    "-1",
    "1e400",
    "[]",
    "{\"a\":{}}",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\u{202e}\u{1f600}\u{301}\"",
    "\"LONG\"",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
];
/// Bodies that are no objects, or two values for one name.
const BROKEN: [&str; 6] = [
    "",
    "{",
    "[]",
    "\"text\"",
    "{\"email\":1,\"email\":2}",
    "\u{feff}nothing",
];
/// The length of a long text.
const LONG: usize = 20_000;

/// An address and the fields that it reads, divided by commas.
pub(crate) type Endpoint<'a> = (&'a str, &'a str);

/// Sends `requests` of them from `clients` places, to the endpoints in turn. Prints how they were answered, and `faults`: how
/// many by a 5xx or not at all.
pub(crate) fn run(address: SocketAddr, requests: u64, clients: u64, endpoints: &[Endpoint<'_>]) {
    let answers: Vec<u16> = thread::scope(|scope| {
        let all: Vec<_> = (0..clients)
            .map(|place| {
                let mine = (place..requests).step_by(usize::try_from(clients).unwrap_or(1));
                scope.spawn(move || send(address, mine, endpoints))
            })
            .collect();
        all.into_iter()
            .flat_map(|one| one.join().unwrap_or_default())
            .collect()
    });
    let mut statuses = BTreeMap::<u16, usize>::new();
    for status in &answers {
        *statuses.entry(*status).or_default() += 1;
    }
    for (status, count) in statuses {
        println!("status_{status} {count}");
    }
    let faults = answers.iter().filter(|s| **s == 0 || **s >= 500).count();
    println!("sent {}", answers.len());
    println!("faults {faults}");
}

fn send(
    address: SocketAddr,
    numbers: impl Iterator<Item = u64>,
    endpoints: &[Endpoint<'_>],
) -> Vec<u16> {
    let mut connection = Connection::new(address);
    let each = numbers.map(|number| {
        let at = usize::try_from(number).unwrap_or_default();
        let (path, fields) = endpoints[at % endpoints.len()];
        let body = body(at / endpoints.len(), fields, number);
        let answer = connection.post(path, &client(number), &body);
        answer.map_or_else(
            |error| {
                eprintln!("{path} {body:.200}: {error}");
                0
            },
            |answer| answer.status,
        )
    });
    each.collect()
}

/// The n-th wrong body for these fields: one of them is wrong, the others are as they should be.
fn body(n: usize, fields: &str, number: u64) -> String {
    let fields: Vec<&str> = fields.split(',').collect();
    let choices = fields.len() * WRONG.len() + BROKEN.len();
    let choice = n % choices;
    let Some(wrong) = choice.checked_sub(BROKEN.len()) else {
        return BROKEN[choice].to_owned();
    };
    let (which, value) = (wrong % fields.len(), WRONG[wrong / fields.len()]);
    let pair = |(at, name): (usize, &&str)| {
        let text = if at == which {
            value.replace("LONG", &"x".repeat(LONG))
        } else if *name == "email" {
            format!("\"nobody-{number}@example.com\"")
        } else {
            "\"a long passphrase\"".to_owned()
        };
        format!("\"{name}\":{text}")
    };
    let pairs: Vec<String> = fields.iter().enumerate().map(pair).collect();
    format!("{{{}}}", pairs.join(","))
}
