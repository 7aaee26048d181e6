pub use stoa_domain::Locale;

/// The place of a language in a table that has one entry for each.
pub(crate) const fn index(locale: Locale) -> usize {
    locale as usize
}

/// Everything that may say in which language a page is wanted.
///
/// # Source
/// the product contract, 3.1, but for one thing: `?lang` comes before the setting, since whoever follows such a link wants
/// it now.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocaleWishes<'a> {
    /// The query parameter [`Locale::PARAMETER`].
    pub query: Option<&'a str>,
    /// What the signed-in person set in the profile.
    pub setting: Option<Locale>,
    /// The cookie [`Locale::PARAMETER`].
    pub cookie: Option<&'a str>,
    /// The request header `Accept-Language`.
    pub accept_language: Option<&'a str>,
    /// The language of the community.
    pub community: Locale,
}

impl LocaleWishes<'_> {
    /// The first wish that names one of our languages.
    #[must_use]
    pub fn settle(&self) -> Locale {
        let asked = self.query.and_then(Locale::parse);
        asked
            .or(self.setting)
            .or_else(|| self.cookie.and_then(Locale::parse))
            .or_else(|| self.accept_language.and_then(accepted))
            .unwrap_or(self.community)
    }
}

/// The language with the highest weight among ours; the first of equals. Only the first 32 ranges are looked at.
fn accepted(header: &str) -> Option<Locale> {
    let mut best: Option<(Locale, u16)> = None;
    for range in header.split(',').take(32) {
        let mut parts = range.split(';');
        let Some(locale) = parts.next().and_then(Locale::parse) else {
            continue;
        };
        let weight = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .map_or(1000, thousandths);
        if weight > best.map_or(0, |(_, weight)| weight) {
            best = Some((locale, weight));
        }
    }
    best.map(|(locale, _)| locale)
}

/// A weight such as `0.8` in thousandths; 0 when it cannot be read.
fn thousandths(text: &str) -> u16 {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    match (
        whole,
        format!("{fraction:0<3}").get(..3).map(str::parse::<u16>),
    ) {
        ("1", _) => 1000,
        ("0", Some(Ok(weight))) => weight,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wish_rules_over_the_ones_after_it() {
        let mut wishes = LocaleWishes {
            setting: Some(Locale::Kk),
            query: Some("en"),
            cookie: Some("ru"),
            accept_language: Some("kk-KZ"),
            community: Locale::En,
        };
        assert_eq!(wishes.settle(), Locale::En);
        wishes.query = Some("de");
        assert_eq!(wishes.settle(), Locale::Kk);
        wishes.setting = None;
        assert_eq!(wishes.settle(), Locale::Ru);
        wishes.cookie = None;
        assert_eq!(wishes.settle(), Locale::Kk);
        wishes.accept_language = Some("de, fr;q=0.9");
        assert_eq!(wishes.settle(), Locale::En);
        assert_eq!(LocaleWishes::default().settle(), Locale::Ru);
    }

    #[test]
    fn the_header_is_read_by_weight() {
        for (header, want) in [
            ("en-US,en;q=0.9,ru;q=0.8", Some(Locale::En)),
            ("de;q=1.0, ru;q=0.4, kk;q=0.7", Some(Locale::Kk)),
            ("ru;q=0.5,kk;q=0.5", Some(Locale::Ru)),
            ("en;q=0, kk;q=0.001", Some(Locale::Kk)),
            ("en;q=0", None),
            ("en;q=abc", None),
            ("en;q=жжж", None),
            ("*", None),
            ("", None),
            (";;,,=", None),
        ] {
            assert_eq!(accepted(header), want, "{header}");
        }
    }
}
