//! The life of a lesson as a student lives it.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use stoa_domain::lesson::{
    CompletionRule, LessonEvent, LessonStatus, Progress, Unmet, advance, locked_by,
    why_not_complete,
};

const ONE_MINUTE: CompletionRule = CompletionRule::Time { seconds: 60 };
const BEAT: LessonEvent = LessonEvent::Heartbeat {
    position_s: 40,
    watched_s: 20,
};

fn noon() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::hours(12)
}

/// The progress after some events, one second apart.
fn after(rule: CompletionRule, events: &[LessonEvent]) -> Progress {
    let step = |(progress, at), event: &LessonEvent| {
        (
            advance(progress, rule, *event, at),
            at + TimeDelta::seconds(1),
        )
    };
    events.iter().fold((Progress::default(), noon()), step).0
}

#[test]
fn opening_completes_a_lesson_to_be_viewed() {
    let progress = after(
        CompletionRule::View,
        &[LessonEvent::Opened, LessonEvent::Opened],
    );
    assert_eq!(
        (progress.status, progress.percent),
        (LessonStatus::Completed, 100)
    );
    assert_eq!(progress.completed_at, Some(noon()), "the first time counts");
}

#[test]
fn watching_completes_a_timed_lesson_and_a_button_does_not() {
    let progress = after(
        ONE_MINUTE,
        &[LessonEvent::Opened, BEAT, LessonEvent::Completed, BEAT],
    );
    assert_eq!(
        (progress.status, progress.percent, progress.position_s),
        (LessonStatus::InProgress, 66, 40)
    );
    assert_eq!(
        why_not_complete(&progress, ONE_MINUTE),
        Some(Unmet::Watch { seconds_left: 20 })
    );
    let done = advance(progress, ONE_MINUTE, BEAT, noon());
    assert_eq!(
        (
            done.is_complete(),
            done.by_hand,
            why_not_complete(&done, ONE_MINUTE)
        ),
        (true, false, None)
    );
}

#[test]
fn one_heartbeat_cannot_claim_an_hour() {
    let rule = CompletionRule::Time { seconds: 3600 };
    let progress = after(
        rule,
        &[LessonEvent::Heartbeat {
            position_s: 3600,
            watched_s: u32::MAX,
        }],
    );
    assert_eq!((progress.watched_s, progress.percent), (120, 3));
}

#[test]
fn no_place_is_beyond_the_end_of_the_lesson() {
    let beat = |position_s| LessonEvent::Heartbeat {
        position_s,
        watched_s: 5,
    };
    assert_eq!(beat(100_000).within(Some(480)), beat(480));
    assert_eq!(beat(12).within(Some(480)), beat(12));
    assert_eq!(beat(12).within(None), beat(12));
    assert_eq!(LessonEvent::Opened.within(Some(1)), LessonEvent::Opened);
}

#[test]
fn a_manual_lesson_is_done_and_undone_by_hand() {
    let rule = CompletionRule::Manual;
    assert_eq!(
        why_not_complete(&Progress::default(), rule),
        Some(Unmet::Open)
    );
    let opened = after(rule, &[LessonEvent::Opened]);
    assert_eq!(why_not_complete(&opened, rule), Some(Unmet::MarkDone));
    let done = advance(opened, rule, LessonEvent::Completed, noon());
    assert_eq!(
        (done.is_complete(), done.by_hand, done.percent),
        (true, true, 100)
    );
    let undone = advance(done, rule, LessonEvent::Undone, noon());
    assert_eq!(
        (undone.status, undone.percent, undone.completed_at),
        (LessonStatus::InProgress, 0, None)
    );
    assert_eq!(
        advance(Progress::default(), rule, LessonEvent::Undone, noon()),
        Progress::default()
    );
}

#[test]
fn an_earned_completion_survives_a_stricter_rule_and_undone() {
    let earned = after(CompletionRule::View, &[LessonEvent::Opened]);
    for rule in [CompletionRule::View, ONE_MINUTE, CompletionRule::Manual] {
        for event in [LessonEvent::Undone, LessonEvent::Opened, BEAT] {
            let later = advance(earned, rule, event, noon() + TimeDelta::days(1));
            assert_eq!(
                (later.completed_at, later.percent),
                (earned.completed_at, 100)
            );
        }
        assert_eq!(why_not_complete(&earned, rule), None);
    }
}

#[test]
fn modules_open_one_after_another() {
    assert_eq!(locked_by(true, &[]), []);
    assert_eq!(
        locked_by(true, &[false, false, false]),
        [None, Some(0), Some(0)]
    );
    assert_eq!(
        locked_by(true, &[true, false, false]),
        [None, None, Some(1)]
    );
    assert_eq!(locked_by(true, &[true, true, true]), [None, None, None]);
    assert_eq!(
        locked_by(true, &[false, true, false]),
        [None, None, Some(0)],
        "what is done stays open"
    );
    assert_eq!(locked_by(false, &[false, false]), [None, None]);
}

#[test]
fn rules_are_read_from_their_stored_form() -> Result<(), serde_json::Error> {
    for (stored, rule) in [
        (r#"{"kind":"view"}"#, CompletionRule::View),
        (r#"{"kind":"time","seconds":60}"#, ONE_MINUTE),
        (r#"{"kind":"manual"}"#, CompletionRule::Manual),
    ] {
        assert_eq!(serde_json::from_str::<CompletionRule>(stored)?, rule);
        assert_eq!(serde_json::to_string(&rule)?, stored);
    }
    let beat = r#"{"type":"heartbeat","position_s":40,"watched_s":20}"#;
    assert_eq!(serde_json::from_str::<LessonEvent>(beat)?, BEAT);
    Ok(())
}

fn any_rule() -> impl Strategy<Value = CompletionRule> {
    let timed = (0..300_u32).prop_map(|seconds| CompletionRule::Time { seconds });
    prop_oneof![
        Just(CompletionRule::View),
        timed,
        Just(CompletionRule::Manual)
    ]
}

fn any_event() -> impl Strategy<Value = LessonEvent> {
    let beat =
        (any::<u32>(), any::<u32>()).prop_map(|(position_s, watched_s)| LessonEvent::Heartbeat {
            position_s,
            watched_s,
        });
    prop_oneof![
        Just(LessonEvent::Opened),
        beat,
        Just(LessonEvent::Completed),
        Just(LessonEvent::Undone)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn progress_is_always_of_one_piece(steps in prop::collection::vec((any_rule(), any_event()), 0..40)) {
        let mut progress = Progress::default();
        for (rule, event) in steps {
            let before = progress;
            progress = advance(progress, rule, event, noon());
            prop_assert_eq!(progress.is_complete(), progress.completed_at.is_some());
            prop_assert_eq!(progress.is_complete(), progress.percent == 100);
            prop_assert_eq!(progress.is_complete(), why_not_complete(&progress, rule).is_none());
            prop_assert!(progress.watched_s >= before.watched_s);
            if before.is_complete() && !(before.by_hand && event == LessonEvent::Undone) {
                prop_assert!(progress.is_complete());
            }
        }
    }
}
