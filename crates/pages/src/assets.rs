use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use rust_embed::RustEmbed;

/// Where the web server serves [`asset`].
pub const ASSET_PATH: &str = "/assets/";

#[derive(RustEmbed)]
#[folder = "assets"]
struct Files;

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::load);

/// A file that pages refer to. Its name carries the hash of its content, so it may be cached for ever.
#[derive(Debug)]
pub struct Asset {
    /// The name in the address: `app.3f2a9c01d4e7.css`.
    pub name: String,
    /// `text/css; charset=utf-8`.
    pub content_type: &'static str,
    /// The content.
    pub bytes: Cow<'static, [u8]>,
}

struct Assets {
    by_name: HashMap<String, Asset>,
    urls: HashMap<String, String>,
}

/// The file behind the rest of an address after [`ASSET_PATH`]; `None` for any other text.
#[must_use]
pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.by_name.get(name)
}

/// The address of a file, by its plain name: `app.css` -> `/assets/app.3f2a9c01d4e7.css`. An unknown one keeps its
/// name, which no one serves.
#[must_use]
pub fn asset_url(plain: &str) -> Cow<'static, str> {
    match ASSETS.urls.get(plain) {
        Some(url) => Cow::Borrowed(url.as_str()),
        None => Cow::Owned(format!("{ASSET_PATH}{plain}")),
    }
}

impl Assets {
    fn load() -> Self {
        let mut assets = Self {
            by_name: HashMap::new(),
            urls: HashMap::new(),
        };
        for plain in Files::iter() {
            if let Some(file) = Files::get(&plain) {
                let name = hashed_name(&plain, file.metadata.sha256_hash());
                assets
                    .urls
                    .insert(plain.to_string(), format!("{ASSET_PATH}{name}"));
                let asset = Asset {
                    name: name.clone(),
                    content_type: content_type(&plain),
                    bytes: file.data,
                };
                assets.by_name.insert(name, asset);
            }
        }
        assets
    }
}

fn hashed_name(plain: &str, hash: [u8; 32]) -> String {
    let (stem, ending) = plain.rsplit_once('.').unwrap_or((plain, "bin"));
    let hash = u64::from_be_bytes(std::array::from_fn(|at| hash[at])) >> 16;
    format!("{stem}.{hash:012x}.{ending}")
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_served_under_its_hashed_address_only() {
        for (plain, content_type) in [
            ("app.css", "text/css; charset=utf-8"),
            ("app.js", "text/javascript; charset=utf-8"),
            ("favicon.svg", "image/svg+xml"),
        ] {
            let url = asset_url(plain);
            let found = asset(url.strip_prefix(ASSET_PATH).unwrap()).unwrap();
            assert_eq!(
                (found.content_type, url.ends_with(&found.name)),
                (content_type, true)
            );
            assert!(!found.bytes.is_empty() && asset(plain).is_none());
        }
        for bad in ["", "app.css", "../Cargo.toml", "app.000000000000.css", "жж"] {
            assert!(asset(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn the_files_stay_small() {
        let size = |plain| {
            asset(asset_url(plain).strip_prefix(ASSET_PATH).unwrap())
                .unwrap()
                .bytes
                .len()
        };
        assert!(size("app.css") <= 20 * 1024, "{}", size("app.css"));
        assert!(size("app.js") <= 4 * 1024, "{}", size("app.js"));
    }
}
