//! Issuers whose tokens were accepted at the last start, and are not any more.

use std::fmt;

use aws_lc_rs::hmac;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use stoa_core::ExposeSecret as _;
use stoa_db_main::identity::accepted_issuers::{self as rows, AcceptedIssuerRow};
use stoa_pg::{DbError, MainTx};

use super::{LossCause, SessionLossError};
use crate::MasterKey;
use crate::federation::{AcceptedIssuer, IssuerKeys};
use crate::service::authenticate::IDLE;

/// Why tokens of an issuer would be refused that were accepted before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssuerChange {
    /// It is in the settings no more.
    Removed,
    /// Its time was made shorter, and is over.
    Ended,
    /// Another secret or key set checks them.
    OtherKeys,
    /// They must be meant for another audience.
    OtherAudience,
}

impl IssuerChange {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Ended => "ended",
            Self::OtherKeys => "other_keys",
            Self::OtherAudience => "other_audience",
        }
    }
}

/// An issuer whose tokens would be refused, and whom that concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerLoss {
    /// What the settings called it.
    pub name: String,
    /// The `iss` of its tokens.
    pub issuer: String,
    /// Why.
    pub change: IssuerChange,
    /// How many people came with its tokens lately.
    pub people: i64,
}

impl fmt::Display for IssuerLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (people, name, issuer) = (self.people, &self.name, &self.issuer);
        let change = match self.change {
            IssuerChange::Removed => "it stands in the settings no more",
            IssuerChange::Ended => "its accept_until is over earlier than before",
            IssuerChange::OtherKeys => "its secret or jwks_url is another one",
            IssuerChange::OtherAudience => "its audience is another one",
        };
        write!(f, "{people} of {name} ({issuer}): {change}")
    }
}

/// What the issuers of the settings would end, compared with those of the last start.
pub(super) async fn loss(
    tx: &MainTx,
    master: &MasterKey,
    accepted: &[AcceptedIssuer],
    now: DateTime<Utc>,
) -> Result<Option<SessionLossError>, DbError> {
    let mut lost = Vec::new();
    for before in rows::list(tx).await? {
        let Some(change) = change(&before, master, accepted, now) else {
            continue;
        };
        let people = rows::count_token_holders(tx, &before.issuer, now - IDLE).await?;
        if people > 0 {
            lost.push(IssuerLoss {
                name: before.name,
                issuer: before.issuer,
                change,
                people,
            });
        }
    }
    Ok((!lost.is_empty()).then(|| SessionLossError {
        sessions: lost.iter().map(|one| one.people).sum(),
        factors: 0,
        cause: LossCause::ForeignIssuers(lost),
    }))
}

fn change(
    before: &AcceptedIssuerRow,
    master: &MasterKey,
    accepted: &[AcceptedIssuer],
    now: DateTime<Utc>,
) -> Option<IssuerChange> {
    // Its time is over, as it was to be.
    if before.accept_until.is_some_and(|until| until <= now) {
        return None;
    }
    let Some(present) = accepted.iter().find(|one| one.issuer == before.issuer) else {
        return Some(IssuerChange::Removed);
    };
    // A tag of another master key can be compared with nothing.
    let is_ours = before.keys_tag.starts_with(&master.head());
    if !present.is_open(now) {
        Some(IssuerChange::Ended)
    } else if is_ours && before.keys_tag != tag(master, &present.keys) {
        Some(IssuerChange::OtherKeys)
    } else {
        (before.audience != present.audience).then_some(IssuerChange::OtherAudience)
    }
}

/// Keeps what is accepted from now on.
pub(super) async fn save(
    tx: &MainTx,
    master: &MasterKey,
    accepted: &[AcceptedIssuer],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let open: Vec<_> = accepted.iter().filter(|one| one.is_open(now)).collect();
    let kept: Vec<_> = open.iter().map(|one| one.issuer.as_str()).collect();
    rows::delete_except(tx, &kept).await?;
    for one in open {
        let row = AcceptedIssuerRow {
            issuer: one.issuer.clone(),
            name: one.name.clone(),
            audience: one.audience.clone(),
            keys_tag: tag(master, &one.keys),
            accept_until: one.accept_until,
        };
        rows::save(tx, &row, now).await?;
    }
    Ok(())
}

/// What the audit keeps of a loss.
pub(super) fn noted(lost: &[IssuerLoss]) -> Value {
    let lost = lost.iter().map(
        |one| json!({ "name": one.name, "change": one.change.as_str(), "people": one.people }),
    );
    lost.collect()
}

/// The same for the same keys, and nothing to anybody without the master key, whose id it begins with.
fn tag(master: &MasterKey, keys: &IssuerKeys) -> Vec<u8> {
    let (kind, text) = match keys {
        IssuerKeys::Secret(secret) => ("secret", secret.expose_secret()),
        IssuerKeys::Jwks(url) => ("jwks", url.as_str()),
    };
    let key = master.derive(b"stoa accepted issuer v1");
    let tag = hmac::sign(&key, format!("{kind}\0{text}").as_bytes());
    [&master.head()[..], tag.as_ref()].concat()
}
