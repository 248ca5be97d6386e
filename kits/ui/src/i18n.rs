//! Words in the reader's language: two loaders per crate, Chinese behind English where English lacks a word.

use crate::Lang;
use fluent_bundle::FluentValue;
use i18n_embed::{I18nAssets, LanguageLoader, fluent::FluentLanguageLoader};
use std::{borrow::Cow, collections::HashMap};
use unic_langid::LanguageIdentifier;

/// Opens a crate's words. Used once in its `lib.rs`; expects `i18n.toml` and `locales/{zh-CN,en}/<crate>.ftl`.
#[macro_export]
macro_rules! locales {
    () => {
        /// This crate's words in one language.
        pub(crate) fn words(lang: $crate::Lang) -> &'static $crate::FluentLanguageLoader {
            static ZH: std::sync::OnceLock<$crate::FluentLanguageLoader> = std::sync::OnceLock::new();
            static EN: std::sync::OnceLock<$crate::FluentLanguageLoader> = std::sync::OnceLock::new();
            let cell = match lang {
                $crate::Lang::Zh => &ZH,
                $crate::Lang::En => &EN,
            };
            cell.get_or_init(|| {
                $crate::i18n::loader(
                    lang,
                    env!("CARGO_PKG_NAME"),
                    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/zh-CN/", env!("CARGO_PKG_NAME"), ".ftl")),
                    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en/", env!("CARGO_PKG_NAME"), ".ftl")),
                )
            })
        }
        /// The word for a code: `state-closed` for the prefix `state`.
        #[allow(dead_code, reason = "not every crate has codes that are read")]
        pub(crate) fn word(lang: $crate::Lang, prefix: &str, code: &str) -> String {
            $crate::sentence(words(lang), &format!("{prefix}-{code}"), &[])
        }
    };
}

/// A loader over the two texts. Panics when a text cannot be read at all, which any test of the crate meets.
pub fn loader(lang: Lang, domain: &str, zh: &'static str, en: &'static str) -> FluentLanguageLoader {
    let tag = |lang: Lang| -> LanguageIdentifier { lang.tag().parse().unwrap_or_default() };
    let loader = FluentLanguageLoader::new(domain, tag(Lang::Zh));
    loader
        .load_languages(&Texts { zh, en }, &[tag(lang)])
        .unwrap_or_else(|why| panic!("the words of {domain}: {why}"));
    // Invisible isolation marks would travel into SMS and spreadsheets.
    loader.set_use_isolating(false);
    loader
}

/// A sentence whose key is only known at run time, such as `problem-<code>`. Whole numbers among the arguments
/// choose plural forms. A key without a sentence shows itself.
pub fn sentence(loader: &FluentLanguageLoader, key: &str, args: &[(&str, String)]) -> String {
    if !loader.has(key) {
        return key.to_owned();
    }
    let args: HashMap<&str, FluentValue<'_>> = args.iter().map(|(name, value)| (*name, value_of(value))).collect();
    loader.get_args_concrete(key, args)
}

fn value_of(text: &str) -> FluentValue<'_> {
    // A leading zero means a code or a phone number: it stays text.
    let counts = text.len() <= 9 && (text == "0" || !text.starts_with('0'));
    match text.parse::<i64>() {
        Ok(n) if counts => n.into(),
        _ => text.into(),
    }
}

struct Texts {
    zh: &'static str,
    en: &'static str,
}

impl I18nAssets for Texts {
    fn get_files(&self, path: &str) -> Vec<Cow<'_, [u8]>> {
        let text = if path.starts_with("en/") { self.en } else { self.zh };
        vec![Cow::Borrowed(text.as_bytes())]
    }
    fn filenames_iter(&self) -> Box<dyn Iterator<Item = String> + '_> {
        Box::new(std::iter::empty())
    }
}
