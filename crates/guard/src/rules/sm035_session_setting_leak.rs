use super::{At, Check, Found, Rule};
use crate::{
    finding::Level,
    sql::{Action, Step},
};

pub(super) const RULE: Rule = Rule {
    id: "SM035",
    class: "session-setting-leak",
    level: Level::Error,
    why: "SET without LOCAL outlives the file. Later migrations, and through a pooler strangers' queries, run with this \
          role or search path: tables land in the wrong schema, policies are passed by.",
    fails: "set search_path = archive;\ncreate table orders (id uuid primary key);",
    help: "Write SET LOCAL, or name the schema.",
    instead: "create table archive.orders (id uuid primary key);",
    check: Check::Both(check),
};

/// A limit on time may stay: it makes nobody see or write anything else.
const HARMLESS: [&str; 9] = [
    "lock_timeout",
    "statement_timeout",
    "idle_in_transaction_session_timeout",
    "client_min_messages",
    "client_encoding",
    "application_name",
    "maintenance_work_mem",
    "max_parallel_maintenance_workers",
    "standard_conforming_strings",
];

fn check(at: &At<'_>, found: &mut Found) {
    let name = match &at.step.action {
        Action::Set { name, value, local: false } if value != "default" => name.clone(),
        Action::Select { calls, .. } if calls.iter().any(|call| call.name == "set_config") => {
            match leaking_call(at) {
                Some(name) => name,
                None => return,
            }
        }
        _ => return,
    };
    let reset = at.later().any(|step| gives_back(step, &name));
    let harmless = HARMLESS.contains(&name.as_str()) && !lifts_a_limit(at, &name);
    if !harmless && name != "session_replication_role" && !reset {
        at.report(found, Level::Error, &name, format!("{name} stays set when the file is done"));
    }
}

fn gives_back(step: &Step, name: &str) -> bool {
    match &step.action {
        Action::Reset(reset) => reset == name || reset == "all",
        Action::Set { name: set, value, .. } => set == name && (value == "default" || value == "none"),
        _ => false,
    }
}

/// `set_config('search_path', '', false)` is how a dump does it.
fn leaking_call(at: &At<'_>) -> Option<String> {
    let span = at.step.span;
    let text = at.file.source.text.get(span.start..span.end)?.to_lowercase();
    let (_, rest) = text.split_once("set_config")?;
    let arguments = rest.split_once(')')?.0;
    let name = arguments.split('\'').nth(1)?;
    arguments.trim_end().ends_with("false").then(|| name.to_owned())
}

/// A limit of zero is none, for everybody who gets this session next.
fn lifts_a_limit(at: &At<'_>, name: &str) -> bool {
    name.ends_with("_timeout")
        && matches!(&at.step.action, Action::Set { value, .. } if value.trim_end_matches(char::is_alphabetic) == "0")
}
