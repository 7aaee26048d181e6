//! Leads as they are stored.

use std::{collections::BTreeMap, fmt};

use chrono::{DateTime, Utc};
use serde_json::Value;
use stoa_core::{CommunityId, LeadCode, LeadId, PageLimit, UserId};
use stoa_domain::{DeliveryState, PaymentMethod};
use stoa_pg::{DbError, Scope, TripwireDb, TripwireTx};
use stoa_tripwire_sql::{client::Params as _, queries::leads as sql};

use super::rows::{texts, utc};

/// A visitor's accepted request.
#[derive(Clone, PartialEq)]
pub struct Lead {
    /// Its id.
    pub id: LeadId,
    /// Whose it is.
    pub community_id: CommunityId,
    /// Its short name.
    pub code: LeadCode,
    /// The landing page's short name.
    pub source: String,
    /// The visitor's name.
    pub name: String,
    /// The visitor's phone, E.164.
    pub phone: String,
    /// The visitor's address.
    pub email: Option<String>,
    /// How the visitor means to pay.
    pub payment_method: Option<PaymentMethod>,
    /// What the visitor wrote.
    pub comment: Option<String>,
    /// The campaign's short name.
    pub campaign_slug: Option<String>,
    /// UTM values as they came.
    pub utm: BTreeMap<String, String>,
    /// Click ids as they came.
    pub click_ids: BTreeMap<String, String>,
    /// The landing page.
    pub page: Option<String>,
    /// The page before it.
    pub referrer: Option<String>,
    /// What the form sent besides.
    pub extra: Value,
    /// The request that brought it.
    pub request_id: String,
    /// Why it is in quarantine, when it is.
    pub quarantine_reason: Option<String>,
    /// The earlier lead that it repeats.
    pub repeat_of: Option<LeadId>,
    /// When a person released it from quarantine, or decided to keep it there.
    pub reviewed_at: Option<DateTime<Utc>>,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
}

/// Shows no personal data.
impl fmt::Debug for Lead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lead")
            .field("id", &self.id)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

impl TryFrom<sql::LeadRow> for Lead {
    type Error = DbError;

    fn try_from(row: sql::LeadRow) -> Result<Self, DbError> {
        Ok(Self {
            id: LeadId(row.id),
            community_id: CommunityId(row.community_id),
            code: LeadCode::from_stored(row.code),
            source: row.source,
            name: row.name,
            phone: row.phone,
            email: row.email,
            payment_method: row.payment_method.map(PaymentMethod::from),
            comment: row.comment,
            campaign_slug: row.campaign_slug,
            utm: texts(row.utm, "utm", row.id)?,
            click_ids: texts(row.click_ids, "click_ids", row.id)?,
            page: row.page,
            referrer: row.referrer,
            extra: row.extra,
            request_id: row.request_id,
            quarantine_reason: row.quarantine_reason,
            repeat_of: row.repeat_of.map(LeadId),
            reviewed_at: row.reviewed_at.map(utc),
            created_at: utc(row.created_at),
        })
    }
}

/// The lead `id`, if `scope` may see it.
///
/// # Errors
/// [`DbError`].
pub async fn find(db: &TripwireDb, scope: &Scope, id: LeadId) -> Result<Option<Lead>, DbError> {
    let reader = db.reader(scope).await?;
    let find = sql::find_lead().prepare(reader.client()).await?;
    let row = reader.read(find.bind(reader.client(), &id.0).opt()).await?;
    row.map(Lead::try_from).transpose()
}

/// The id of the lead with that short name, if `scope` may see it.
///
/// # Errors
/// [`DbError`].
pub async fn find_id_by_code(
    db: &TripwireDb,
    scope: &Scope,
    code: &str,
) -> Result<Option<LeadId>, DbError> {
    let reader = db.reader(scope).await?;
    let find = sql::find_lead_id_by_code().prepare(reader.client()).await?;
    let id = reader.read(find.bind(reader.client(), &code).opt()).await?;
    Ok(id.map(LeadId))
}

/// Which leads are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct LeadsWanted {
    /// Only those in quarantine, or only the others.
    pub quarantined: Option<bool>,
    /// Only those that a person has reviewed, or only the others.
    pub reviewed: Option<bool>,
    /// Only those with such a delivery.
    pub deliveries: Option<DeliveriesWanted>,
    /// Only those after this one in the list.
    pub after: Option<(DateTime<Utc>, LeadId)>,
    /// How many.
    pub limit: PageLimit,
}

/// Deliveries on their way; those of a lead in quarantine are none.
#[derive(Debug, Clone, Copy)]
pub struct DeliveriesWanted {
    /// In one of these states; none of them is `done`.
    pub states: &'static [DeliveryState],
    /// Also those that only wait for a sink that is not configured.
    pub unconfigured: bool,
}

/// The wanted leads that `scope` may see, newest first; one more than the limit when there are more.
///
/// # Errors
/// [`DbError`].
pub async fn list(
    db: &TripwireDb,
    scope: &Scope,
    wanted: &LeadsWanted,
) -> Result<Vec<Lead>, DbError> {
    let states = wanted.deliveries.map(|wanted| {
        let words = wanted.states.iter().map(|state| state.as_str());
        words.collect::<Vec<_>>()
    });
    let params = sql::ListLeadsParams {
        delivery_states: states.as_deref(),
        unconfigured: wanted.deliveries.is_none_or(|wanted| wanted.unconfigured),
        after_at: wanted.after.map(|(at, _)| at.fixed_offset()),
        after_id: wanted.after.map(|(_, id)| id.0),
        state: wanted
            .quarantined
            .map(|held| if held { "quarantined" } else { "new" }),
        is_reviewed: wanted.reviewed,
        rows: wanted.limit.probe(),
    };
    let reader = db.reader(scope).await?;
    let list = sql::list_leads().prepare(reader.client()).await?;
    let rows = list.params(reader.client(), &params).all();
    reader
        .read(rows)
        .await?
        .into_iter()
        .map(Lead::try_from)
        .collect()
}

