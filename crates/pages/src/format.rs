//! Numbers, amounts of money and dates as each language writes them.
//!
//! # Source
//! The Unicode CLDR, version 45, for the order of day, month and year, the names of months and the grouping.

use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _, Utc};
use chrono_tz::Tz;

use crate::{Locale, locale::index};

/// No line may break between the groups of a number or between it and its unit.
const NBSP: char = '\u{A0}';

const MONTHS: [[&str; 12]; 3] = [
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];

const SHORT_MONTHS: [[&str; 12]; 3] = [
    [
        "янв.",
        "февр.",
        "мар.",
        "апр.",
        "мая",
        "июн.",
        "июл.",
        "авг.",
        "сент.",
        "окт.",
        "нояб.",
        "дек.",
    ],
    [
        "қаң.", "ақп.", "нау.", "сәу.", "мам.", "мау.", "шіл.", "там.", "қыр.", "қаз.", "қар.",
        "жел.",
    ],
    [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
];

/// A whole number in groups of three: `12 500`, in English `12,500`. Russian and Kazakh leave four digits together
/// only in years, so thousands are grouped as well.
#[must_use]
pub fn number(locale: Locale, value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let separator = if locale == Locale::En { ',' } else { NBSP };
    let mut text = String::with_capacity(digits.len() + 8);
    if value < 0 {
        text.push('\u{2212}');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// An amount of money given in hundredths: `5 000 ₸`; the hundredths are written only when there are any.
#[must_use]
pub fn amount(locale: Locale, minor: i64, currency: &str) -> String {
    let sign = if (-99..0).contains(&minor) {
        "\u{2212}"
    } else {
        ""
    };
    let (whole, rest) = (number(locale, minor / 100), (minor % 100).abs());
    let point = if locale == Locale::En { '.' } else { ',' };
    let unit = symbol(currency);
    match rest {
        0 => format!("{whole}{NBSP}{unit}"),
        _ => format!("{sign}{whole}{point}{rest:02}{NBSP}{unit}"),
    }
}

fn symbol(currency: &str) -> &str {
    match currency {
        "KZT" => "₸",
        "USD" => "$",
        "EUR" => "€",
        "RUB" => "₽",
        other => other,
    }
}

/// A day: `21 ноября 2026`, `2026 ж. 21 қараша`, `21 November 2026`.
#[must_use]
pub fn day(locale: Locale, date: NaiveDate) -> String {
    let month = MONTHS[index(locale)][date.month0() as usize];
    match locale {
        Locale::Kk => format!("{}{NBSP}ж. {}{NBSP}{month}", date.year(), date.day()),
        Locale::Ru | Locale::En => format!("{}{NBSP}{month} {}", date.day(), date.year()),
    }
}

/// A day without its year, for tables and axes: `21 нояб.`.
#[must_use]
pub fn short_day(locale: Locale, date: NaiveDate) -> String {
    format!(
        "{}{NBSP}{}",
        date.day(),
        SHORT_MONTHS[index(locale)][date.month0() as usize]
    )
}

/// A moment in a zone: `21 нояб. 2026, 14:05`.
#[must_use]
pub fn moment(locale: Locale, at: DateTime<Utc>, zone: Tz) -> String {
    let at = at.with_timezone(&zone);
    let (date, clock) = (
        at.date_naive(),
        format!("{:02}:{:02}", at.hour(), at.minute()),
    );
    let short = short_day(locale, date);
    match locale {
        Locale::Kk => format!("{}{NBSP}ж. {short}, {clock}", date.year()),
        Locale::Ru | Locale::En => format!("{short} {}, {clock}", date.year()),
    }
}

/// A moment for machines: `2026-11-21T09:05:00Z`.
#[must_use]
pub fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace(NBSP, "_")
    }

    #[test]
    fn numbers_are_grouped_by_threes() {
        for (value, ru, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (5000, "5_000", "5,000"),
            (-1_234_567, "−1_234_567", "−1,234,567"),
            (
                i64::MIN,
                "−9_223_372_036_854_775_808",
                "−9,223,372,036,854,775,808",
            ),
        ] {
            assert_eq!(plain(&number(Locale::Ru, value)), ru);
            assert_eq!(number(Locale::En, value), en);
        }
    }

    #[test]
    fn amounts_show_hundredths_only_when_there_are_any() {
        for (minor, currency, kk, en) in [
            (500_000, "KZT", "5_000_₸", "5,000_₸"),
            (500_050, "KZT", "5_000,50_₸", "5,000.50_₸"),
            (-5, "USD", "−0,05_$", "−0.05_$"),
            (0, "KGS", "0_KGS", "0_KGS"),
        ] {
            assert_eq!(plain(&amount(Locale::Kk, minor, currency)), kk);
            assert_eq!(plain(&amount(Locale::En, minor, currency)), en);
        }
    }

    #[test]
    fn days_and_moments_follow_language_and_zone() {
        let at = DateTime::from_timestamp(1_795_213_500, 0).unwrap();
        assert_eq!(iso(at), "2026-11-20T22:25:00Z");
        let almaty = |locale| plain(&moment(locale, at, chrono_tz::Asia::Almaty));
        assert_eq!(almaty(Locale::Ru), "21_нояб. 2026, 03:25");
        assert_eq!(almaty(Locale::Kk), "2026_ж. 21_қар., 03:25");
        assert_eq!(almaty(Locale::En), "21_Nov 2026, 03:25");
        let date = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap();
        assert_eq!(plain(&day(Locale::Ru, date)), "1_мая 2026");
        assert_eq!(plain(&day(Locale::Kk, date)), "2026_ж. 1_мамыр");
        assert_eq!(plain(&day(Locale::En, date)), "1_May 2026");
    }

    #[test]
    fn almaty_is_five_hours_ahead_since_march_2024() {
        let at = DateTime::from_timestamp(1_709_251_200, 0).unwrap();
        assert!(moment(Locale::En, at, chrono_tz::Asia::Almaty).ends_with("05:00"));
    }
}
