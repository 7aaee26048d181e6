use serde_json::{Value, json};
use url::Url;

use super::{FakeContact, FakeDeal};

/// Everything in the account.
pub(super) struct Account {
    pub(super) base_url: Url,
    pub(super) is_revoked: bool,
    pub(super) is_unpaid: bool,
    pub(super) has_duplicate_control: bool,
    pub(super) pipelines: Vec<FakePipeline>,
    pub(super) fields: Vec<FakeField>,
    pub(super) deals: Vec<FakeDeal>,
    pub(super) contacts: Vec<FakeContact>,
    pub(super) last_id: i64,
}

pub(super) struct FakePipeline {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) is_archive: bool,
    /// Id, name and type; 1 is the stage of incoming requests.
    pub(super) stages: Vec<(i64, String, i64)>,
}

pub(super) struct FakeField {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) code: String,
    pub(super) kind: String,
    pub(super) is_api_only: bool,
}

impl Account {
    pub(super) fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    pub(super) fn add_field(
        &mut self,
        name: &str,
        code: &str,
        kind: &str,
        is_api_only: bool,
    ) -> i64 {
        let id = self.next_id();
        let (name, code, kind) = (name.to_owned(), code.to_owned(), kind.to_owned());
        self.fields.push(FakeField {
            id,
            name,
            code,
            kind,
            is_api_only,
        });
        id
    }

    pub(super) fn remove_field(&mut self, code_or_name: &str) {
        let is_it = |field: &FakeField| field.code == code_or_name || field.name == code_or_name;
        let (gone, kept) = std::mem::take(&mut self.fields)
            .into_iter()
            .partition(is_it);
        let gone: Vec<FakeField> = gone;
        self.fields = kept;
        for deal in &mut self.deals {
            deal.fields
                .retain(|id, _| gone.iter().all(|field| field.id != *id));
        }
    }

    /// The field that an item of `custom_fields_values` names, by id or by code.
    pub(super) fn field(&self, item: &Value) -> Option<&FakeField> {
        let (id, code) = (item["field_id"].as_i64(), item["field_code"].as_str());
        let mut fields = self.fields.iter();
        match (id, code) {
            (Some(id), _) => fields.find(|field| field.id == id),
            (None, Some(code)) => fields.find(|field| !code.is_empty() && field.code == code),
            (None, None) => None,
        }
    }

    /// Whether a deal can be made in this stage of this pipeline.
    pub(super) fn takes(&self, pipeline_id: i64, status_id: i64) -> bool {
        let pipeline = self
            .pipelines
            .iter()
            .find(|pipeline| pipeline.id == pipeline_id);
        pipeline.is_some_and(|pipeline| {
            let mut stages = pipeline.stages.iter();
            !pipeline.is_archive && stages.any(|(id, _, kind)| *id == status_id && *kind != 1)
        })
    }

    pub(super) fn address(&self, path: &str) -> String {
        let base = self.base_url.as_str().trim_end_matches('/');
        format!("{base}/api/v4/{path}")
    }
}

impl FakePipeline {
    pub(super) fn view(&self, is_main: bool) -> Value {
        let stage = |(id, name, kind): &(i64, String, i64)| json!({ "id": id, "name": name, "type": kind, "pipeline_id": self.id, "is_editable": true });
        json!({
            "id": self.id,
            "name": self.name,
            "is_main": is_main,
            "is_archive": self.is_archive,
            "is_unsorted_on": true,
            "_embedded": { "statuses": self.stages.iter().map(stage).collect::<Vec<_>>() },
        })
    }
}

impl FakeField {
    pub(super) fn view(&self) -> Value {
        let code = (!self.code.is_empty()).then_some(&self.code);
        json!({
            "id": self.id,
            "name": self.name,
            "code": code,
            "type": self.kind,
            "entity_type": "leads",
            "is_api_only": self.is_api_only,
            "enums": null,
        })
    }
}
