use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA024",
    class: "users-missing-constraints",
    level: Level::Error,
    why: "Two rows with one address are two people who share a sign-in, or one person with two halves of their \
          data. A missing address is somebody who can never sign in.",
    fails: "-- in the database\ncreate table users (id uuid primary key, email text);",
    help: "Clean the rows, then make the columns by which people sign in NOT NULL and UNIQUE.",
    instead: "create unique index concurrently users_email_key on users (email);\n-- in the next file\nalter table users add constraint users_email_given check (email is not null) not valid;",
    check: Check::Live,
};
