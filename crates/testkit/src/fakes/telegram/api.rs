use std::sync::{Arc, Mutex};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, Method, StatusCode},
    response::{IntoResponse as _, Response},
    routing::any,
};
use serde_json::{Value, json};
use stoa_core::{Clock as _, SystemClock};

use super::{
    FakeMessage, FakeTelegram,
    chats::{Bot, Standing},
    html,
    parameters::Parameters,
};
use crate::fakes::{answering::Vendor, server::locked};

/// The most characters of a message after parsing.
const MAX_TEXT: usize = 4096;

pub(super) struct BotApi(pub(super) Arc<Mutex<Bot>>);

/// Why a method did nothing.
struct Failure {
    code: u16,
    description: String,
    parameters: Value,
}

type Outcome = Result<Value, Failure>;

impl Vendor for BotApi {
    fn router(&self) -> Router {
        let missing = || async { failure(404, "Not Found").into_response() };
        Router::new()
            .route("/{bot}/{method}", any(call))
            .fallback(missing)
            .with_state(Arc::clone(&self.0))
    }

    fn is_main(&self, _: &Method, path: &str) -> bool {
        path.to_ascii_lowercase().ends_with("/sendmessage")
    }

    fn throttled(&self, retry_after: Option<u64>) -> Response {
        let seconds = retry_after.unwrap_or(1);
        let failure = Failure {
            parameters: json!({ "retry_after": seconds }),
            ..failure(429, &format!("Too Many Requests: retry after {seconds}"))
        };
        failure.into_response()
    }

    fn revoked(&self) -> Response {
        failure(401, "Unauthorized").into_response()
    }
}

async fn call(
    State(bot): State<Arc<Mutex<Bot>>>,
    Path((token, method)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let parameters = Parameters::read(&headers, query.as_deref(), &body);
    let mut bot = locked(&bot);
    let outcome = token_fault(&token, &bot).and_then(|()| {
        let unreadable = || failure(400, "Bad Request: can't parse JSON object");
        let parameters = parameters.ok_or_else(unreadable)?;
        match method.to_ascii_lowercase().as_str() {
            "getme" => Ok(me()),
            "sendmessage" => send_message(&mut bot, &parameters),
            "editmessagereplymarkup" => edit_reply_markup(&mut bot, &parameters),
            _ => Err(failure(404, "Not Found")),
        }
    });
    match outcome {
        Ok(result) => Json(json!({ "ok": true, "result": result })).into_response(),
        Err(failure) => failure.into_response(),
    }
}

/// A token that does not look like one is no path at all; another one is nobody's.
fn token_fault(bot_in_path: &str, bot: &Bot) -> Result<(), Failure> {
    let parts = bot_in_path
        .strip_prefix("bot")
        .and_then(|token| token.split_once(':'));
    let well_formed = parts.is_some_and(|(id, secret)| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        !id.is_empty()
            && id.bytes().all(|b| b.is_ascii_digit())
            && !secret.is_empty()
            && secret.bytes().all(plain)
    });
    match bot_in_path.strip_prefix("bot") {
        _ if !well_formed => Err(failure(404, "Not Found")),
        Some(FakeTelegram::TOKEN) if !bot.is_revoked => Ok(()),
        _ => Err(failure(401, "Unauthorized")),
    }
}

fn me() -> Value {
    json!({ "id": 1_000_001, "is_bot": true, "first_name": "Leads", "username": "fake_leads_bot" })
}

fn send_message(bot: &mut Bot, parameters: &Parameters) -> Outcome {
    let chat_id = chat(bot, parameters)?;
    let source = parameters.text("text").unwrap_or_default();
    let parse_mode = parameters.text("parse_mode");
    let text = match parse_mode.map(str::to_ascii_lowercase).as_deref() {
        Some("html") => html::read(source).map_err(|fault| {
            failure(400, &format!("Bad Request: can't parse entities: {fault}"))
        })?,
        None | Some("markdown" | "markdownv2") => source.to_owned(),
        Some(_) => return Err(failure(400, "Bad Request: unsupported parse_mode")),
    };
    let text = text.trim();
    match text.chars().count() {
        0 => return Err(failure(400, "Bad Request: message text is empty")),
        1..=MAX_TEXT => {}
        _ => return Err(failure(400, "Bad Request: message is too long")),
    }
    Ok(view(&bot.add(FakeMessage {
        message_id: 0,
        chat_id,
        thread_id: parameters.number("message_thread_id"),
        text: text.to_owned(),
        source: source.to_owned(),
        parse_mode: parse_mode.map(str::to_owned),
        reply_markup: parameters.object("reply_markup"),
        is_ours: true,
    })))
}

fn edit_reply_markup(bot: &mut Bot, parameters: &Parameters) -> Outcome {
    let chat_id = chat(bot, parameters)?;
    let message_id = parameters.number("message_id").unwrap_or_default();
    let missing = || failure(400, "Bad Request: message to edit not found");
    let message = bot.find(chat_id, message_id).ok_or_else(missing)?;
    let markup = parameters.object("reply_markup");
    if !message.is_ours {
        return Err(failure(400, "Bad Request: message can't be edited"));
    }
    if message.reply_markup == markup {
        return Err(failure(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are exactly \
             the same as a current content and reply markup of the message",
        ));
    }
    message.reply_markup = markup;
    Ok(view(message))
}

/// The chat in question, when the bot may write there.
fn chat(bot: &Bot, parameters: &Parameters) -> Result<i64, Failure> {
    if !parameters.has("chat_id") {
        return Err(failure(400, "Bad Request: chat_id is empty"));
    }
    let missing = || failure(400, "Bad Request: chat not found");
    let chat_id = parameters.number("chat_id").ok_or_else(missing)?;
    match bot.chats.get(&chat_id).copied() {
        Some(Standing::Member) => Ok(chat_id),
        Some(Standing::Kicked) => Err(failure(
            403,
            "Forbidden: bot was kicked from the supergroup chat",
        )),
        Some(Standing::MovedTo(to)) => Err(Failure {
            parameters: json!({ "migrate_to_chat_id": to }),
            ..failure(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
            )
        }),
        None => Err(missing()),
    }
}

fn view(message: &FakeMessage) -> Value {
    let mut view = json!({
        "message_id": message.message_id,
        "from": me(),
        "chat": { "id": message.chat_id, "type": "supergroup", "title": "Leads" },
        "date": SystemClock.now().timestamp(),
        "text": message.text,
    });
    if !message.reply_markup.is_null() {
        view["reply_markup"] = message.reply_markup.clone();
    }
    view
}

fn failure(code: u16, description: &str) -> Failure {
    Failure {
        code,
        description: description.to_owned(),
        parameters: Value::Null,
    }
}

impl Failure {
    fn into_response(self) -> Response {
        let mut body =
            json!({ "ok": false, "error_code": self.code, "description": self.description });
        if !self.parameters.is_null() {
            body["parameters"] = self.parameters;
        }
        let status = StatusCode::from_u16(self.code).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(body)).into_response()
    }
}
