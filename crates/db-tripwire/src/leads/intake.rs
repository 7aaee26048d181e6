//! Accepting a lead once.

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::{CommunityId, DeliveryId, LeadCode, LeadId};
use stoa_domain::{Email, PaymentMethod, Sink, Source, Submission};
use stoa_pg::{Client, DbError, Scope, TripwireDb, TripwireTx};
use stoa_tripwire_sql::{client::Params as _, queries::intake as sql};
use uuid::Uuid;

/// The community of a source that `lead_sources` does not list.
pub const FOUNDERS: CommunityId = CommunityId(Uuid::from_u128(0x7000_8000_0000_0000_0001));

const LOCK_NOT_AVAILABLE: &str = "55P03";

/// A lead to be stored, unless it is there already.
#[derive(Debug, Clone, Copy)]
pub struct NewLead<'a> {
    /// Its id.
    pub id: LeadId,
    /// Its short name; another one is drawn when it is in use.
    pub code: &'a LeadCode,
    /// The checked request.
    pub submission: &'a Submission,
    /// The client's own key of the request, when it has one; then the window does not count.
    pub key: Option<KeyUse<'a>>,
    /// Why the lead goes to quarantine, when it does.
    pub quarantine_reason: Option<&'a str>,
    /// The first part of the client's address.
    pub ip_prefix: Option<&'a str>,
    /// The client's own name.
    pub user_agent: Option<&'a str>,
    /// The request that brought it.
    pub request_id: &'a str,
    /// One delivery per sink.
    pub deliveries: &'a [(DeliveryId, Sink)],
    /// How long a repeat without a key counts as a double click, where the source does not say.
    pub window_seconds: i32,
    /// The time of the request.
    pub now: DateTime<Utc>,
}

/// A client's key and how long it is remembered.
#[derive(Debug, Clone, Copy)]
pub struct KeyUse<'a> {
    /// Which clients' keys these are: two scopes, and two communities, may use the same one.
    pub scope: &'a str,
    /// 1 to 255 characters.
    pub key: &'a str,
    /// From then on it may name another request.
    pub expires_at: DateTime<Utc>,
}

/// What came of [`accept`]. Only after `Stored` the transaction is worth a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// The lead and its deliveries are written.
    Stored,
    /// The key names a request that was accepted before: see [`find_key`].
    KeyTaken,
    /// A request with the same key is still running, and took longer than the lock's time.
    KeyBusy,
    /// A request of the same window was accepted before.
    InWindow {
        /// The first lead.
        id: LeadId,
        /// Its short name.
        code: LeadCode,
    },
    /// The code is in use: draw another one.
    CodeTaken,
}

/// Writes the lead and its deliveries in one statement, if neither key, window nor code speaks against it.
///
/// A parallel repeat with the same key waits for the first one at the key's row; without a key, at the window's lock.
///
/// # Errors
/// [`DbError`]: nothing was stored.
pub async fn accept(tx: &TripwireTx, new: &NewLead<'_>) -> Result<Accepted, DbError> {
    let window_key = new.submission.window_key();
    // Prepared first: the lock must reach the server before the statement that relies on it.
    let lock = sql::lock_window().prepare(tx.client()).await?;
    let durable = sql::be_durable().prepare(tx.client()).await?;
    let accept = sql::accept_lead().prepare(tx.client()).await?;
    let locked = async {
        if new.key.is_none() {
            lock.bind(tx.client(), &window_key).one().await.map(drop)
        } else {
            Ok(())
        }
    };
    let (durable, locked, answer) = futures::join!(
        durable.bind(tx.client()).one(),
        locked,
        store(&accept, tx.client(), new, &window_key),
    );
    durable?;
    locked?;
    match answer {
        Ok(row) => Ok(verdict(row)),
        Err(error)
            if new.key.is_some()
                && error.code().is_some_and(|c| c.code() == LOCK_NOT_AVAILABLE) =>
        {
            Ok(Accepted::KeyBusy)
        }
        Err(error) => Err(error.into()),
    }
}

