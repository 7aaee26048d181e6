//! Bodies with one spoiled field, and with many.

use serde_json::Value;
use stoa_core::{Random as _, SeededRandom};

use super::{
    document::{Body, Kind},
    garbage::Junk,
};

/// Stands where a value is put in afterwards, since not all of them are JSON.
const HERE: &str = "\u{1}here\u{1}";

/// A body in which one field is `junk`: among good ones, and alone.
pub(crate) fn spoiled(body: &Body, spot: &str, junk: &Junk) -> [String; 2] {
    let mut among = body.sample.clone();
    put(&mut among, spot);
    let first = spot.split('/').nth(1).unwrap_or_default();
    let alone = serde_json::json!({ first: among[first].clone() });
    [&among, &alone].map(|value| filled(value, &[&junk.text]))
}

/// Whether no reader can take this for what is asked for.
pub(crate) fn is_wrong(kind: Kind, junk: &Junk) -> bool {
    match junk.kind {
        None => true,
        Some(_) if junk.is_null || kind == Kind::Any => false,
        // A form sends its numbers as texts.
        Some(Kind::Text) if kind == Kind::Number => false,
        Some(given) => given != kind,
    }
}

/// A body in which any field may be junk.
pub(crate) fn mixed(body: &Body, junk: &[Junk], random: &SeededRandom) -> String {
    let mut value = body.sample.clone();
    let mut chosen = Vec::new();
    for (spot, _) in &body.spots {
        // What holds others is spoiled by them.
        let is_leaf = !value
            .pointer(spot)
            .is_some_and(|inner| inner.is_object() || inner.is_array());
        if is_leaf && below(random, 2) == 1 {
            put(&mut value, spot);
            chosen.push(junk[below(random, junk.len())].text.as_str());
        }
    }
    // An object writes its keys in another order than the document: any value may stand anywhere.
    filled(&value, &chosen)
}

pub(crate) fn below(random: &SeededRandom, end: usize) -> usize {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    usize::from_le_bytes(bytes) % end
}

fn put(value: &mut Value, spot: &str) {
    if let Some(place) = value.pointer_mut(spot) {
        *place = Value::from(HERE);
    }
}

fn filled(value: &Value, texts: &[&str]) -> String {
    let mark = Value::from(HERE).to_string();
    let mut text = value.to_string();
    for junk in texts {
        text = text.replacen(&mark, junk, 1);
    }
    text
}
