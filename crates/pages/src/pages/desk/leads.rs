use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Shell, Tone};

/// A visitor's request and how far it has come.
#[derive(Debug, Clone)]
pub struct LeadRow {
    /// The lead.
    pub id: Uuid,
    /// Its short name.
    pub code: String,
    /// The visitor's name.
    pub name: String,
    /// The phone number in international form.
    pub phone: String,
    /// The e-mail address.
    pub email: Option<String>,
    /// The page it came from: `expresscourse`.
    pub source: String,
    /// How the visitor means to pay: `kaspi`.
    pub payment_method: Option<String>,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// Why it is held back until a person has looked at it, when it is.
    pub held: Option<Held>,
    /// The code of an earlier lead of the same person.
    pub repeat_of: Option<String>,
    /// Its way to each sink.
    pub deliveries: Vec<DeliveryRow>,
}

/// Why a lead is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// What made it suspicious.
    pub reason: HeldReason,
    /// A person has looked at it, and left it where it is.
    pub is_reviewed: bool,
}

/// What made a lead suspicious.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldReason {
    /// The field that no person sees was filled.
    Trap,
    /// Sent sooner than a person can type.
    TooFast,
    /// Sent from an old page, or with a forged time.
    TooOld,
    /// One of too many from one network.
    OverLimit,
    /// Something this version has no words for.
    Other,
}

impl HeldReason {
    /// The reason behind a stored word.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "trap" => Self::Trap,
            "too_fast" => Self::TooFast,
            "too_old" => Self::TooOld,
            "over_limit" => Self::OverLimit,
            _ => Self::Other,
        }
    }

    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Trap => "held-reason-trap",
            Self::TooFast => "held-reason-too-fast",
            Self::TooOld => "held-reason-too-old",
            Self::OverLimit => "held-reason-over-limit",
            Self::Other => "held-reason-other",
        }
    }
}

impl Held {
    pub(crate) const fn key(self) -> &'static str {
        if self.is_reviewed {
            "lead-kept"
        } else {
            "lead-quarantined"
        }
    }

    pub(crate) const fn tone(self) -> Tone {
        if self.is_reviewed {
            Tone::Idle
        } else {
            Tone::Warn
        }
    }
}

/// The way of a lead to one sink.
#[derive(Debug, Clone)]
pub struct DeliveryRow {
    /// The delivery.
    pub id: Uuid,
    /// Where it goes.
    pub sink: Sink,
    /// How far it is.
    pub state: DeliveryState,
    /// How often it was sent.
    pub attempts: i16,
    /// When it is tried again.
    pub next_at: Option<DateTime<Utc>>,
    /// What the sink calls it: the message or the deal.
    pub external_id: Option<String>,
    /// What went wrong at last.
    pub last_error: Option<String>,
}

/// Where leads go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sink {
    /// The leads chat in Telegram.
    Telegram,
    /// amoCRM.
    Crm,
}

/// How far a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// Waiting for its turn.
    Pending,
    /// Under way.
    Sending,
    /// It arrived.
    Done,
    /// It failed and is tried again.
    Retry,
    /// Nobody knows whether it arrived; it is never sent again by itself.
    Unknown,
    /// Held back: the sink is not configured, or the lead is in quarantine.
    Blocked,
    /// Given up.
    Dead,
}

impl Sink {
    /// The sink behind a stored word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "telegram_leads" => Some(Self::Telegram),
            "crm" => Some(Self::Crm),
            _ => None,
        }
    }

    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Telegram => "sink-telegram",
            Self::Crm => "sink-crm",
        }
    }
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::Sending,
        Self::Done,
        Self::Retry,
        Self::Unknown,
        Self::Blocked,
        Self::Dead,
    ];

    /// The state as storage writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Done => "done",
            Self::Retry => "retry",
            Self::Unknown => "unknown",
            Self::Blocked => "blocked",
            Self::Dead => "dead",
        }
    }

    /// The state behind a stored word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Pending => "delivery-pending",
            Self::Sending => "delivery-sending",
            Self::Done => "delivery-done",
            Self::Retry => "delivery-retry",
            Self::Unknown => "delivery-unknown",
            Self::Blocked => "delivery-blocked",
            Self::Dead => "delivery-dead",
        }
    }

    pub(crate) const fn tone(self) -> Tone {
        match self {
            Self::Pending => Tone::Idle,
            Self::Sending => Tone::Info,
            Self::Done => Tone::Ok,
            Self::Retry | Self::Blocked => Tone::Warn,
            Self::Unknown | Self::Dead => Tone::Bad,
        }
    }
}

impl DeliveryRow {
    /// What the state means to somebody who sells, where the word alone does not say it.
    pub(crate) const fn explanation(&self) -> Option<&'static str> {
        match self.state {
            DeliveryState::Unknown => Some("delivery-unknown-text"),
            DeliveryState::Dead => Some("delivery-dead-text"),
            DeliveryState::Blocked => Some("delivery-blocked-text"),
            _ => None,
        }
    }

    /// What went wrong at last, as long as it still matters.
    pub(crate) fn open_error(&self) -> Option<&str> {
        self.last_error
            .as_deref()
            .filter(|_| self.state != DeliveryState::Done)
    }

    /// The two commands that settle a delivery of unknown outcome: it arrived, and it did not.
    pub(crate) fn release(&self) -> Option<[String; 2]> {
        let is_open = matches!(self.state, DeliveryState::Unknown | DeliveryState::Dead);
        is_open.then(|| {
            [
                format!("stoa delivery done {}", self.id),
                format!("stoa delivery resend {}", self.id),
            ]
        })
    }
}

impl LeadRow {
    /// The payment method in the person's language; a word we do not know as it came.
    pub(crate) fn payment(&self, shell: &Shell) -> String {
        payment(shell, self.payment_method.as_deref())
    }
}

pub(crate) fn payment(shell: &Shell, method: Option<&str>) -> String {
    let key = match method {
        None => "payment-open",
        Some("kaspi") => "payment-kaspi",
        Some("kaspi_red") => "payment-kaspi-red",
        Some("card") => "payment-card",
        Some("installment") => "payment-installment",
        Some("cash") => "payment-cash",
        Some("invoice") => "payment-invoice",
        Some("manager") => "payment-manager",
        Some(other) => return other.to_owned(),
    };
    shell.t(key)
}
