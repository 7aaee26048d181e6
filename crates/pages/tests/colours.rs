//! Every pair of colours that stands together can be told apart, by day and by night.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use stoa_pages::{ASSET_PATH, asset, asset_url};

/// The named colours of the sheet: by day, and by night.
fn palettes() -> [BTreeMap<String, [u8; 3]>; 2] {
    let url = asset_url("app.css");
    let sheet = String::from_utf8(
        asset(url.strip_prefix(ASSET_PATH).unwrap())
            .unwrap()
            .bytes
            .to_vec(),
    )
    .unwrap();
    let blocks: Vec<_> = sheet
        .split(":root{")
        .skip(1)
        .map(|tail| tail.split('}').next().unwrap())
        .collect();
    let read = |block: &str| {
        let pairs = block
            .split(';')
            .filter_map(|pair| pair.trim().strip_prefix("--")?.split_once(":#"));
        pairs
            .map(|(name, hex)| (name.to_owned(), rgb(hex)))
            .collect::<BTreeMap<_, _>>()
    };
    let day = read(blocks[0]);
    let mut night = day.clone();
    night.extend(read(blocks[1]));
    [day, night]
}

fn rgb(hex: &str) -> [u8; 3] {
    let wide = if hex.len() == 3 {
        hex.chars().flat_map(|c| [c, c]).collect()
    } else {
        hex.to_owned()
    };
    std::array::from_fn(|at| u8::from_str_radix(&wide[at * 2..at * 2 + 2], 16).unwrap())
}

/// WCAG 2.2, relative luminance.
fn luminance(colour: [u8; 3]) -> f64 {
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    let [r, g, b] = colour.map(part);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn text_has_4_5_and_edges_and_focus_have_3() {
    let text = [
        (
            "ink",
            vec![
                "paper", "card", "sunk", "wash", "ok-bg", "info-bg", "warn-bg", "bad-bg", "idle-bg",
            ],
        ),
        ("soft", vec!["paper", "card", "sunk", "wash"]),
        ("sea", vec!["paper", "card", "sunk"]),
        ("clay", vec!["paper", "card", "wash"]),
        ("on-sea", vec!["sea"]),
        ("paper", vec!["ink"]),
        ("ok", vec!["ok-bg", "card", "paper"]),
        ("info", vec!["info-bg", "card", "paper"]),
        ("warn", vec!["warn-bg", "card"]),
        ("bad", vec!["bad-bg", "card", "paper"]),
        ("idle", vec!["idle-bg", "card", "paper"]),
    ];
    let edges = [
        ("edge", vec!["card", "paper"]),
        ("clay", vec!["paper", "card", "sunk", "wash"]),
        ("sea", vec!["sunk", "card"]),
    ];
    for (scheme, palette) in ["day", "night"].into_iter().zip(palettes()) {
        let check = |name: &str, ground: &str, least: f64| {
            let colour = |name: &str| {
                *palette
                    .get(name)
                    .unwrap_or_else(|| panic!("no colour {name}"))
            };
            let found = contrast(colour(name), colour(ground));
            assert!(
                found >= least,
                "{scheme}: {name} on {ground} has {found:.2}, needs {least}"
            );
        };
        for (name, grounds) in &text {
            for ground in grounds {
                check(name, ground, 4.5);
            }
        }
        for (name, grounds) in &edges {
            for ground in grounds {
                check(name, ground, 3.0);
            }
        }
    }
}
