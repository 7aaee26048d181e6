use super::{Check, Found, InFile, Rule};
use crate::{finding::Level, folder::Fault, sql::Span};

pub(super) const RULE: Rule = Rule {
    id: "SM009",
    class: "syntax-error",
    level: Level::Error,
    why: "The server stops at the first statement it cannot read. In a file without a transaction everything before it \
          stays applied.",
    fails: "create tabel coupons (id uuid primary key);",
    help: "Correct the statement; save the file as UTF-8.",
    instead: "create table coupons (id uuid primary key);",
    check: Check::File(check),
};

fn check(file: &InFile<'_>, found: &mut Found) {
    for fault in &file.file.source.faults {
        let (at, message) = match fault {
            Fault::ByteOrderMark => continue,
            Fault::Utf16 => (0, "this file is UTF-16; the server reads UTF-8"),
            Fault::NotUtf8(at) => (*at, "from here on the file is not UTF-8"),
            Fault::Nul(at) => (*at, "a zero byte stands here; the server would stop reading"),
        };
        let span = Span { start: at, end: at + 1 };
        file.report(found, Level::Error, Some(span), None, message);
    }
    if let Some(error) = file.file.script.errors.first() {
        file.report(found, Level::Error, Some(error.span), None, error.message.clone());
    }
}
