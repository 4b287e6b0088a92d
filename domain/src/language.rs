//! The languages that the bot speaks.

use std::fmt;
use std::str::FromStr;

use crate::excerpt::excerpt;

/// A language of the bot's messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// The fallback for any other language.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Japanese.
    Japanese,
    /// Simplified Chinese.
    Chinese,
}

/// A text that is not a language code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language code")]
pub struct LanguageError(String);

impl Language {
    /// All of them, in the order of their variants.
    pub const ALL: [Language; 6] = [
        Language::English,
        Language::German,
        Language::French,
        Language::Spanish,
        Language::Japanese,
        Language::Chinese,
    ];

    /// Its code, as stored and as used in the name of its messages file.
    pub fn as_str(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
            Language::French => "fr",
            Language::Spanish => "es",
            Language::Japanese => "ja",
            Language::Chinese => "zh-CN",
        }
    }

    /// Discord's codes for it. They all share the same messages.
    pub fn locales(self) -> &'static [&'static str] {
        match self {
            Language::English => &["en-US", "en-GB"],
            Language::German => &["de"],
            Language::French => &["fr"],
            Language::Spanish => &["es-ES", "es-419"],
            Language::Japanese => &["ja"],
            Language::Chinese => &["zh-CN"],
        }
    }

    /// The language of one of Discord's locales; English if it is not supported.
    pub fn of_locale(locale: &str) -> Language {
        let speaks = |language: &Language| language.locales().contains(&locale);
        Language::ALL.into_iter().find(speaks).unwrap_or_default()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    /// Parses a stored code.
    fn from_str(text: &str) -> Result<Language, LanguageError> {
        let found = Language::ALL.into_iter().find(|language| language.as_str() == text);
        found.ok_or_else(|| LanguageError(excerpt(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip_and_others_are_refused() {
        for (at, language) in Language::ALL.into_iter().enumerate() {
            assert_eq!(language.as_str().parse(), Ok(language));
            assert_eq!(language as usize, at);
        }
        assert!("en-US".parse::<Language>().is_err());
    }

    #[test]
    fn every_locale_of_discord_has_a_language() {
        for (locale, language) in [
            ("en-US", Language::English),
            ("en-GB", Language::English),
            ("de", Language::German),
            ("fr", Language::French),
            ("es-ES", Language::Spanish),
            ("es-419", Language::Spanish),
            ("ja", Language::Japanese),
            ("zh-CN", Language::Chinese),
            ("zh-TW", Language::English),
            ("pt-BR", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
    }
}
