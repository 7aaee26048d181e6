//! One suite for every adapter: over the wire against the stateful fakes, and the recording ones of the demonstration.
//! The other modules hold what only one of them promises.

#![expect(clippy::unwrap_used, reason = "tests")]

mod amocrm;
mod amocrm_answers;
mod chaos;
mod classification;
mod mail;
mod notice;
mod outbox;
mod promises;
mod telegram;
mod worlds;

/// Runs each promise in each world.
macro_rules! promises {
    ($($module:ident = $world:ident: [$($promise:ident),+ $(,)?];)+) => {
        $(mod $module {
            $(#[tokio::test]
            async fn $promise() {
                crate::promises::$promise(&crate::worlds::$world::start().await).await;
            })+
        })+
    };
}

promises! {
    http_chats = HttpChats: [a_message_arrives_once_as_text, what_no_reader_would_see_is_refused];
    recorded_chats = RecordedChats: [a_message_arrives_once_as_text, what_no_reader_would_see_is_refused];
    smtp_letters = SmtpWorld: [a_letter_arrives_once_with_all_it_says, a_letter_arrives_twice_when_sent_twice];
    recorded_letters = RecordedLetters: [a_letter_arrives_once_with_all_it_says, a_letter_arrives_twice_when_sent_twice];
    http_crm = HttpCrm: [
        a_deal_arrives_with_all_it_says,
        the_same_deal_twice_is_two_deals,
        deals_are_listed_with_their_keys_newest_first,
        a_stage_counts_only_in_its_pipeline,
        the_key_field_stays_the_same,
    ];
    recorded_crm = RecordedCrm: [
        a_deal_arrives_with_all_it_says,
        the_same_deal_twice_is_two_deals,
        deals_are_listed_with_their_keys_newest_first,
        a_stage_counts_only_in_its_pipeline,
        the_key_field_stays_the_same,
    ];
}
