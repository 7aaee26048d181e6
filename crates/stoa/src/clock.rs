//! Whether this machine and the database agree about the time.

use stoa_core::Ambient;
use stoa_identity::ClockAhead;
use stoa_pg::{DbError, MainDb};
use stoa_web::CheckState;

/// From which difference on somebody should look, in milliseconds. Tokens bear a minute, waits and leases more.
const MUCH_MS: i64 = 5_000;

/// How far the database's clock is ahead of ours, in milliseconds; negative when it is behind.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn ahead_ms(db: &MainDb, ambient: &Ambient) -> Result<i64, DbError> {
    let before = ambient.now().timestamp_millis();
    let theirs = db.clock_ms().await?;
    let after = ambient.now().timestamp_millis();
    // Their moment lies between ours: only what is outside is a difference.
    Ok(if theirs < before {
        theirs - before
    } else {
        (theirs - after).max(0)
    })
}

/// What `/health` says of it, and of issuers whose tokens come from the future.
pub(crate) fn judge(ahead_ms: i64, issuers: &[ClockAhead]) -> (CheckState, String) {
    if !issuers.is_empty() {
        let issuers = issuers.iter();
        let told = issuers.map(|one| format!("{} by {} s", one.issuer, one.ahead_seconds));
        let told = told.collect::<Vec<_>>().join(", ");
        let message = format!(
            "tokens come from the future: {told}. Their issuer's clock, or ours, is wrong: set both by NTP"
        );
        return (CheckState::Warn, message);
    }
    let where_to = if ahead_ms < 0 { "behind" } else { "ahead of" };
    let away = ahead_ms.unsigned_abs();
    if ahead_ms.abs() < MUCH_MS {
        return (
            CheckState::Ok,
            format!("agrees with the database within {away} ms"),
        );
    }
    let seconds = away / 1000;
    (
        CheckState::Warn,
        format!("the database's clock is {seconds} s {where_to} ours: set both by NTP"),
    )
}

/// Says at the start when the clocks differ; nothing is refused for it.
pub(crate) async fn compare(db: &MainDb, ambient: &Ambient) {
    match ahead_ms(db, ambient).await {
        Ok(ahead_ms) if ahead_ms.abs() >= MUCH_MS => tracing::warn!(
            ahead_ms,
            "the database's clock differs from ours: set both by NTP"
        ),
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "the database's clock could not be read"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_off_by_a_minute_is_told_and_a_small_difference_is_not() {
        assert_eq!(judge(-4_999, &[]).0, CheckState::Ok);
        let (state, said) = judge(61_000, &[]);
        assert_eq!(state, CheckState::Warn);
        assert!(said.contains("61 s ahead of ours"), "{said}");
        assert!(judge(-60_000, &[]).1.contains("60 s behind ours"));
        let ahead = ClockAhead {
            issuer: "https://partner.kz".to_owned(),
            ahead_seconds: 40,
        };
        let (state, said) = judge(0, &[ahead]);
        assert_eq!(state, CheckState::Warn);
        assert!(said.contains("https://partner.kz by 40 s"), "{said}");
    }
}
