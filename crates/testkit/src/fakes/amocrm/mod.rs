//! An amoCRM account (API v4): account, pipelines, fields of deals, `leads/complex`, the list of deals.
//!
//! # Source
//! the leads contract, 1; <https://www.amocrm.ru/developers/content/crm_platform/leads-api>.

mod account;
mod api;
mod check;
mod complex;
mod fields;
mod lists;
mod problem;
mod seed;

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use serde_json::Value;
use stoa_core::SecretString;
use url::Url;

use super::{
    Faults, RecordedRequest,
    server::{Server, locked},
};
use account::Account;

/// A deal of the fake account.
#[derive(Debug, Clone, PartialEq)]
pub struct FakeDeal {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its price in whole units.
    pub price: i64,
    /// Its pipeline.
    pub pipeline_id: i64,
    /// Its stage.
    pub status_id: i64,
    /// Who has it.
    pub responsible_user_id: i64,
    /// The sender's `request_id`; the CRM keeps none, this is for tests.
    pub request_id: String,
    /// Values of fields by the field's id.
    pub fields: BTreeMap<i64, String>,
    /// Tags by name.
    pub tags: Vec<String>,
    /// Its contact.
    pub contact_id: Option<i64>,
    /// Unix time.
    pub created_at: i64,
}

/// A contact of the fake account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FakeContact {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its first phone.
    pub phone: Option<String>,
    /// Its first e-mail address.
    pub email: Option<String>,
}

/// An amoCRM account with two living pipelines and an archived one; stops when dropped.
pub struct FakeAmoCrm {
    server: Server,
    account: Arc<Mutex<Account>>,
}

impl FakeAmoCrm {
    /// The token of the only integration.
    pub const TOKEN: &'static str = "the-fake-integrations-only-token";
    /// A person of the account, who may have deals.
    pub const USER: i64 = 501;
    /// The main pipeline.
    pub const PIPELINE: i64 = 7001;
    /// Its stage of incoming requests: no deal can be made there.
    pub const STAGE_INCOMING: i64 = 70_010;
    /// Its first stage.
    pub const STAGE_NEW: i64 = 70_011;
    /// Its stage for payments through Kaspi.
    pub const STAGE_KASPI: i64 = 70_012;
    /// Another pipeline.
    pub const OTHER_PIPELINE: i64 = 7002;
    /// The first stage of the other pipeline.
    pub const OTHER_STAGE: i64 = 70_021;
    /// A pipeline that is archived.
    pub const ARCHIVED_PIPELINE: i64 = 7003;
    /// A stage of the archived pipeline.
    pub const ARCHIVED_STAGE: i64 = 70_031;
    /// Won, in every pipeline.
    pub const STAGE_WON: i64 = 142;
    /// Lost, in every pipeline.
    pub const STAGE_LOST: i64 = 143;

    /// Starts on a free port.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn start() -> Self {
        let account = Arc::new(Mutex::new(seed::account()));
        let shared = Arc::clone(&account);
        let server = Server::start(|base_url| {
            locked(&shared).base_url = base_url.clone();
            api::Api(shared)
        });
        Self {
            server: server.await,
            account,
        }
    }

    /// Where it listens: `http://127.0.0.1:port/`.
    #[must_use]
    pub fn base_url(&self) -> Url {
        self.server.base_url()
    }

    /// The token of the only integration.
    #[must_use]
    pub fn token(&self) -> SecretString {
        SecretString::from(Self::TOKEN)
    }

    /// What will go wrong.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.server.faults()
    }

    /// All requests so far, those that failed too.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.server.requests()
    }

    /// All deals, oldest first.
    #[must_use]
    pub fn deals(&self) -> Vec<FakeDeal> {
        locked(&self.account).deals.clone()
    }

    /// All contacts, oldest first.
    #[must_use]
    pub fn contacts(&self) -> Vec<FakeContact> {
        locked(&self.account).contacts.clone()
    }

    /// The deal's value of the field with this code or name: `UTM_SOURCE`, `Stoa lead id`.
    #[must_use]
    pub fn field_value(&self, deal: &FakeDeal, code_or_name: &str) -> Option<String> {
        let account = locked(&self.account);
        let mut fields = account.fields.iter();
        let field =
            fields.find(|field| field.code == code_or_name || field.name == code_or_name)?;
        deal.fields.get(&field.id).cloned()
    }

    /// A further pipeline with these stages.
    pub fn add_pipeline(&self, id: i64, name: &str, stages: &[(i64, &str)]) {
        locked(&self.account)
            .pipelines
            .push(seed::pipeline(id, name, stages));
    }

    /// A field of deals as somebody in the account makes it: name, code (may be empty), type. Its id.
    pub fn add_field(&self, name: &str, code: &str, kind: &str) -> i64 {
        locked(&self.account).add_field(name, code, kind, false)
    }

    /// Somebody removes the field of deals with this code or name, and its values.
    pub fn remove_field(&self, code_or_name: &str) {
        locked(&self.account).remove_field(code_or_name);
    }

    /// Turns duplicate control on or off: a new deal of a known phone goes into the older deal.
    pub fn set_duplicate_control(&self, is_on: bool) {
        locked(&self.account).has_duplicate_control = is_on;
    }

    /// From now on the token is refused.
    pub fn revoke_token(&self) {
        locked(&self.account).is_revoked = true;
    }

    /// From now on the account is unpaid (402), or paid again.
    pub fn set_unpaid(&self, is_unpaid: bool) {
        locked(&self.account).is_unpaid = is_unpaid;
    }

    /// The deals as the API lists them, for a test that reads the JSON itself.
    #[must_use]
    pub fn deals_json(&self) -> Vec<Value> {
        let account = locked(&self.account);
        account
            .deals
            .iter()
            .map(|deal| lists::deal_view(&account, deal, true))
            .collect()
    }

    /// Closes the port and all connections: the next call is refused.
    pub fn go_down(&self) {
        self.server.go_down();
    }

    /// Opens the same port again.
    ///
    /// # Panics
    /// When another process took the port and keeps it for 10 s.
    pub async fn come_up(&self) {
        self.server.come_up().await;
    }
}
