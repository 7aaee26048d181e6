use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use unic_langid::{LanguageIdentifier, langid};

use crate::format;
use crate::{Locale, locale::index};

#[derive(RustEmbed)]
#[folder = "locales"]
#[include = "*.ftl"]
struct Files;

static TEXTS: LazyLock<Texts> = LazyLock::new(Texts::load);

/// Every text of the pages in every language, read once from the translations inside the binary.
pub struct Texts {
    bundles: [FluentBundle<FluentResource>; 3],
    faults: Vec<String>,
}

/// A value within a text.
#[derive(Debug, Clone)]
pub enum Arg {
    /// A text, put in as it is.
    Text(String),
    /// A number: grouped by the language's habit, and it chooses the plural form.
    Number(i64),
}

impl Texts {
    /// The texts of this binary.
    #[must_use]
    pub fn get() -> &'static Self {
        &TEXTS
    }

    fn load() -> Self {
        let mut faults = Vec::new();
        let bundles = Locale::ALL.map(|locale| bundle(locale, &mut faults));
        for fault in &faults {
            tracing::error!(fault, "a translation cannot be read");
        }
        Self { bundles, faults }
    }

    /// What is wrong with the translations inside the binary; empty in any binary that passed its tests.
    #[must_use]
    pub fn faults(&self) -> &[String] {
        &self.faults
    }

    /// Whether `key` has a text in `locale`.
    #[must_use]
    pub fn has(&self, locale: Locale, key: &str) -> bool {
        self.bundles[index(locale)].has_message(key)
    }

    /// The text of `key`. A missing key is logged and shown as `⟦key⟧`; within this crate's unit tests it panics.
    #[must_use]
    pub fn text(&self, locale: Locale, key: &str, args: &[(&str, Arg)]) -> String {
        let bundle = &self.bundles[index(locale)];
        let mut faults = Vec::new();
        let args: FluentArgs<'_> = args
            .iter()
            .map(|(name, arg)| (*name, arg.value()))
            .collect();
        let pattern = bundle.get_message(key).and_then(|message| message.value());
        let text = pattern.map(|pattern| {
            bundle
                .format_pattern(pattern, Some(&args), &mut faults)
                .into_owned()
        });
        match text {
            Some(text) if faults.is_empty() => text,
            _ => Self::unresolved(locale, key),
        }
    }

    #[cfg_attr(
        test,
        expect(clippy::panic, reason = "a test that asks for a missing text is wrong")
    )]
    fn unresolved(locale: Locale, key: &str) -> String {
        #[cfg(test)]
        panic!("no text for {key} in {locale}");
        #[cfg(not(test))]
        {
            tracing::error!(key, %locale, "a text is missing or lacks a value");
            format!("⟦{key}⟧")
        }
    }
}

impl Arg {
    fn value(&self) -> FluentValue<'_> {
        match self {
            Self::Text(text) => FluentValue::from(text.as_str()),
            Self::Number(number) => FluentValue::from(*number),
        }
    }
}

/// What can stand within a text, at any depth of reference: templates pass values so.
pub trait ToArg {
    /// The value.
    fn to_arg(&self) -> Arg;
}

impl<T: ToArg + ?Sized> ToArg for &T {
    fn to_arg(&self) -> Arg {
        (**self).to_arg()
    }
}

impl ToArg for str {
    fn to_arg(&self) -> Arg {
        Arg::Text(self.to_owned())
    }
}

impl ToArg for String {
    fn to_arg(&self) -> Arg {
        Arg::Text(self.clone())
    }
}

macro_rules! whole_numbers {
    ($($number:ty),+) => {$(
        impl ToArg for $number {
            fn to_arg(&self) -> Arg {
                Arg::Number(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )+};
}
whole_numbers!(u8, i16, u32, i32, i64, usize);

fn bundle(locale: Locale, faults: &mut Vec<String>) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![language(locale)]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::Ru => |value, _| grouped(Locale::Ru, value),
        Locale::Kk => |value, _| grouped(Locale::Kk, value),
        Locale::En => |value, _| grouped(Locale::En, value),
    }));
    let mut files: Vec<_> = Files::iter()
        .filter(|path| path.starts_with(&format!("{locale}/")))
        .collect();
    files.sort_unstable();
    for path in files {
        let source = Files::get(&path).map(|file| String::from_utf8_lossy(&file.data).into_owned());
        let resource = FluentResource::try_new(source.unwrap_or_default()).unwrap_or_else(
            |(resource, errors)| {
                faults.extend(errors.iter().map(|error| format!("{path}: {error}")));
                resource
            },
        );
        if let Err(errors) = bundle.add_resource(resource) {
            faults.extend(errors.iter().map(|error| format!("{path}: {error}")));
        }
    }
    bundle
}

fn language(locale: Locale) -> LanguageIdentifier {
    match locale {
        Locale::Ru => langid!("ru"),
        Locale::Kk => langid!("kk"),
        Locale::En => langid!("en"),
    }
}

fn grouped(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "only whole numbers are passed in, and f64 holds them exactly"
        )]
        FluentValue::Number(number) => Some(format::number(locale, number.value as i64)),
        _ => None,
    }
}
