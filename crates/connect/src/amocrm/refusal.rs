use serde_json::Value;

use super::wire::Extras;
use crate::{
    FieldRefusal,
    call::{Answer, CallError, Exchange},
};

/// The most refused fields that are looked at: a deal has fewer.
const MAX_FIELDS: usize = 50;

/// Which part of a deal a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Key,
    Stage,
    Person,
    Price,
    Responsible,
    Tags,
    /// The place among the tracking fields; all of them when the CRM does not say which.
    Tracking(Option<usize>),
}

/// What an answer that is no success says.
///
/// # Source
/// the leads contract, 1.3 and 4.4: by status first; the body only if it is JSON.
pub(super) fn failure(answer: &Answer, exchange: &Exchange) -> CallError {
    let problem: Value = answer.json().unwrap_or_default();
    let fields = refused_fields(&problem, exchange);
    let said = said(&problem, &fields);
    let evidence = exchange.evidence(answer, said.as_deref());
    let settings = |field: &FieldRefusal| matches!(part(&field.path), Part::Key | Part::Stage);
    match answer.status {
        // JSON, as the HTML is a ban: the token's owner may not.
        403 if answer.is_json => CallError::Config(evidence),
        // No CRM is at this address.
        404 => CallError::Config(evidence),
        400 | 422 if fields.iter().any(settings) => CallError::Config(evidence),
        _ => answer
            .common_failure(&evidence)
            .unwrap_or_else(|| CallError::Refused {
                permanent: answer.is_permanent(),
                fields,
                evidence,
            }),
    }
}

/// `validation-errors[].errors[]`, of all items.
fn refused_fields(problem: &Value, exchange: &Exchange) -> Vec<FieldRefusal> {
    let text = |value: &Value| exchange.scrubbed(value.as_str().unwrap_or_default());
    let items = problem["validation-errors"]
        .as_array()
        .into_iter()
        .flatten();
    let errors = items.filter_map(|item| item["errors"].as_array()).flatten();
    let field = |error: &Value| FieldRefusal {
        code: text(&error["code"]),
        path: text(&error["path"]),
        detail: text(&error["detail"]),
    };
    errors.take(MAX_FIELDS).map(field).collect()
}

/// `Request validation failed (pipeline_id: NotSupportedChoice)`.
fn said(problem: &Value, fields: &[FieldRefusal]) -> Option<String> {
    let text = ["detail", "hint", "title"]
        .iter()
        .find_map(|name| problem[*name].as_str())?;
    let named = fields
        .iter()
        .map(|field| format!("{}: {}", field.path, field.code));
    let named: Vec<_> = named.collect();
    Some(if named.is_empty() {
        text.to_owned()
    } else {
        format!("{text} ({})", named.join(", "))
    })
}

/// The part that a path names; what we do not know is the person's, so that somebody looks.
pub(super) fn part(path: &str) -> Part {
    let mut steps = path
        .split('.')
        .skip_while(|step| step.parse::<usize>().is_ok());
    let place = |step: Option<&str>| step.and_then(|step| step.parse::<usize>().ok());
    match steps.next().unwrap_or_default() {
        "custom_fields_values" => match place(steps.next()) {
            Some(0) => Part::Key,
            at => Part::Tracking(at.map(|at| at - 1)),
        },
        "pipeline_id" | "status_id" => Part::Stage,
        "price" => Part::Price,
        "responsible_user_id" => Part::Responsible,
        "tags_to_add" => Part::Tags,
        "_embedded" if steps.next() == Some("tags") => Part::Tags,
        _ => Part::Person,
    }
}

impl Extras {
    /// Drops all that is refused and gives its names; nothing when something is refused that a deal needs.
    pub(super) fn drop_refused(&mut self, refused: &[FieldRefusal]) -> Vec<String> {
        let parts: Vec<_> = refused.iter().map(|field| part(&field.path)).collect();
        if parts
            .iter()
            .any(|part| matches!(part, Part::Key | Part::Stage | Part::Person))
        {
            return Vec::new();
        }
        let mut dropped = Vec::new();
        let mut note = |had: bool, name: &str| had.then(|| dropped.push(name.to_owned()));
        if parts.contains(&Part::Price) {
            note(self.price.take().is_some(), "price");
        }
        if parts.contains(&Part::Responsible) {
            note(
                self.responsible_user_id.take().is_some(),
                "responsible_user_id",
            );
        }
        if parts.contains(&Part::Tags) {
            note(!std::mem::take(&mut self.tags).is_empty(), "tags");
        }
        let tracking = std::mem::take(&mut self.tracking).into_iter().enumerate();
        let is_refused =
            |at| parts.contains(&Part::Tracking(None)) || parts.contains(&Part::Tracking(Some(at)));
        let (refused, kept): (Vec<_>, Vec<_>) = tracking.partition(|(at, _)| is_refused(*at));
        self.tracking = kept.into_iter().map(|(_, field)| field).collect();
        dropped.extend(refused.into_iter().map(|(_, (code, _))| code.to_owned()));
        dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_part_of_the_deal() {
        for (path, want) in [
            ("custom_fields_values.0.field_id", Part::Key),
            ("0.custom_fields_values.0.values.0.value", Part::Key),
            ("custom_fields_values.2.field_code", Part::Tracking(Some(1))),
            ("custom_fields_values", Part::Tracking(None)),
            ("pipeline_id", Part::Stage),
            ("status_id", Part::Stage),
            ("price", Part::Price),
            ("responsible_user_id", Part::Responsible),
            ("_embedded.tags.0.name", Part::Tags),
            (
                "_embedded.contacts.0.custom_fields_values.0.values.0.value",
                Part::Person,
            ),
            ("name", Part::Person),
            ("", Part::Person),
            ("something.new", Part::Person),
        ] {
            assert_eq!(part(path), want, "{path}");
        }
    }

    #[test]
    fn only_what_a_deal_can_do_without_is_dropped() {
        let extras = || Extras {
            price: Some(1),
            responsible_user_id: None,
            tags: vec!["a".to_owned()],
            tracking: vec![
                ("UTM_SOURCE", "ig".to_owned()),
                ("UTM_TERM", "x".to_owned()),
            ],
        };
        let refused = |paths: &[&str]| -> Vec<FieldRefusal> {
            let field = |path: &&str| FieldRefusal {
                code: String::new(),
                path: (*path).to_owned(),
                detail: String::new(),
            };
            paths.iter().map(field).collect()
        };
        let mut one = extras();
        let dropped = one.drop_refused(&refused(&["custom_fields_values.2.field_code", "price"]));
        assert_eq!(dropped, ["price", "UTM_TERM"]);
        assert_eq!(one.tracking, [("UTM_SOURCE", "ig".to_owned())]);
        assert_eq!(extras().drop_refused(&refused(&["price", "name"])), [""; 0]);
        assert_eq!(
            extras().drop_refused(&refused(&["responsible_user_id"])),
            [""; 0]
        );
        let all = extras().drop_refused(&refused(&["custom_fields_values", "_embedded.tags"]));
        assert_eq!(all, ["tags", "UTM_SOURCE", "UTM_TERM"]);
    }
}
