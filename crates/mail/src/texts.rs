use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use stoa_domain::Locale;
use unic_langid::langid;

static TEXTS: LazyLock<Vec<(Locale, FluentBundle<FluentResource>)>> =
    LazyLock::new(|| Locale::ALL.into_iter().map(|l| (l, bundle(l))).collect());

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let (language, file) = match locale {
        Locale::Ru => (langid!("ru"), include_str!("../locales/ru.ftl")),
        Locale::Kk => (langid!("kk"), include_str!("../locales/kk.ftl")),
        Locale::En => (langid!("en"), include_str!("../locales/en.ftl")),
    };
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // The marks around values show as boxes in old mail programs.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(file.to_owned()).unwrap_or_else(|(read, faults)| {
        tracing::error!(?faults, %locale, "a translation of letters cannot be read whole");
        read
    });
    if let Err(faults) = bundle.add_resource(resource) {
        tracing::error!(?faults, %locale, "a translation of letters names a text twice");
    }
    bundle
}

/// The texts of one letter: its language, and the values that may stand in any of them.
pub(crate) struct Texts {
    locale: Locale,
    args: FluentArgs<'static>,
}

impl Texts {
    pub(crate) fn new(locale: Locale) -> Self {
        Self {
            locale,
            args: FluentArgs::new(),
        }
    }

    /// A value for every text from now on.
    pub(crate) fn with(
        mut self,
        name: &'static str,
        value: impl Into<FluentValue<'static>>,
    ) -> Self {
        self.args.set(name, value);
        self
    }

    /// The text of `key`, when there is one.
    pub(crate) fn find(&self, key: &str) -> Option<String> {
        let (_, bundle) = TEXTS.iter().find(|(locale, _)| *locale == self.locale)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut faults = Vec::new();
        let text = bundle
            .format_pattern(pattern, Some(&self.args), &mut faults)
            .into_owned();
        if !faults.is_empty() {
            tracing::error!(key, locale = %self.locale, ?faults, "a text of a letter lacks a value");
        }
        Some(text)
    }

    /// The text of `key`. A missing one is logged, and its name stands in its place.
    pub(crate) fn text(&self, key: &str) -> String {
        self.find(key).unwrap_or_else(|| {
            tracing::error!(key, locale = %self.locale, "a text of a letter is missing");
            format!("⟦{key}⟧")
        })
    }
}
