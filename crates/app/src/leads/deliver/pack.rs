//! What a sink is told of a lead.

use stoa_connect::{DealContact, LeadNotice, NewDeal, OutgoingMessage};
use stoa_db_tripwire::leads::{Delivery, Letter, StoredMapping, attempts, mapping, requests};
use stoa_domain::{Sink, mapping as rules};
use stoa_pg::{DbError, TripwireTx};

use super::Deliver;

/// What leaves.
pub(super) enum Content {
    Message(OutgoingMessage),
    Deal(Box<NewDeal>),
}

/// Why a delivery waits although its turn has come.
pub(super) struct Obstacle {
    pub(super) class: &'static str,
    pub(super) error: String,
}

/// What will leave, and the version of the mapping that chose its way.
pub(super) type Packed = Result<(Content, Option<i32>), Obstacle>;

impl Deliver {
    /// Makes ready what will leave, or says why nothing can.
    pub(super) async fn pack(
        &self,
        tx: &TripwireTx,
        delivery: &Delivery,
    ) -> Result<Packed, DbError> {
        let Some(letter) = requests::find_letter(tx, delivery.lead_id).await? else {
            return Ok(Err(Obstacle::new("no_lead", "its lead is gone")));
        };
        match (delivery.sink, &self.sinks.telegram_leads) {
            (Sink::TelegramLeads, Some(chat)) => {
                let maybe_sent_before = attempts::may_have_arrived(tx, delivery.id).await?;
                let message = notice(letter, maybe_sent_before).message(chat.chat_id());
                Ok(Ok((Content::Message(message), None)))
            }
            (Sink::Crm, _) if self.sinks.crm.is_some() => {
                let mut rows = mapping::list(tx, delivery.community_id).await?;
                if rows.is_empty() {
                    rows.extend(self.unmapped.clone());
                }
                let packed = deal(letter, &rows);
                Ok(packed.map(|(deal, version)| (Content::Deal(Box::new(deal)), Some(version))))
            }
            _ => Ok(Err(Obstacle::new("not_configured", "not configured"))),
        }
    }
}

impl Obstacle {
    pub(super) fn new(class: &'static str, error: impl Into<String>) -> Self {
        Self {
            class,
            error: error.into(),
        }
    }
}

fn notice(letter: Letter, maybe_sent_before: bool) -> LeadNotice {
    let lead = letter.lead;
    LeadNotice {
        code: lead.code,
        name: lead.name,
        phone: lead.phone,
        email: lead.email,
        source: letter.title,
        payment_method: lead.payment_method,
        comment: lead.comment,
        utm: lead.utm,
        repeat_of: letter.repeat_of_code,
        maybe_sent_before,
    }
}

fn deal(letter: Letter, rows: &[StoredMapping]) -> Result<(NewDeal, i32), Obstacle> {
    let lead = letter.lead;
    let plain: Vec<_> = rows.iter().map(|stored| stored.row.clone()).collect();
    let chosen = rules::resolve(&plain, &lead.source, lead.payment_method.as_ref());
    let Some((row, version)) =
        chosen.and_then(|row| Some((row, rows.iter().find(|stored| stored.row == *row)?.version)))
    else {
        let method = lead
            .payment_method
            .as_ref()
            .map_or("none", |method| method.as_str());
        let error = format!(
            "no mapping row for source {} and payment method {method}",
            lead.source
        );
        return Err(Obstacle::new("mapping", error));
    };
    let mut tracking = lead.utm;
    tracking.extend(lead.click_ids);
    tracking.extend(
        lead.referrer
            .map(|referrer| ("referrer".to_owned(), referrer)),
    );
    let deal = NewDeal {
        key: lead.id,
        code: lead.code,
        title: letter.title,
        price_minor: row.price_minor.or(letter.price_minor),
        pipeline_id: row.pipeline_id,
        status_id: row.status_id,
        responsible_user_id: row.responsible_user_id,
        tags: tags(&row.tags, lead.source),
        tracking,
        contact: DealContact {
            name: lead.name,
            phone: lead.phone,
            email: lead.email,
        },
    };
    Ok((deal, version))
}

/// The row's tags, else the source's name alone.
fn tags(own: &[String], source: String) -> Vec<String> {
    if own.is_empty() {
        vec![source]
    } else {
        own.to_owned()
    }
}
