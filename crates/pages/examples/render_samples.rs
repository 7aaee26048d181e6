//! Writes every example page in every language to a directory, to be opened in a browser.
//!
//! `cargo run -p stoa-pages --example render_samples -- target/pages`

use std::{fs, io, path::Path};

use stoa_pages::{ASSET_PATH, Locale, asset, asset_url, sample};

fn main() -> io::Result<()> {
    let target = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "target/pages".to_owned());
    let target = Path::new(&target);
    fs::create_dir_all(target.join("assets"))?;
    for plain in ["app.css", "app.js", "favicon.svg"] {
        let url = asset_url(plain);
        let found = asset(url.trim_start_matches(ASSET_PATH)).ok_or(io::ErrorKind::NotFound)?;
        fs::write(target.join("assets").join(&found.name), &found.bytes)?;
    }
    for locale in Locale::ALL {
        let folder = target.join(locale.as_str());
        fs::create_dir_all(&folder)?;
        for page in sample::all(locale).map_err(io::Error::other)? {
            let html = page.html.replace("\"/assets/", "\"../assets/");
            fs::write(folder.join(format!("{}.html", page.name)), html)?;
        }
    }
    Ok(())
}
