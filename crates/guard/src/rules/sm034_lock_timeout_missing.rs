use super::{At, Check, Found, Rule, locking};
use crate::{
    config::Runner,
    finding::Level,
    sql::{Action, Step},
};

pub(super) const RULE: Rule = Rule {
    id: "SM034",
    class: "lock-timeout-missing",
    level: Level::Error,
    why: "The statement waits for the slowest query on the table, and every later query waits behind it. With one long \
          report running, a change of a millisecond stops the site. `stoa migrate up` sets three seconds by itself and \
          tries again; other tools wait for ever.",
    fails: "set lock_timeout = 0;\nalter table orders add column note text;",
    help: "Set a short lock_timeout before the first statement that locks a table, or run the file with Stoa \
           (`runner = \"stoa\"` in stoa-migrate.toml).",
    instead: "set local lock_timeout = '3s';\nalter table orders add column note text;",
    check: Check::Up(check),
};

fn check(at: &At<'_>, found: &mut Found) {
    let Some(table) = locking::locked(at) else {
        return;
    };
    let set = at.earlier().filter_map(timeout).last();
    let level = match (set, at.settings.config.runner) {
        (Some(value), _) if is_never(value) => Level::Error,
        (Some(_), _) | (None, Runner::Stoa) => return,
        (None, Runner::Other) => Level::Error,
        (None, Runner::Unsaid) => Level::Info,
    };
    let said = found.raised.iter().any(|r| r.rule.id == "SM034" && r.file == Some((at.file.number, false)));
    if !said {
        let message = format!("waits without limit for its lock on {table}, and everybody else waits behind it");
        at.report(found, level, &table, message);
    }
}

fn timeout(step: &Step) -> Option<&str> {
    match &step.action {
        Action::Set { name, value, .. } if name == "lock_timeout" => Some(value),
        Action::Reset(name) if name == "lock_timeout" || name == "all" => Some("0"),
        _ => None,
    }
}

fn is_never(value: &str) -> bool {
    let number: String = value.chars().take_while(char::is_ascii_digit).collect();
    number.parse() == Ok(0_u64) || value == "default"
}
