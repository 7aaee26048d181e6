use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA071",
    class: "role-without-limit",
    level: Level::Info,
    why: "One program with a leak of connections takes all of the server's, and everybody else is turned away. \
          A password that never ends is never changed.",
    fails: "create role app login password '...';",
    help: "Set a limit of connections, and an end for passwords of people.",
    instead: "alter role app connection limit 50;",
    check: Check::Live,
};
