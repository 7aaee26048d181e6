//! Alerts as people read them.
//!
//! # Source
//! incident document 2; DESIGN 7.25.

use chrono::{FixedOffset, SecondsFormat};
use serde_json::{Value, json};
use stoa_connect::telegram::{MAX_TEXT, escape_html, plain_text};
use stoa_domain::HealthLevel;

use super::event::Noted;

/// Kazakhstan's only time since March 2024.
const LOCAL_SECONDS: i32 = 5 * 3600;
/// Room for the details of one alert.
const DETAILS: usize = 2800;
/// Between two alerts of one message.
const LINE: &str = "\n\n———\n\n";

/// One alert in Telegram's HTML.
pub(super) fn html(noted: &Noted) -> String {
    let event = &noted.event;
    let emoji = match event.level {
        HealthLevel::Critical => "🚨",
        HealthLevel::Switch => "🔄",
        _ => "ℹ️",
    };
    let utc = noted.at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let local = FixedOffset::east_opt(LOCAL_SECONDS)
        .map(|zone| {
            noted
                .at
                .with_timezone(&zone)
                .format(" (%d.%m.%Y %H:%M:%S, UTC+5)")
                .to_string()
        })
        .unwrap_or_default();
    let mut text = format!(
        "{emoji} <b>SYSTEM ALERT</b>\n\n<b>Type:</b> {}\n<b>Message:</b> {}\n<b>Time:</b> {utc}{local}",
        event.level,
        escape_html(&event.message),
    );
    let details = details(noted);
    if !details.is_empty() {
        text.push_str("\n\n<b>Details:</b>\n<pre>");
        text.push_str(&escape_html(&details));
        text.push_str("</pre>");
    }
    text
}

fn details(noted: &Noted) -> String {
    let mut facts = noted.event.facts.clone();
    if let Some(request_id) = &noted.event.request_id {
        facts.insert("request_id".to_owned(), json!(request_id));
    }
    if facts.is_empty() {
        return String::new();
    }
    let text = serde_json::to_string_pretty(&Value::Object(facts)).unwrap_or_default();
    cut(&text, DETAILS)
}

/// As Telegram counts: UTF-16.
fn cut(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut room = most.saturating_sub(1);
    let kept = text.chars().take_while(|c| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    });
    let mut kept: String = kept.collect();
    kept.push('…');
    kept
}

/// As many of the alerts, from the first, as fit one message, and how many those are.
pub(super) fn digest<'a>(alerts: impl Iterator<Item = &'a Noted>) -> (String, usize) {
    let (mut text, mut number) = (String::new(), 0);
    for alert in alerts {
        let next = html(alert);
        let length = plain(&text) + LINE.chars().count() + plain(&next);
        if number > 0 && length > MAX_TEXT {
            break;
        }
        if number > 0 {
            text.push_str(LINE);
        }
        text.push_str(&next);
        number += 1;
    }
    (text, number)
}

fn plain(html: &str) -> usize {
    plain_text(html).encode_utf16().count()
}

/// The same as a letter: subject and text.
pub(super) fn letter(noted: &Noted) -> (String, String) {
    let subject = format!(
        "[Stoa] {}: {}",
        noted.event.level,
        cut(&noted.event.message, 120)
    );
    (subject, plain_text(&html(noted)))
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};
    use uuid::Uuid;

    use super::*;
    use crate::health::HealthEvent;

    fn noted(event: HealthEvent) -> Noted {
        Noted {
            id: Uuid::nil(),
            at: Utc.with_ymd_and_hms(2025, 12, 21, 14, 30, 0).unwrap(),
            event,
        }
    }

    #[test]
    fn an_alert_looks_as_the_incident_document_shows_it() {
        let message = "Redis queue failed! Auto-fallback to sync mode for user@example.com";
        let event = HealthEvent::critical(message)
            .with("error", "Connection refused")
            .with("email", "user@example.com")
            .with_request_id(Some("req-12345678".to_owned()));
        let text = plain_text(&html(&noted(event)));
        assert_eq!(
            text,
            "🚨 SYSTEM ALERT\n\nType: CRITICAL\nMessage: Redis queue failed! Auto-fallback to sync mode for \
             user@example.com\nTime: 2025-12-21T14:30:00.000Z (21.12.2025 19:30:00, UTC+5)\n\nDetails:\n{\n  \
             \"error\": \"Connection refused\",\n  \"email\": \"user@example.com\",\n  \"request_id\": \"req-12345678\"\n}"
        );
    }

    #[test]
    fn nothing_in_an_alert_can_break_its_form() {
        let nasty = "_*[]()~<b>&amp;\"'`>#+-=|{}.! </pre><script>";
        let event = HealthEvent::switch(nasty).with("fact", nasty);
        let html = html(&noted(event));
        assert!(plain_text(&html).contains(nasty), "{html}");
        assert_eq!(html.matches("<b>").count(), 5, "only our own tags: {html}");
    }

    #[test]
    fn a_digest_holds_whole_alerts_and_fits() {
        let long = noted(HealthEvent::critical("x").with("chain", "<".repeat(2000)));
        let alerts = vec![long; 9];
        let (text, number) = digest(alerts.iter());
        assert!((1..9).contains(&number), "{number}");
        assert!(plain(&text) <= MAX_TEXT);
        let huge = noted(HealthEvent::critical("ж".repeat(2000)).with("x", "ж".repeat(5000)));
        assert_eq!(digest([&huge].into_iter()).1, 1);
        assert!(plain(&digest([&huge].into_iter()).0) <= MAX_TEXT);
    }
}
