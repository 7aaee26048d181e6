//! Where leads go: Telegram and amoCRM as configured, the demo's outbox, or nowhere yet.

use std::sync::Arc;

use stoa_app::{
    health::Channels,
    leads::{Sinks, TelegramSink},
};
use stoa_connect::{
    CallMetrics, HttpAmoCrm, HttpOptions, HttpTelegram, Mailer, Outbox, OutboxEntry, OutboxItem,
    Pipeline, RecordingAmoCrm, RecordingMailer, RecordingTelegram, SmtpMailer, SmtpOptions, Stage,
    http_client,
};
use stoa_core::Ambient;
use stoa_domain::MappingRow;
use stoa_web::{OutboxChannel, OutboxMessage};

use crate::config::{MailSettings, Settings, SinkSettings};

/// The chat of the demo's outbox.
const DEMO_CHAT: i64 = -1_000_000_000_001;
/// The administrators' chat of the demo's outbox.
const DEMO_ADMINS: i64 = -1_000_000_000_002;
/// The only stage of the demo's CRM.
const DEMO_PIPELINE: i64 = 1;
const DEMO_STATUS: i64 = 10;

/// The sinks of this process, and the demo's outbox when one of them is the demo's.
///
/// # Errors
/// When no HTTP client can be made.
pub(crate) fn build(
    settings: &SinkSettings,
    demo: bool,
    ambient: &Ambient,
    calls: &CallMetrics,
) -> anyhow::Result<(Sinks, Option<Outbox>)> {
    let outbox = demo.then(|| Outbox::new(Arc::clone(&ambient.clock)));
    let mut sinks = Sinks::default();
    if let (Some(url), Some(token), Some(chat)) = (
        &settings.telegram_url,
        &settings.bot_token,
        settings.leads_chat_id,
    ) {
        let client = http_client(HttpOptions::telegram())?;
        sinks.telegram_leads = Some(TelegramSink::new(
            Arc::new(HttpTelegram::new(url.clone(), token.clone(), client).measured(calls)),
            chat,
        ));
    } else if let Some(outbox) = &outbox {
        sinks.telegram_leads = Some(TelegramSink::new(
            Arc::new(RecordingTelegram::new(outbox.clone())),
            DEMO_CHAT,
        ));
    }
    if let (Some(url), Some(token)) = (&settings.amocrm_url, &settings.amocrm_token) {
        let client = http_client(HttpOptions::crm())?;
        let crm = HttpAmoCrm::new(url.clone(), token.clone(), client, settings.key_field_id);
        sinks.crm = Some(Arc::new(crm.measured(calls)));
    } else if let Some(outbox) = &outbox {
        sinks.crm = Some(Arc::new(RecordingAmoCrm::new(
            outbox.clone(),
            vec![demo_pipeline()],
        )));
    }
    Ok((sinks, outbox))
}

/// How administrators are reached: their chat, over a connection of its own, and mail.
///
/// # Errors
/// When no HTTP client can be made.
pub(crate) fn channels(
    settings: &Settings,
    outbox: Option<&Outbox>,
    calls: &CallMetrics,
) -> anyhow::Result<Channels> {
    let mut channels = Channels::default();
    let sinks = &settings.sinks;
    if let (Some(url), Some(token), Some(chat)) = (
        &sinks.telegram_url,
        &sinks.admin_bot_token,
        sinks.admin_chat_id,
    ) {
        let client = http_client(HttpOptions::alerts())?;
        let bot = HttpTelegram::new(url.clone(), token.clone(), client).measured(calls);
        channels.telegram = Some((Arc::new(bot), chat));
    } else if let Some(outbox) = outbox {
        channels.telegram = Some((
            Arc::new(RecordingTelegram::new(outbox.clone())),
            DEMO_ADMINS,
        ));
    }
    if !settings.alert_emails.is_empty()
        && let Some(mailer) = mailer(&settings.mail, outbox)
    {
        channels.mail = Some((mailer, settings.alert_emails.clone()));
    }
    Ok(channels)
}

/// Whether a real service takes some of the messages.
pub(crate) fn is_sending(settings: &Settings) -> bool {
    let sinks = &settings.sinks;
    let tokens = [
        &sinks.bot_token,
        &sinks.admin_bot_token,
        &sinks.amocrm_token,
    ];
    tokens.iter().any(|token| token.is_some()) || settings.mail.smtp.is_some()
}

/// Who takes letters: the configured server, the demo's outbox, or nobody.
pub(crate) fn mailer(settings: &MailSettings, outbox: Option<&Outbox>) -> Option<Arc<dyn Mailer>> {
    if let Some((server, sender)) = &settings.smtp {
        let options = SmtpOptions::default();
        let mailer = SmtpMailer::new(server.clone(), sender.clone(), options);
        return Some(Arc::new(mailer));
    }
    outbox.map(|outbox| Arc::new(RecordingMailer::new(outbox.clone())) as Arc<dyn Mailer>)
}

/// The demo's single stage: for a demo whose CRM is the outbox and whose settings say nothing.
pub(crate) fn demo_mapping(settings: &SinkSettings, demo: bool) -> Option<MappingRow> {
    let is_needed = demo && settings.amocrm_url.is_none() && settings.mapping.is_empty();
    is_needed.then(|| MappingRow {
        source: "*".to_owned(),
        payment_method: "*".to_owned(),
        pipeline_id: DEMO_PIPELINE,
        status_id: DEMO_STATUS,
        price_minor: None,
        responsible_user_id: None,
        tags: Vec::new(),
    })
}

fn demo_pipeline() -> Pipeline {
    let stage = Stage {
        id: DEMO_STATUS,
        name: "Новая заявка".to_owned(),
        kind: 0,
    };
    Pipeline {
        id: DEMO_PIPELINE,
        name: "Экспресс-курс".to_owned(),
        is_main: true,
        is_archive: false,
        stages: vec![stage],
    }
}

/// What the demo's sinks hold, as the page shows it.
pub(crate) fn shown(outbox: &Outbox) -> Vec<OutboxMessage> {
    outbox.entries().into_iter().map(message).collect()
}

fn message(entry: OutboxEntry) -> OutboxMessage {
    match entry.item {
        OutboxItem::Message(message) => OutboxMessage {
            channel: OutboxChannel::Telegram,
            to: message.chat_id.to_string(),
            subject: None,
            body: stoa_connect::telegram::plain_text(&message.html),
            link: None,
            at: entry.at,
        },
        OutboxItem::Deal(deal, created) => OutboxMessage {
            channel: OutboxChannel::Crm,
            to: format!("{} / {}", deal.pipeline_id, deal.status_id),
            subject: Some(deal.name()),
            body: format!("deal {} · {}", created.id, deal.key),
            link: None,
            at: entry.at,
        },
        OutboxItem::Letter(letter) => OutboxMessage {
            channel: OutboxChannel::Mail,
            to: letter.to.as_str().to_owned(),
            subject: Some(letter.subject),
            link: first_link(&letter.text),
            body: letter.text,
            at: entry.at,
        },
    }
}

/// What a reader of the letter would press.
fn first_link(text: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    let link = words.find(|word| word.starts_with("http://") || word.starts_with("https://"))?;
    Some(link.to_owned())
}
