use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA064",
    class: "invalid-index",
    level: Level::Error,
    why: "A build was cut off. Every write keeps the index, no query uses it, and a UNIQUE one lets duplicates \
          in.",
    fails: "-- indisvalid is false: the connection was lost during\ncreate unique index concurrently people_email_key on people (email);",
    help: "Drop it concurrently and build it again, or reindex it concurrently.",
    instead: "-- stoa:no-transaction\nreindex index concurrently people_email_key;",
    check: Check::Live,
};
