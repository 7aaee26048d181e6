use std::time::Duration;

use serde::Deserialize;

use crate::call::{Answer, CallError, Exchange};

/// What the Bot API answers to every call.
#[derive(Deserialize)]
struct Envelope {
    ok: bool,
    result: Option<Message>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Message {
    message_id: i64,
}

#[derive(Deserialize, Default)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

/// Descriptions that speak of the chat, not of the message.
///
/// # Source
/// Observed texts of the Bot API; they are no contract, so each is only a part of the sentence.
const CHAT_GONE: [&str; 12] = [
    "chat not found",
    "upgraded to a supergroup",
    "group chat was deactivated",
    "no rights to send",
    "not enough rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "peer_id_invalid",
    "channel_private",
    "message thread not found",
    "topic_closed",
];

/// The message's number, or why there is none.
pub(super) fn message_id(answer: &Answer, exchange: &Exchange) -> Result<i64, CallError> {
    let envelope: Option<Envelope> = answer.json();
    match envelope {
        Some(Envelope {
            ok: true,
            result: Some(message),
            ..
        }) if answer.is_success() => Ok(message.message_id),
        Some(envelope) => Err(refusal(answer, envelope, exchange)),
        None => Err(foreign(answer, exchange)),
    }
}

/// Whether Telegram could not read our HTML.
pub(super) fn is_formatting(error: &CallError) -> bool {
    let detail = &error.evidence().detail;
    matches!(error, CallError::Refused { .. }) && detail.to_lowercase().contains("can't parse")
}

/// An answer that the Bot API would not give: the address leads elsewhere, or something stands in between.
fn foreign(answer: &Answer, exchange: &Exchange) -> CallError {
    let evidence = exchange.evidence(answer, None);
    answer
        .common_failure(&evidence)
        .unwrap_or(CallError::Config(evidence))
}

fn refusal(answer: &Answer, envelope: Envelope, exchange: &Exchange) -> CallError {
    let said = envelope.description.unwrap_or_default();
    let evidence = exchange.evidence(answer, (!said.is_empty()).then_some(said.as_str()));
    let said = said.to_lowercase();
    let parameters = envelope.parameters.unwrap_or_default();
    let moved_to = parameters.migrate_to_chat_id;
    let about_chat = CHAT_GONE.iter().any(|text| said.contains(text));
    match answer.status {
        429 => {
            let told = parameters.retry_after.map(Duration::from_secs);
            CallError::Throttled {
                retry_after: told.or(answer.retry_after),
                evidence,
            }
        }
        403 => CallError::ChatGone { moved_to, evidence },
        400 if about_chat || moved_to.is_some() => CallError::ChatGone { moved_to, evidence },
        // The token stands in the path: a malformed one is "not found".
        404 => CallError::Auth(evidence),
        _ => answer
            .common_failure(&evidence)
            .unwrap_or_else(|| CallError::Refused {
                permanent: answer.is_permanent(),
                fields: Vec::new(),
                evidence,
            }),
    }
}
