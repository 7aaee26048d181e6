use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA072",
    class: "md5-password-encryption",
    level: Level::Warning,
    why: "Passwords of roles are kept as md5, which is computed back quickly when a dump leaks, and is enough \
          to sign in with.",
    fails: "-- password_encryption = md5",
    help: "Set password_encryption to scram-sha-256 and set each password anew.",
    instead: "alter system set password_encryption = 'scram-sha-256';",
    check: Check::Live,
};
