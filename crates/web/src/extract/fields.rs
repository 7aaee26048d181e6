use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use stoa_core::{Failure, FieldError, Kind};

use crate::fault::Fault;

/// The keys of a JSON object, read one by one; all wrong ones are told at once, by the names that the client used.
///
/// A key that is `null` counts as left out. A value of a wrong type makes the answer a 400, anything else a 422; both name
/// every wrong field. What nobody has read when the reading ends is an unknown field.
///
/// # Source
/// DESIGN 7.12.
pub(crate) struct Fields {
    object: Map<String, Value>,
    /// Where this object stands in the body: nothing, or `events[2].`.
    place: String,
    wrong: Vec<FieldError>,
    is_mistyped: bool,
}

impl Fields {
    /// The fields of a body; of one that is no object there are none.
    pub(crate) fn of(body: Value) -> Self {
        let object = match body {
            Value::Object(object) => object,
            _ => Map::new(),
        };
        Self::at(String::new(), object)
    }

    fn at(place: String, object: Map<String, Value>) -> Self {
        Self {
            object,
            place,
            wrong: Vec::new(),
            is_mistyped: false,
        }
    }

    /// Whether the client sent this key, with whatever value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.object.contains_key(name)
    }

    /// A text.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        self.typed(name, "text")
    }

    /// A number as it was written; a text with digits is none.
    pub(crate) fn number(&mut self, name: &str) -> Option<serde_json::Number> {
        self.typed(name, "a number")
    }

    /// A value of a type; `wanted` says which, for the client.
    pub(crate) fn typed<T: DeserializeOwned>(&mut self, name: &str, wanted: &str) -> Option<T> {
        let value = self.object.remove(name).filter(|value| !value.is_null())?;
        let value = serde_json::from_value(value).ok();
        if value.is_none() {
            self.mistyped(name, wanted);
        }
        value
    }

    /// The items of a list of objects, as `read` makes them of their fields; `None` when the list or one of them is wrong.
    pub(crate) fn each<T>(
        &mut self,
        name: &str,
        mut read: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let list: Vec<Value> = self.typed(name, "a list")?;
        let item = |(at, value)| {
            let place = format!("{name}[{at}]");
            let Value::Object(object) = value else {
                self.mistyped(&place, "an object");
                return None;
            };
            let mut inner = Self::at(format!("{}{place}.", self.place), object);
            let item = read(&mut inner);
            inner.refuse_the_rest();
            self.is_mistyped |= inner.is_mistyped;
            self.wrong.append(&mut inner.wrong);
            item
        };
        let items: Vec<_> = list.into_iter().enumerate().map(item).collect();
        items.into_iter().collect()
    }

    /// Notes a value of a wrong type.
    pub(crate) fn mistyped(&mut self, name: &str, wanted: &str) {
        self.is_mistyped = true;
        self.refuse(name, "field.type", format!("Must be {wanted}."));
    }

    /// Notes a broken rule. A field is told once: by the first thing that is wrong with it.
    pub(crate) fn refuse(&mut self, name: &str, code: &str, message: impl Into<String>) {
        let name = format!("{}{name}", self.place);
        if self.wrong.iter().all(|told| told.field != name) {
            self.wrong.push(FieldError::new(name, code, message));
        }
    }

    /// Notes rules that were judged elsewhere.
    pub(crate) fn refuse_all(&mut self, faults: Vec<FieldError>) {
        for fault in faults {
            self.refuse(&fault.field, &fault.code, fault.message);
        }
    }

    /// Notes a rule that an operation would refuse the body for.
    pub(crate) fn refuse_error(&mut self, name: &str, error: &impl Failure) {
        self.refuse(name, error.code(), error.public());
    }

    /// Lets keys be, whatever they hold.
    pub(crate) fn pass(&mut self, names: &[&str]) {
        for name in names {
            self.object.remove(*name);
        }
    }

    fn refuse_the_rest(&mut self) {
        let rest = std::mem::take(&mut self.object);
        for name in rest.keys() {
            self.refuse(name, "field.unknown", "There is no such field.");
        }
    }

    /// What was read, unless something is wrong.
    ///
    /// # Errors
    /// `request.malformed` (400) when a value is of a wrong type, `request.invalid` (422) when rules are broken; with
    /// every wrong field.
    pub(crate) fn finish<T>(mut self, read: Option<T>) -> Result<T, Fault> {
        self.refuse_the_rest();
        match read {
            Some(read) if self.wrong.is_empty() => Ok(read),
            _ if self.is_mistyped => Err(Fault {
                fields: self.wrong,
                ..Fault::new(
                    Kind::Malformed,
                    "request.malformed",
                    "Some fields are of a wrong type.",
                )
            }),
            _ => Err(Fault::invalid(self.wrong)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(fault: Fault) -> (u16, Vec<(String, String)>) {
        let fields = fault.fields.into_iter();
        let pairs = fields.map(|field| (field.field, field.code)).collect();
        (fault.status.as_u16(), pairs)
    }

    fn pair(field: &str, code: &str) -> (String, String) {
        (field.to_owned(), code.to_owned())
    }

    #[test]
    fn every_wrong_field_is_told_at_once_and_once() {
        let mut fields = Fields::of(json!({ "email": 1, "age": "4", "note": null, "zz": 1 }));
        let email = fields.text("email");
        fields.refuse("email", "x.required", "Say it.");
        fields.number("age");
        assert_eq!(fields.text("note"), None, "null is the same as nothing");
        fields.refuse("name", "x.required", "Say it.");
        let (status, told) = told(fields.finish(email).unwrap_err());
        assert_eq!(status, 400, "a wrong type weighs more than a rule");
        assert_eq!(
            told,
            [
                pair("email", "field.type"),
                pair("age", "field.type"),
                pair("name", "x.required"),
                pair("zz", "field.unknown"),
            ]
        );
    }

    #[test]
    fn what_stands_in_a_list_is_told_with_its_place() {
        let mut fields = Fields::of(json!({ "items": [{ "id": "a" }, 7, { "id": 1, "zz": 1 }] }));
        let ids = fields.each("items", |item| item.text("id"));
        let (status, told) = told(fields.finish(ids).unwrap_err());
        assert_eq!(status, 400);
        assert_eq!(
            told,
            [
                pair("items[1]", "field.type"),
                pair("items[2].id", "field.type"),
                pair("items[2].zz", "field.unknown"),
            ]
        );
    }

    #[test]
    fn a_broken_rule_alone_is_a_422() {
        let mut fields = Fields::of(json!({ "id": "a", "zz": 1 }));
        let id = fields.text("id");
        assert_eq!(told(fields.finish(id).unwrap_err()).0, 422);
    }
}
