use super::{Check, Rule};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "SA049",
    class: "queue-exposed",
    level: Level::Error,
    why: "A queue's messages are work that a server will do. Clients that can reach the table read what others \
          asked for, take it away, or put in work of their own.",
    fails: "select pgmq.create('mails');\ngrant usage on schema pgmq to authenticated;\ngrant all on pgmq.q_mails to authenticated;",
    help: "Enable row-level security on the queue's tables, and let only the server's role at them.",
    instead: "alter table pgmq.q_mails enable row level security;\nrevoke all on pgmq.q_mails from anon, authenticated;",
    check: Check::Live,
};
