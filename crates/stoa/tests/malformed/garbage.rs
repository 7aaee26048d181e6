//! What stands where something else should.

use super::document::Kind;

/// A JSON text and what it is.
pub(crate) struct Junk {
    pub(crate) text: String,
    /// `None` for what is no JSON at all, and is refused wherever it stands.
    pub(crate) kind: Option<Kind>,
    pub(crate) is_null: bool,
}

/// Values for a field, as they stand in a body.
pub(crate) fn values() -> Vec<Junk> {
    let mut all: Vec<Junk> = texts()
        .iter()
        .map(|text| junk(Some(Kind::Text), &quoted(text)))
        .collect();
    let escaped = [
        r"\u0000",
        r"a\u0000b",
        r"\u202egnp.exe",
        r"\u200b\u200d\ufeff",
        r"\u0007\u001b[31m",
    ];
    all.extend(escaped.map(|text| junk(Some(Kind::Text), &format!("\"{text}\""))));
    let numbers = [
        "0",
        "-1",
        "0.1",
        "1e308",
        "9223372036854775808",
        "-0",
        "18446744073709551616",
    ];
    all.extend(numbers.map(|text| junk(Some(Kind::Number), text)));
    all.extend(["true", "false"].map(|text| junk(Some(Kind::Flag), text)));
    all.extend(["[]", "[[[]]]", "[null]", "[1,\"2\"]"].map(|text| junk(Some(Kind::Array), text)));
    all.extend(
        ["{}", r#"{"a":{"b":{"c":null}}}"#, r#"{"$ne":null}"#]
            .map(|text| junk(Some(Kind::Object), text)),
    );
    all.push(junk(Some(Kind::Array), &nested(100)));
    // Half of a character, a key twice, too deep, and what only other notations know.
    let broken = [
        r#""\ud800""#,
        r#""\udc00\ud800""#,
        r#"{"a":1,"a":2}"#,
        "NaN",
        "1e400x",
        "'single'",
        "undefined",
        "01",
    ];
    all.extend(broken.map(|text| junk(None, text)));
    all.push(junk(None, &nested(10_000)));
    all.push(Junk {
        is_null: true,
        ..junk(Some(Kind::Any), "null")
    });
    all
}

/// Texts that somebody tries.
pub(crate) fn texts() -> Vec<String> {
    let mut all = [
        "",
        " ",
        "\t",
        "'",
        "' or 1=1 --",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "%s%n%x",
        "${7*7}",
        "{{7*7}}",
        "ОЧЕНЬ@длинный.домен",
        "a@b",
        "@",
        "a@b@c.kz",
        "\"a b\"@c.kz",
        "javascript:alert(1)",
        "http://user@evil.example",
        "-1h",
        "99999999999999h",
        "2026-13-45T99:99:99Z",
        "00000000-0000-0000-0000-000000000000",
        "AAAA====",
        "null",
        "true",
        "0",
        "admin",
        "service_role",
        "ﷺ",
        "e\u{301}\u{301}\u{301}",
        "👩‍👩‍👧‍👦",
        "İstanbul",
        "\u{10ffff}",
        "\\",
        "C:\\con",
    ]
    .map(str::to_owned)
    .to_vec();
    all.extend([
        "💥".repeat(50),
        "x".repeat(20_000),
        format!("{}@example.com", "x".repeat(300)),
    ]);
    all
}

/// What no reader of headers, paths and queries expects, percent-encoded.
pub(crate) const ENCODED: [&str; 16] = [
    "",
    "%20",
    "%00",
    "%ff%fe",
    "%zz",
    "%",
    "%2e%2e%2f%2e%2e",
    "%F0%9F%92%A5",
    "-1",
    "0",
    "99999999999999999999",
    "%27%20or%201=1",
    "%0d%0aSet-Cookie:%20a=b",
    "null",
    "018f0000-0000-7000-8000-00000000dead",
    "https:%2f%2fevil.example",
];

/// What may stand in a header's value.
pub(crate) const HEADER: [&[u8]; 8] = [
    b"",
    b"x",
    b"\xff\xfe\xfd",
    b"*;q=2,,,;;=",
    b"a=b; __Host-stoa=%00; a=b",
    b"null",
    b"2099-99-99",
    &[b'y'; 4_000],
];

/// Bodies that are wrong as a whole.
pub(crate) fn bodies() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = [
        "",
        "{",
        "}",
        "[]",
        "null",
        "\"text\"",
        "1",
        "{]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{\"a\":1}{\"b\":2}",
        "a=b&c=d",
        "<xml/>",
        "\u{feff}{}",
        "{\"email\":\"a@b.kz\",\"email\":\"c@d.kz\"}",
        "\0",
        "// {}",
        "{'a':1}",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec();
    all.push(b"{\"email\":\"\xff\xfe\"}".to_vec());
    all.push(nested(10_000).into_bytes());
    all.push(format!("{{\"email\":\"{}\"}}", "x".repeat(100_000)).into_bytes());
    all
}

/// Media types that no endpoint with a JSON body reads.
pub(crate) const MEDIA_TYPES: [&str; 6] = [
    "text/plain",
    "application/xml",
    "application/jsonp",
    "multipart/form-data; boundary=x",
    "",
    "text/html, application/json",
];

fn junk(kind: Option<Kind>, text: &str) -> Junk {
    Junk {
        text: text.to_owned(),
        kind,
        is_null: false,
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn nested(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}
