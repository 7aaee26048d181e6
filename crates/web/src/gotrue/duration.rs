//! Durations as Go writes them: `24h`, `1h30m`, `1.5h`.

use chrono::TimeDelta;

const UNITS: [(&str, f64); 8] = [
    ("ns", 1e-9),
    ("us", 1e-6),
    ("µs", 1e-6),
    ("μs", 1e-6),
    ("ms", 1e-3),
    ("s", 1.0),
    ("m", 60.0),
    ("h", 3600.0),
];
/// What Go itself can hold: 2^63 nanoseconds.
const MAX_SECONDS: f64 = 9_223_372_036.0;

/// Reads a duration above zero, to the second; a part of a second counts as one.
pub(super) fn parse(text: &str) -> Option<TimeDelta> {
    let mut rest = text.strip_prefix('+').unwrap_or(text);
    if rest.is_empty() || rest.len() > 64 {
        return None;
    }
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let end = rest
            .find(|c: char| c.is_ascii_digit() || c == '.')
            .unwrap_or(rest.len());
        let (_, unit) = UNITS.iter().find(|(name, _)| *name == &rest[..end])?;
        seconds += number * unit;
        rest = &rest[end..];
    }
    let is_good = seconds > 0.0 && seconds <= MAX_SECONDS;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
    is_good.then(|| TimeDelta::seconds(seconds.ceil() as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn go_durations_are_read_and_nothing_else() {
        for (text, seconds) in [
            ("24h", 86_400),
            ("1h30m", 5_400),
            ("1.5h", 5_400),
            ("876000h", 3_153_600_000),
            ("1ms", 1),
            ("90s", 90),
            ("+1m", 60),
        ] {
            assert_eq!(parse(text), Some(TimeDelta::seconds(seconds)), "{text}");
        }
        for text in [
            "",
            "24",
            "h",
            "-1h",
            "0s",
            "1d",
            "1 h",
            "1h ",
            "1e3s",
            "1..5h",
            ".h",
            "99999999999999999h",
            "NaNh",
            "infs",
            "1h\u{0}",
            "１h",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
