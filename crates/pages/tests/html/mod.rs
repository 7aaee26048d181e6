//! A small reader of our own pages: it knows no HTML but what the templates write, and fails on everything else.

use std::collections::BTreeMap;

const VOID: [&str; 4] = ["meta", "link", "input", "br"];

/// A start tag.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    /// The names of the elements it stands in, the outermost first.
    pub(crate) within: Vec<String>,
    /// The text up to its end tag, without markup.
    pub(crate) text: String,
}

impl Tag {
    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }

    pub(crate) fn is_within(&self, name: &str) -> bool {
        self.within.iter().any(|outer| outer == name)
    }
}

/// Every start tag of a page in order. Panics on a tag that is not closed or closes another one.
pub(crate) fn tags(page: &str) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rest = page
        .strip_prefix("<!doctype html>")
        .expect("a document type");
    while let Some(at) = rest.find('<') {
        let (text, tail) = rest.split_at(at);
        for outer in &open {
            tags[*outer].text.push_str(text);
        }
        let (inside, after) = tail[1..].split_once('>').expect("a tag has an end");
        rest = after;
        if let Some(name) = inside.strip_prefix('/') {
            let last = open
                .pop()
                .unwrap_or_else(|| panic!("</{name}> closes nothing"));
            assert_eq!(
                tags[last].name, name,
                "</{name}> closes <{}>",
                tags[last].name
            );
            continue;
        }
        let within = open.iter().map(|outer| tags[*outer].name.clone()).collect();
        let tag = start_tag(inside, within);
        let is_closed = VOID.contains(&tag.name.as_str()) || inside.ends_with('/');
        tags.push(tag);
        if !is_closed {
            open.push(tags.len() - 1);
        }
    }
    assert!(open.is_empty(), "<{}> is never closed", tags[open[0]].name);
    tags
}

fn start_tag(inside: &str, within: Vec<String>) -> Tag {
    let inside = inside.trim_end_matches('/').trim();
    let (name, mut rest) = inside
        .split_once(char::is_whitespace)
        .unwrap_or((inside, ""));
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let (key, tail) = rest.split_at(end);
        let value = tail
            .strip_prefix("=\"")
            .map(|tail| tail.split_once('"').expect("a quoted value has an end"));
        let (value, tail) = value.unwrap_or(("", tail));
        assert!(
            !key.contains(['"', '\'', '<']),
            "an odd attribute in <{inside}>"
        );
        assert!(
            attributes
                .insert(key.to_owned(), value.to_owned())
                .is_none(),
            "{key} twice in <{inside}>"
        );
        rest = tail;
    }
    Tag {
        name: name.to_owned(),
        attributes,
        within,
        text: String::new(),
    }
}
