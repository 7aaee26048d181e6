use chrono::{DateTime, Utc};
use stoa_core::{Cursor, LeadId, PageLimit};
use stoa_db_tripwire::leads::{
    Attempt, DeliveriesWanted, Delivery, DeliveryFilter, Lead, LeadsWanted, Listed, attempts,
    listings, requests,
};
use stoa_identity::Actor;
use stoa_pg::{DbError, Scope};

use super::{DeskError, LeadDesk, operator};

/// Which leads are wanted.
#[derive(Debug, Clone, Default)]
pub struct LeadFilter {
    /// Only those in quarantine, or only the others.
    pub quarantined: Option<bool>,
    /// Only those that a person has reviewed, or only the others.
    pub reviewed: Option<bool>,
    /// Only those with such a delivery.
    pub deliveries: Option<DeliveriesWanted>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// How many.
    pub limit: PageLimit,
}

/// A page of leads, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadPage {
    /// The leads.
    pub leads: Vec<LeadWithDeliveries>,
    /// Where the next page begins, when there is one.
    pub next_cursor: Option<Cursor>,
}

/// A lead and how far it has come.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadWithDeliveries {
    /// The lead.
    pub lead: Lead,
    /// Its deliveries, by sink.
    pub deliveries: Vec<Delivery>,
}

/// The whole story of a lead.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// The lead.
    pub lead: Lead,
    /// Its deliveries, by sink.
    pub deliveries: Vec<Delivery>,
    /// Every call that was made for them; empty for readers who may not see the sinks' answers.
    pub attempts: Vec<Attempt>,
}

impl LeadDesk {
    /// A page of the leads that `actor` may see.
    ///
    /// # Errors
    /// `page.cursor_invalid` (422), `database.unavailable`.
    pub async fn lead_page(
        &self,
        actor: &Actor,
        filter: &LeadFilter,
    ) -> Result<LeadPage, DeskError> {
        let after: Option<(DateTime<Utc>, LeadId)> =
            filter.cursor.as_deref().map(Cursor::read).transpose()?;
        let scope = actor.scope();
        let wanted = LeadsWanted {
            quarantined: filter.quarantined,
            reviewed: filter.reviewed,
            deliveries: filter.deliveries,
            after,
            limit: filter.limit,
        };
        let mut leads = requests::list(&self.tripwire, &scope, &wanted).await?;
        let most = usize::try_from(filter.limit.rows()).unwrap_or_default();
        let more = leads.len() > most;
        leads.truncate(most);
        let end = leads
            .last()
            .map(|lead| Cursor::of(&(lead.created_at, lead.id)));
        let leads = self.with_deliveries(&scope, leads).await?;
        Ok(LeadPage {
            leads,
            next_cursor: end.filter(|_| more),
        })
    }

    async fn with_deliveries(
        &self,
        scope: &Scope,
        leads: Vec<Lead>,
    ) -> Result<Vec<LeadWithDeliveries>, DbError> {
        let ids: Vec<_> = leads.iter().map(|lead| lead.id).collect();
        let mut all = listings::of_leads(&self.tripwire, scope, &ids).await?;
        let mut own = |lead: LeadId| {
            all.extract_if(.., |delivery| delivery.lead_id == lead)
                .collect()
        };
        Ok(leads
            .into_iter()
            .map(|lead| LeadWithDeliveries {
                deliveries: own(lead.id),
                lead,
            })
            .collect())
    }

    /// The whole story of a lead, as far as `reader` may know it; without a reader, for an operator at the machine.
    ///
    /// # Errors
    /// `lead.not_found`, `database.unavailable`.
    pub async fn receipt(
        &self,
        reader: Option<&Actor>,
        lead: LeadId,
    ) -> Result<Receipt, DeskError> {
        let scope = reader.map_or_else(operator, Actor::scope);
        let lead = requests::find(&self.tripwire, &scope, lead)
            .await?
            .ok_or(DeskError::NoLead)?;
        let deliveries = listings::of_leads(&self.tripwire, &scope, &[lead.id]).await?;
        let attempts = attempts::of_lead(&self.tripwire, &scope, lead.id).await?;
        Ok(Receipt {
            lead,
            deliveries,
            attempts,
        })
    }

    /// A page of leads for an operator at the machine, newest first; one more than the limit when there are more.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn list_leads(&self, wanted: &LeadsWanted) -> Result<Vec<Lead>, DbError> {
        requests::list(&self.tripwire, &operator(), wanted).await
    }

    /// Deliveries, newest first, for an operator at the machine; one more than the limit when there are more.
    ///
    /// # Errors
    /// [`DbError`].
    pub async fn list(&self, filter: &DeliveryFilter) -> Result<Vec<Listed>, DbError> {
        listings::list(&self.tripwire, &operator(), filter).await
    }
}