/// What somebody asked for with this address, which is proved to be theirs; oldest first, at most 100.
///
/// # Errors
/// [`DbError`].
pub async fn list_of_address(db: &TripwireDb, email: &str) -> Result<Vec<Lead>, DbError> {
    let reader = db.reader(&Scope::service("a person's own data")).await?;
    let list = sql::list_leads_of_address()
        .prepare(reader.client())
        .await?;
    let rows = reader
        .read(list.bind(reader.client(), &email).all())
        .await?;
    rows.into_iter().map(Lead::try_from).collect()
}

/// How many leads wait in quarantine for somebody to look at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HeldCount {
    /// How many.
    pub number: i64,
    /// When the oldest of them came.
    pub oldest_at: Option<DateTime<Utc>>,
}

/// How many leads that `scope` may see nobody has looked at since they were put into quarantine.
///
/// # Errors
/// [`DbError`].
pub async fn count_held(db: &TripwireDb, scope: &Scope) -> Result<HeldCount, DbError> {
    let reader = db.reader(scope).await?;
    let count = sql::count_held().prepare(reader.client()).await?;
    let row = reader.read(count.bind(reader.client()).one()).await?;
    Ok(HeldCount {
        number: row.number,
        oldest_at: row.oldest_at.map(utc),
    })
}

/// Who looked at a held lead, and when; nobody is an operator at the machine.
#[derive(Debug, Clone, Copy)]
pub struct Review {
    /// The person.
    pub by: Option<UserId>,
    /// When.
    pub now: DateTime<Utc>,
}

/// Takes the lead out of quarantine; false when it was not in it.
///
/// # Errors
/// [`DbError`].
pub async fn release(tx: &TripwireTx, id: LeadId, review: Review) -> Result<bool, DbError> {
    let (now, by) = (review.now.fixed_offset(), review.by.map(|by| by.0));
    let rows = sql::release_lead()
        .bind(tx.client(), &now, &by, &id.0)
        .await?;
    Ok(rows == 1)
}

/// Notes that the lead was looked at and stays in quarantine; false when it was not in it.
///
/// # Errors
/// [`DbError`].
pub async fn keep(tx: &TripwireTx, id: LeadId, review: Review) -> Result<bool, DbError> {
    let (now, by) = (review.now.fixed_offset(), review.by.map(|by| by.0));
    let rows = sql::keep_lead().bind(tx.client(), &now, &by, &id.0).await?;
    Ok(rows == 1)
}

/// What is sold at a source, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFacts {
    /// The landing page's short name.
    pub source: String,
    /// Whose it is.
    pub community_id: CommunityId,
    /// What is sold there.
    pub title: String,
    /// For how much, in hundredths of the currency.
    pub price_minor: Option<i64>,
    /// `KZT`.
    pub currency: String,
    /// The course that a buyer gets.
    pub course_slug: Option<String>,
    /// How long a repeat without a key counts as a double click here, in seconds.
    pub window_seconds: Option<i32>,
}

/// The source of that name; an unlisted one belongs to the founding community.
///
/// # Errors
/// [`DbError`].
pub async fn find_source(db: &TripwireDb, source: &str) -> Result<Option<SourceFacts>, DbError> {
    let reader = db.reader(&Scope::service("landing page")).await?;
    let find = sql::find_source().prepare(reader.client()).await?;
    let row = reader
        .read(find.bind(reader.client(), &source).opt())
        .await?;
    Ok(row.map(|row| SourceFacts {
        source: row.source,
        community_id: CommunityId(row.community_id),
        title: row.title,
        price_minor: row.price_minor,
        currency: row.currency,
        course_slug: row.course_slug,
        window_seconds: row.window_seconds,
    }))
}

/// A lead as the sinks are told of it.
#[derive(Clone, PartialEq)]
pub struct Letter {
    /// The lead.
    pub lead: Lead,
    /// What is sold at its source.
    pub title: String,
    /// For how much, in hundredths of the currency.
    pub price_minor: Option<i64>,
    /// `KZT`.
    pub currency: String,
    /// The short name of the earlier lead that it repeats.
    pub repeat_of_code: Option<LeadCode>,
}

/// Shows no personal data.
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter")
            .field("lead", &self.lead)
            .finish_non_exhaustive()
    }
}

/// The lead `id` with everything a sink may be told.
///
/// # Errors
/// [`DbError`].
pub async fn find_letter(tx: &TripwireTx, id: LeadId) -> Result<Option<Letter>, DbError> {
    let (lead, terms) = (sql::find_lead(), sql::find_terms());
    let (lead, terms) = futures::join!(
        lead.bind(tx.client(), &id.0).opt(),
        terms.bind(tx.client(), &id.0).opt()
    );
    let (Some(lead), Some(terms)) = (lead?, terms?) else {
        return Ok(None);
    };
    Ok(Some(Letter {
        lead: lead.try_into()?,
        title: terms.title,
        price_minor: terms.price_minor,
        currency: terms.currency,
        repeat_of_code: terms.repeat_of_code.map(LeadCode::from_stored),
    }))
}