async fn store(
    accept: &sql::AcceptLeadStmt,
    client: &Client,
    new: &NewLead<'_>,
    window_key: &str,
) -> Result<sql::AcceptRow, tokio_postgres::Error> {
    let said = new.submission;
    let params = sql::AcceptLeadParams {
        default_community: FOUNDERS.0,
        window_seconds: new.window_seconds,
        source: said.source.as_str(),
        now: new.now.fixed_offset(),
        window_key,
        quarantine_reason: new.quarantine_reason,
        key: new.key.map(|key| key.key),
        scope: new.key.map_or("", |key| key.scope),
        fingerprint: said.fingerprint(),
        id: new.id.0,
        key_expires_at: new.key.map_or(new.now, |key| key.expires_at).fixed_offset(),
        code: new.code.as_str(),
        name: said.name.as_str(),
        name_raw: said.raw.name.as_str(),
        phone: said.phone.as_str(),
        phone_raw: said.raw.phone.as_str(),
        email: said.email.as_ref().map(Email::as_str),
        email_raw: said.raw.email.as_deref(),
        payment_method: said.payment_method.as_ref().map(PaymentMethod::as_str),
        comment: said.comment.as_deref(),
        campaign_slug: said.campaign_slug.as_deref(),
        utm: json(&said.tracking.utm),
        click_ids: json(&said.tracking.click_ids),
        page: said.tracking.page.as_deref(),
        referrer: said.tracking.referrer.as_deref(),
        consent: said.consent.as_ref().map(json),
        extra: json(&said.extra),
        ip_prefix: new.ip_prefix,
        user_agent: new.user_agent,
        request_id: new.request_id,
        delivery_ids: new
            .deliveries
            .iter()
            .map(|(id, _)| id.0)
            .collect::<Vec<_>>(),
        sinks: new
            .deliveries
            .iter()
            .map(|(_, sink)| sink.as_str())
            .collect::<Vec<_>>(),
    };
    accept.params(client, &params).one().await
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn verdict(row: sql::AcceptRow) -> Accepted {
    if row.is_stored {
        return Accepted::Stored;
    }
    if row.is_key_taken {
        return Accepted::KeyTaken;
    }
    match (row.in_window, row.earlier_id, row.earlier_code) {
        (true, Some(id), Some(code)) => Accepted::InWindow {
            id: LeadId(id),
            code: LeadCode::from_stored(code),
        },
        _ => Accepted::CodeTaken,
    }
}

/// What a key was used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// The fingerprint of the request it named first.
    pub body_sha256: String,
    /// The lead of that request.
    pub lead_id: LeadId,
    /// The lead's short name.
    pub code: LeadCode,
}

/// What `key` named first, in the community that `source` belongs to.
///
/// # Errors
/// [`DbError`].
pub async fn find_key(
    db: &TripwireDb,
    source: &Source,
    (scope, key): (&str, &str),
) -> Result<Option<StoredKey>, DbError> {
    let reader = db.reader(&Scope::service("lead intake")).await?;
    let find = sql::find_key().prepare(reader.client()).await?;
    let row = reader
        .read(
            find.bind(reader.client(), &source.as_str(), &FOUNDERS.0, &scope, &key)
                .opt(),
        )
        .await?;
    Ok(row.map(|row| StoredKey {
        body_sha256: row.body_sha256,
        lead_id: LeadId(row.lead_id),
        code: LeadCode::from_stored(row.code),
    }))
}

/// Forgets the keys whose time is over; the number of them.
///
/// # Errors
/// [`DbError`].
pub async fn prune_keys(tx: &TripwireTx, now: DateTime<Utc>) -> Result<u64, DbError> {
    Ok(sql::prune_keys()
        .bind(tx.client(), &now.fixed_offset())
        .await?)
}
